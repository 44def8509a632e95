namespace SnapBack.Platform.Windows;

/// <summary>What Windows tells of a file or folder, in its own units: times in 100 ns since 1601, sizes in bytes.</summary>
internal struct FileFacts
{
    public long Created;
    public long Accessed;
    public long Written;
    public long Changed;
    public long Size;
    public long Allocated;

    /// <summary>Number on the volume; 0 where the file system has none.</summary>
    public ulong FileId;
    public uint Attributes;

    /// <summary>Tag of the reparse point; 0 when there is none.</summary>
    public uint Tag;

    /// <summary>Number of names; 0 where a listing does not tell.</summary>
    public uint LinkCount;

    public readonly bool IsDirectory => (Attributes & FileAttribute.DIRECTORY) != 0;

    public readonly bool IsReparsePoint => (Attributes & FileAttribute.REPARSE_POINT) != 0;
}
