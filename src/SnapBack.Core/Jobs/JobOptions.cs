namespace SnapBack.Jobs;

/// <summary>
/// The table of all options of a job: the one place that the reader, the schema (<c>docs/job.schema.json</c>) and the manual
/// (<c>docs/jobs.md</c>) agree with; tests hold them together.
/// </summary>
internal static class JobOptions
{
    /// <summary>Key of the list of sources and destinations; the only key without an option on the command line.</summary>
    public const string Pairs = "pairs";

    /// <summary>Key that editors use to find the schema; read over.</summary>
    public const string Schema = "$schema";

    /// <summary>Name under which the catalog keeps the runs.</summary>
    public static readonly JobOption Name = new("name", JobOptionKind.Text);

    /// <summary>Folder to back up.</summary>
    public static readonly JobOption Source = new("source", JobOptionKind.Path);

    /// <summary>Folder to back up to.</summary>
    public static readonly JobOption Destination = new("destination", JobOptionKind.Path);

    /// <summary>Whether extras are deleted.</summary>
    public static readonly JobOption Mode = new("mode", JobOptionKind.Word) { Words = ["incremental", "mirror"], Default = "incremental" };

    /// <summary>Whether a point-in-time view is needed.</summary>
    public static readonly JobOption Snapshot = new("snapshot", JobOptionKind.Word) { Words = ["require", "prefer", "never"], Default = "prefer" };

    /// <summary>Which provider makes the snapshot.</summary>
    public static readonly JobOption SnapshotProvider = new("snapshotProvider", JobOptionKind.Text);

    /// <summary>Files to take.</summary>
    public static readonly JobOption IncludeFile = new("includeFile", JobOptionKind.Patterns);

    /// <summary>Files to leave out.</summary>
    public static readonly JobOption ExcludeFile = new("excludeFile", JobOptionKind.Patterns);

    /// <summary>Folders to leave out.</summary>
    public static readonly JobOption ExcludeDir = new("excludeDir", JobOptionKind.Patterns);

    /// <summary>Smaller files are left out.</summary>
    public static readonly JobOption MinSize = new("minSize", JobOptionKind.Size);

    /// <summary>Larger files are left out.</summary>
    public static readonly JobOption MaxSize = new("maxSize", JobOptionKind.Size);

    /// <summary>Newer files are left out.</summary>
    public static readonly JobOption MinAge = new("minAge", JobOptionKind.Age);

    /// <summary>Older files are left out.</summary>
    public static readonly JobOption MaxAge = new("maxAge", JobOptionKind.Age);

    /// <summary>Only files that have one of these attributes.</summary>
    public static readonly JobOption IncludeAttributes = new("includeAttributes", JobOptionKind.Attributes);

    /// <summary>No files that have one of these attributes.</summary>
    public static readonly JobOption ExcludeAttributes = new("excludeAttributes", JobOptionKind.Attributes);

    /// <summary>Parallel copies; the default is one per core, at least 2.</summary>
    public static readonly JobOption Threads = new("threads", JobOptionKind.Number) { Minimum = 1, Maximum = 128 };

    /// <summary>Bytes per second of all copies together; 0 for no limit.</summary>
    public static readonly JobOption Bandwidth = new("bandwidth", JobOptionKind.Size) { Default = "0" };

    /// <summary>Further tries per file.</summary>
    public static readonly JobOption Retry = new("retry", JobOptionKind.Number) { Minimum = 0, Maximum = 1_000_000, Default = "3" };

    /// <summary>Seconds before a further try.</summary>
    public static readonly JobOption RetryWait = new("retryWait", JobOptionKind.Number) { Minimum = 0, Maximum = 86_400, Default = "5" };

    /// <summary>What is read back.</summary>
    public static readonly JobOption Verify = new("verify", JobOptionKind.Word) { Words = ["none", "written"], Default = "none" };

    /// <summary>Most deletions of one run.</summary>
    public static readonly JobOption MaxDelete = new("maxDelete", JobOptionKind.Limit) { Default = "50%" };

    /// <summary>Exit code style.</summary>
    public static readonly JobOption ExitCodes = new("exitCodes", JobOptionKind.Word) { Words = ["robocopy", "simple"], Default = "robocopy" };

    /// <summary>Catalog file.</summary>
    public static readonly JobOption Catalog = new("catalog", JobOptionKind.Path);

    /// <summary>Log file.</summary>
    public static readonly JobOption Log = new("log", JobOptionKind.Path);

    /// <summary>All options in the order of the manual.</summary>
    public static readonly IReadOnlyList<JobOption> All =
    [
        Name, Source, Destination, Mode, Snapshot, SnapshotProvider, IncludeFile, ExcludeFile, ExcludeDir, MinSize, MaxSize, MinAge, MaxAge,
        IncludeAttributes, ExcludeAttributes, Threads, Bandwidth, Retry, RetryWait, Verify, MaxDelete, ExitCodes, Catalog, Log,
    ];

    /// <summary>All keys of a job file that mean something.</summary>
    public static readonly IReadOnlyList<string> Keys = [.. All.Select(o => o.Key), Pairs];

    /// <summary>Keys that a coming version will know: named as such, so that nobody looks for a typing error.</summary>
    public static readonly IReadOnlyList<string> NotYet =
    [
        "vssEngine", "vssRetry", "vssRetryWait", "vssTimeout", "copy", "dirCopy", "restartable", "keepVersions", "keep",
    ];

    /// <summary>Options that belong to one call, not to a job.</summary>
    public static readonly IReadOnlyList<string> CommandLineOnly = ["dryRun", "planOut", "plan", "json", "quiet", "verbose", "noProgress"];

    /// <summary>The option with this key, or null.</summary>
    public static JobOption? Find(string key) => All.FirstOrDefault(o => string.Equals(o.Key, key, StringComparison.Ordinal));
}
