namespace SnapBack.Jobs;

/// <summary>Why an entry of the source is not carried over although nothing failed. Kept in the catalog under these names.</summary>
public enum SkipReason
{
    /// <summary>The name belongs to this program.</summary>
    ReservedName,

    /// <summary>Matched by an excluded folder pattern.</summary>
    ExcludedDirectory,

    /// <summary>Matched by an excluded file pattern.</summary>
    ExcludedFile,

    /// <summary>Not matched by any included file pattern.</summary>
    NotIncluded,

    /// <summary>Over the size limit.</summary>
    TooLarge,

    /// <summary>Under the size limit.</summary>
    TooSmall,

    /// <summary>Last written before the age limit.</summary>
    TooOld,

    /// <summary>Last written after the age limit.</summary>
    TooNew,

    /// <summary>Left out by its DOS attributes.</summary>
    Attributes,

    /// <summary>A pipe, socket or device.</summary>
    SpecialFile,

    /// <summary>A volume or subvolume mounted here is not part of the view that was read.</summary>
    NotCovered,

    /// <summary>A kernel file system such as /proc: no files in it are data.</summary>
    PseudoFileSystem,
}
