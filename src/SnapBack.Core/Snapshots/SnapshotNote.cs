namespace SnapBack.Snapshots;

/// <summary>One snapshot that this program made or is about to make.</summary>
/// <param name="Provider">Name of the provider.</param>
/// <param name="Id">What the provider needs to find it again: for btrfs its full path, for VSS the snapshot set's id.</param>
/// <param name="Volume">The volume or subvolume, for people; kept word for word, as a provider may compare it before it removes a leftover.</param>
public sealed record SnapshotNote(string Provider, string Id, string Volume)
{
    /// <summary>True for one that was asked for by <c>snapshot create</c> and stays until somebody deletes it; it is no leftover.</summary>
    public bool IsKept { get; init; }
}
