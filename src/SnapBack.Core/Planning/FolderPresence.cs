namespace SnapBack.Planning;

/// <summary>Which sides have a folder.</summary>
internal enum FolderPresence
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>The source alone.</summary>
    SourceOnly,

    /// <summary>The destination alone; it is walked only to be deleted.</summary>
    DestinationOnly,
}
