using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>How a run ended.</summary>
public sealed record RunResult
{
    /// <summary>Number of the run in the catalog.</summary>
    public required long RunId { get; init; }

    /// <summary>The job that was run.</summary>
    public required Job Job { get; init; }

    /// <summary>How the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Robocopy's mask (see <see cref="ExitMask"/>), or 130 after a cancellation.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The numbers.</summary>
    public required RunTotals Totals { get; init; }

    /// <summary>The snapshot set that was read, or null for live trees.</summary>
    public SnapshotSet? Snapshot { get; init; }

    /// <summary>What the owner must know, in the order in which it came up.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The first failures, at most 25; all are in the catalog.</summary>
    public IReadOnlyList<PathRecord> FirstFailures { get; init; } = [];

    /// <summary>True when deletions failed and nothing else did: robocopy's own exit codes do not tell of those.</summary>
    public bool HasOnlyFailedDeletions { get; init; }

    /// <summary>Full path of the catalog.</summary>
    public required string Catalog { get; init; }

    /// <summary>Start of the run.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>End of the run.</summary>
    public required DateTimeOffset Ended { get; init; }
}
