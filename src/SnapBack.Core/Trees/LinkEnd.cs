namespace SnapBack.Trees;

/// <summary>Where a link leads, when somebody looked.</summary>
public enum LinkEnd
{
    /// <summary>Nobody looked.</summary>
    Unknown,

    /// <summary>To a folder.</summary>
    Folder,

    /// <summary>To a file, or something else that is no folder.</summary>
    File,

    /// <summary>To nothing, or to what can't be reached.</summary>
    Nowhere,

    /// <summary>To a folder in which the link itself lies.</summary>
    Loop,
}
