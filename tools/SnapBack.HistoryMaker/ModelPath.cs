namespace SnapBack.HistoryMaker;

/// <summary>A file of the model.</summary>
internal sealed class ModelPath(string path)
{
    public string Path { get; } = path;

    /// <summary>Bytes, as last brought over.</summary>
    public long Size { get; set; }

    /// <summary>Place in the list of what is held; negative when it is not.</summary>
    public int HeldAt { get; set; } = -1;

    /// <summary>The last run that touched it, so that none does so twice.</summary>
    public int TouchedIn { get; set; } = -1;
}
