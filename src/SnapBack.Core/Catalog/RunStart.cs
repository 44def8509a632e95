using SnapBack.Jobs;

namespace SnapBack.Catalog;

/// <summary>What the catalog is told when a run begins.</summary>
public sealed record RunStart
{
    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>True for a dry run: its records change no states.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>What the job may do.</summary>
    public required JobMode Mode { get; init; }

    /// <summary>The trees; their order gives the numbers of the pairs. No two may be equal.</summary>
    public required IReadOnlyList<JobPair> Pairs { get; init; }

    /// <summary>How much the job depends on a snapshot.</summary>
    public required SnapshotPolicy Snapshot { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>Start of the run.</summary>
    public required DateTimeOffset Started { get; init; }
}
