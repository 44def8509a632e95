namespace SnapBack.Trees;

/// <summary>What a destination could not take of a file's metadata because it lacks it altogether; recorded, not an error per file.</summary>
[Flags]
public enum MetadataLoss
{
    /// <summary>Everything was carried over.</summary>
    None = 0,

    /// <summary>Owner and group: the process may not give files away, or the file system keeps none.</summary>
    Owner = 1,

    /// <summary>Permission bits.</summary>
    Mode = 2,

    /// <summary>Extended attributes.</summary>
    ExtendedAttributes = 4,

    /// <summary>Times out of the file system's range or finer than it keeps.</summary>
    Times = 8,

    /// <summary>Named streams.</summary>
    Streams = 16,

    /// <summary>DOS attributes.</summary>
    Attributes = 32,

    /// <summary>Owner, access rules or auditing of the security descriptor.</summary>
    Security = 64,
}
