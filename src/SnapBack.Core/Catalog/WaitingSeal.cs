namespace SnapBack.Catalog;

/// <summary>A seal that is to be written, or taken away, with the next commit. Compared by identity: a later one about the same folder is another.</summary>
internal sealed class WaitingSeal(long tree, byte[] key, byte[]? seal)
{
    /// <summary>Number of the tree.</summary>
    public long Tree { get; } = tree;

    /// <summary>Key of the folder.</summary>
    public byte[] Key { get; } = key;

    /// <summary>The seal, or null to take it away.</summary>
    public byte[]? Seal { get; } = seal;
}
