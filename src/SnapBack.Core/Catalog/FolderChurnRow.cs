namespace SnapBack.Catalog;

/// <summary>What came, changed and went below a folder in some runs. Texts are exact and must be escaped for the screen.</summary>
public sealed record FolderChurnRow
{
    /// <summary>The folder below the source; "." for files directly in the source.</summary>
    public required string Folder { get; init; }

    /// <summary>Files that came.</summary>
    public long Added { get; init; }

    /// <summary>Files that were brought over again or recorded anew.</summary>
    public long Changed { get; init; }

    /// <summary>Files that went and did not come back.</summary>
    public long Removed { get; init; }

    /// <summary>Bytes of all files that came or changed.</summary>
    public long BytesBrought { get; init; }

    /// <summary>How many bytes more lie below it than before these runs.</summary>
    public long BytesGrown { get; init; }

    /// <summary>Source that the folder lies below.</summary>
    public required string Source { get; init; }

    /// <summary>Destination of that source.</summary>
    public required string Destination { get; init; }
}
