namespace SnapBack.Jobs;

/// <summary>
/// What to back up and how: parsed, checked and complete. Immutable. Comes from a job file, the command line or both; nothing
/// downstream reads an option from anywhere else.
/// </summary>
public sealed record Job
{
    /// <summary>Name that the catalog keeps the runs under.</summary>
    public required string Name { get; init; }

    /// <summary>One or more trees, backed up in one run from one snapshot set.</summary>
    public required IReadOnlyList<JobPair> Pairs { get; init; }

    /// <summary>Whether extras are deleted.</summary>
    public JobMode Mode { get; init; } = JobMode.Incremental;

    /// <summary>Whether a point-in-time view is needed.</summary>
    public SnapshotPolicy Snapshot { get; init; } = SnapshotPolicy.Prefer;

    /// <summary>Name of the snapshot provider, or null to choose by the volume.</summary>
    public string? SnapshotProvider { get; init; }

    /// <summary>Which files are in scope, for all pairs; ask <see cref="SelectionFor"/> for those of one pair.</summary>
    public Selection Selection { get; init; } = Selection.Everything;

    /// <summary>Parallel copies.</summary>
    public int Threads { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Limit for all copies together in bytes per second; null for none.</summary>
    public long? BandwidthBytesPerSecond { get; init; }

    /// <summary>Further tries per file after a failure that may pass.</summary>
    public int Retry { get; init; } = 3;

    /// <summary>Pause before a further try.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What is read back.</summary>
    public VerifyMode Verify { get; init; } = VerifyMode.None;

    /// <summary>Guard against a mirror that deletes too much.</summary>
    public DeleteLimit MaxDelete { get; init; } = DeleteLimit.Default;

    /// <summary>Exit code style.</summary>
    public ExitCodeStyle ExitCodes { get; init; } = ExitCodeStyle.Robocopy;

    /// <summary>All decisions, no change at the destination.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Catalog file, or null for the machine's.</summary>
    public string? Catalog { get; init; }

    /// <summary>Log file, or null for the rolling log beside the catalog.</summary>
    public string? Log { get; init; }

    /// <summary>Which files of <paramref name="pair"/> are in scope: the selection with full paths put in relation to the pair.</summary>
    public Selection SelectionFor(JobPair pair) => Selection.For(pair);
}
