namespace SnapBack.Jobs;

/// <summary>One tree to back up and where to.</summary>
/// <param name="Source">Full path of an existing folder.</param>
/// <param name="Destination">Full path of a folder; made when missing.</param>
public sealed record JobPair(string Source, string Destination)
{
    /// <summary>Whether this source needs a point-in-time view, where that differs from the job; null for the job's word.</summary>
    public SnapshotPolicy? Snapshot { get; init; }
}
