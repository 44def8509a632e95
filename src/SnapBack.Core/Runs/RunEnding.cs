using SnapBack.Errors;
using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>What became of the work of a run, before it is recorded: the hooks after the run learn of it, and can make it worse.</summary>
/// <param name="Status">How the run stands.</param>
/// <param name="ExitCode">Robocopy's mask (see <see cref="ExitMask"/>), or a code beside it.</param>
/// <param name="Totals">The numbers.</param>
internal sealed record RunEnding(RunStatus Status, int ExitCode, RunTotals Totals)
{
    /// <summary>A run that was cancelled before anything was carried out.</summary>
    public static RunEnding Interrupted => new(RunStatus.Interrupted, ExitMask.Cancelled, new RunTotals());

    /// <summary>The snapshot set that was read, or null.</summary>
    public SnapshotSet? Snapshot { get; init; }

    /// <summary>One sentence that the record keeps, or null.</summary>
    public string? Message { get; init; }

    /// <summary>True when deletions failed and nothing else did.</summary>
    public bool HasOnlyFailedDeletions { get; init; }

    /// <summary>Why nothing was done; null when something was.</summary>
    public SnapBackException? Refusal { get; init; }
}
