namespace SnapBack.Runs;

/// <summary>The numbers of a run.</summary>
public sealed record RunTotals
{
    /// <summary>Folders.</summary>
    public Counts Dirs { get; init; } = new();

    /// <summary>Files and links.</summary>
    public Counts Files { get; init; } = new();

    /// <summary>Sizes of the files in each column.</summary>
    public Counts Bytes { get; init; } = new();

    /// <summary>Files whose metadata alone was set.</summary>
    public long MetadataUpdated { get; init; }

    /// <summary>Names given to files that were there already.</summary>
    public long Linked { get; init; }

    /// <summary>Entries removed from the destination, folders included.</summary>
    public long Deleted { get; init; }

    /// <summary>Deletions not carried out.</summary>
    public long Withheld { get; init; }

    /// <summary>Files and links that were kept as versions before they were overwritten or deleted.</summary>
    public long VersionsKept { get; init; }

    /// <summary>Bytes of content in <see cref="VersionsKept"/>.</summary>
    public long VersionBytes { get; init; }

    /// <summary>Files at the destination that somebody had changed since the last run wrote them, whatever became of them.</summary>
    public long Conflicts { get; init; }

    /// <summary>Versions that no kept run needed any more and that were removed.</summary>
    public long VersionsDropped { get; init; }

    /// <summary>Bytes of content in <see cref="VersionsDropped"/>.</summary>
    public long VersionBytesDropped { get; init; }

    /// <summary>Entries that were gone before they could be read.</summary>
    public long Vanished { get; init; }

    /// <summary>Folders that could not be listed.</summary>
    public long FailedScopes { get; init; }

    /// <summary>Files that the backup held before the run; the share of <see cref="FilesChanged"/> in them is what the guard against too many changes goes by.</summary>
    public long FilesHeldBefore { get; init; }

    /// <summary>Files of the backup that the plan was to replace, to delete, or that came again under a longer name.</summary>
    public long FilesChanged { get; init; }

    /// <summary>Time for making the snapshot.</summary>
    public TimeSpan SnapshotTime { get; init; }

    /// <summary>Time for listing and comparing.</summary>
    public TimeSpan PlanTime { get; init; }

    /// <summary>Time for copying, deleting and finishing.</summary>
    public TimeSpan ExecuteTime { get; init; }

    /// <summary>Of <see cref="ExecuteTime"/>, time spent waiting before failed files were tried again.</summary>
    public TimeSpan RetryWaitTime { get; init; }

    /// <summary>Wall time of the whole run.</summary>
    public TimeSpan TotalTime { get; init; }
}
