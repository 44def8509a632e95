using SnapBack.Runs;

namespace SnapBack.Snapshots;

/// <summary>All snapshots of one run, made for one moment.</summary>
/// <param name="Provider">Name of the provider, with its engine where there are several.</param>
/// <param name="Id">Identity for the record.</param>
/// <param name="Created">The moment, as near as the provider tells.</param>
/// <param name="Members">The snapshots.</param>
/// <param name="Writers">Writers that took part and how they fared; empty where there are none.</param>
public sealed record SnapshotSet(
    string Provider,
    string Id,
    DateTimeOffset Created,
    IReadOnlyList<SnapshotNote> Members,
    IReadOnlyList<WriterStatus> Writers)
{
    /// <summary>What the owner of the run must know of the making, such as <c>crash-consistency-weaker</c>; mostly empty.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];
}
