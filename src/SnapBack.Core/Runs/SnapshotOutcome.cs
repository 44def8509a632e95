using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>What came of a job's wish for a point-in-time view. Whoever got it disposes the session.</summary>
/// <param name="Session">The live set, or null when every source is read live.</param>
/// <param name="Sources">One for each pair of the job, in the job's order.</param>
public sealed record SnapshotOutcome(ISnapshotSession? Session, IReadOnlyList<SourceOutcome> Sources)
{
    /// <summary>True when at least one source is read live.</summary>
    public bool HasLiveSource => Sources.Any(source => source.LiveReason is not null);
}
