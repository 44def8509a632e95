namespace SnapBack.Reporting;

/// <summary>What a run did below one folder of the first level.</summary>
/// <param name="Folder">Path below the source; "." for files of the source itself.</param>
public sealed record FolderChanges(string Folder)
{
    /// <summary>Files copied.</summary>
    public long Copied { get; set; }

    /// <summary>Bytes copied.</summary>
    public long Bytes { get; set; }

    /// <summary>Entries removed from the copy.</summary>
    public long Deleted { get; set; }

    /// <summary>Entries whose metadata alone was set.</summary>
    public long Updated { get; set; }

    /// <summary>Entries that failed.</summary>
    public long Failed { get; set; }
}
