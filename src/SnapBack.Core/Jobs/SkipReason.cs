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

    /// <summary>A pipe, socket or device; on Windows also what the system keeps in the root of a volume, such as its page file.</summary>
    SpecialFile,

    /// <summary>A volume or subvolume mounted here is not part of the view that was read.</summary>
    NotCovered,

    /// <summary>A kernel file system such as /proc: no files in it are data.</summary>
    PseudoFileSystem,

    /// <summary>The content is in a cloud or an archive and would first have to be fetched.</summary>
    CloudPlaceholder,

    /// <summary>A reparse point of a kind that only another program understands.</summary>
    UnknownReparsePoint,

    /// <summary>The system, or a program through it, takes such files out of snapshots.</summary>
    OmittedFromSnapshot,

    /// <summary>A link of a kind that the job leaves out.</summary>
    Link,

    /// <summary>A link that leads to a folder above it: following it would never end.</summary>
    LinkLoop,

    /// <summary>Its class is left alone by the job.</summary>
    Class,

    /// <summary>Below the levels that the job looks at.</summary>
    TooDeep,

    /// <summary>Nothing of the folder is in scope, and empty folders are not made.</summary>
    EmptyFolder,

    /// <summary>Without the archive attribute.</summary>
    NotArchived,

    /// <summary>Last used before the limit.</summary>
    UnusedTooLong,

    /// <summary>Last used after the limit.</summary>
    UsedTooRecently,

    /// <summary>Somebody changed the copy at the destination, and the job leaves it.</summary>
    Conflict,
}
