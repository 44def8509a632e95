using SnapBack.Trees;

namespace SnapBack.Versions;

/// <summary>What a run moved aside before it put something else in its place, or nothing. Immutable.</summary>
/// <param name="Folder">The run's folder in the version store, by its name.</param>
/// <param name="Entry">The entry as it was, under its own name.</param>
/// <param name="IsConflict">True when it is not what an earlier run wrote: somebody changed the copy.</param>
public sealed record KeptVersion(string Folder, Entry Entry, bool IsConflict)
{
    /// <summary>Bytes of content that it holds.</summary>
    public long Bytes => Entry.IsFile ? Entry.Size : 0;
}
