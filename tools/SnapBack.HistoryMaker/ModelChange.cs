namespace SnapBack.HistoryMaker;

/// <summary>What became of one path in one run.</summary>
/// <param name="Path">Below the source.</param>
/// <param name="What">One of the words below.</param>
/// <param name="Size">Bytes, of what was brought over.</param>
internal sealed record ModelChange(string Path, string What, long Size)
{
    public const string Appeared = "appeared";
    public const string Changed = "changed";
    public const string Deleted = "deleted";
    public const string Failed = "failed";
}
