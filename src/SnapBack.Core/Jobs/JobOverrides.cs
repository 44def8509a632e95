namespace SnapBack.Jobs;

/// <summary>
/// What the command line says about a job, as text: null where it is silent. It wins over the job file; a list replaces the file's list.
/// The text is parsed and checked by <see cref="JobFile"/>; errors name the option (<c>--bandwidth</c>).
/// </summary>
public sealed record JobOverrides
{
    /// <summary>Nothing said.</summary>
    public static readonly JobOverrides None = new();

    /// <summary><c>name</c></summary>
    public string? Name { get; init; }

    /// <summary><c>--source</c>; relative to the current folder.</summary>
    public string? Source { get; init; }

    /// <summary><c>--destination</c>; relative to the current folder.</summary>
    public string? Destination { get; init; }

    /// <summary><c>--mode</c></summary>
    public string? Mode { get; init; }

    /// <summary><c>--snapshot</c></summary>
    public string? Snapshot { get; init; }

    /// <summary><c>--snapshot-provider</c></summary>
    public string? SnapshotProvider { get; init; }

    /// <summary><c>--vss-engine</c></summary>
    public string? VssEngine { get; init; }

    /// <summary><c>--vss-retry</c></summary>
    public string? VssRetry { get; init; }

    /// <summary><c>--vss-retry-wait</c></summary>
    public string? VssRetryWait { get; init; }

    /// <summary><c>--vss-timeout</c></summary>
    public string? VssTimeout { get; init; }

    /// <summary><c>--include-file</c></summary>
    public IReadOnlyList<string>? IncludeFile { get; init; }

    /// <summary><c>--exclude-file</c></summary>
    public IReadOnlyList<string>? ExcludeFile { get; init; }

    /// <summary><c>--exclude-dir</c></summary>
    public IReadOnlyList<string>? ExcludeDir { get; init; }

    /// <summary><c>--min-size</c></summary>
    public string? MinSize { get; init; }

    /// <summary><c>--max-size</c></summary>
    public string? MaxSize { get; init; }

    /// <summary><c>--min-age</c></summary>
    public string? MinAge { get; init; }

    /// <summary><c>--max-age</c></summary>
    public string? MaxAge { get; init; }

    /// <summary><c>--min-last-access</c></summary>
    public string? MinLastAccess { get; init; }

    /// <summary><c>--max-last-access</c></summary>
    public string? MaxLastAccess { get; init; }

    /// <summary><c>--copy</c></summary>
    public string? Copy { get; init; }

    /// <summary><c>--dir-copy</c></summary>
    public string? DirCopy { get; init; }

    /// <summary><c>--fix-security</c>; <c>true</c> or <c>false</c></summary>
    public string? FixSecurity { get; init; }

    /// <summary><c>--fix-times</c>; <c>true</c> or <c>false</c></summary>
    public string? FixTimes { get; init; }

    /// <summary><c>--root-security</c>; <c>true</c> or <c>false</c></summary>
    public string? RootSecurity { get; init; }

    /// <summary><c>--only-archive</c>; <c>true</c> or <c>false</c></summary>
    public string? OnlyArchive { get; init; }

    /// <summary><c>--recurse</c></summary>
    public string? Recurse { get; init; }

    /// <summary><c>--levels</c></summary>
    public string? Levels { get; init; }

    /// <summary><c>--skip-classes</c></summary>
    public IReadOnlyList<string>? SkipClasses { get; init; }

    /// <summary><c>--take-classes</c></summary>
    public IReadOnlyList<string>? TakeClasses { get; init; }

    /// <summary><c>--junctions</c></summary>
    public string? Junctions { get; init; }

    /// <summary><c>--folder-links</c></summary>
    public string? FolderLinks { get; init; }

    /// <summary><c>--file-links</c></summary>
    public string? FileLinks { get; init; }

    /// <summary><c>--time-tolerance</c></summary>
    public string? TimeTolerance { get; init; }

    /// <summary><c>--ignore-dst</c>; <c>true</c> or <c>false</c></summary>
    public string? IgnoreDst { get; init; }

    /// <summary><c>--move</c></summary>
    public string? Move { get; init; }

    /// <summary><c>--structure-only</c>; <c>true</c> or <c>false</c></summary>
    public string? StructureOnly { get; init; }

    /// <summary><c>--reset-archive</c>; <c>true</c> or <c>false</c></summary>
    public string? ResetArchive { get; init; }

    /// <summary><c>--add-attributes</c></summary>
    public string? AddAttributes { get; init; }

    /// <summary><c>--remove-attributes</c></summary>
    public string? RemoveAttributes { get; init; }

    /// <summary><c>--restartable</c>; <c>true</c> or <c>false</c></summary>
    public string? Restartable { get; init; }

    /// <summary><c>--unbuffered</c>; <c>true</c> or <c>false</c></summary>
    public string? Unbuffered { get; init; }

    /// <summary><c>--no-clone</c>; <c>true</c> or <c>false</c></summary>
    public string? NoClone { get; init; }

    /// <summary><c>--no-offload</c>; <c>true</c> or <c>false</c></summary>
    public string? NoOffload { get; init; }

    /// <summary><c>--no-sparse</c>; <c>true</c> or <c>false</c></summary>
    public string? NoSparse { get; init; }

    /// <summary><c>--gap</c></summary>
    public string? Gap { get; init; }

    /// <summary><c>--throttle-from</c></summary>
    public string? ThrottleFrom { get; init; }

    /// <summary><c>--io-size</c></summary>
    public string? IoSize { get; init; }

    /// <summary><c>--floor</c></summary>
    public string? Floor { get; init; }

    /// <summary><c>--hours</c></summary>
    public string? Hours { get; init; }

    /// <summary><c>--hours-per-file</c>; <c>true</c> or <c>false</c></summary>
    public string? HoursPerFile { get; init; }

    /// <summary><c>--monitor-changes</c></summary>
    public string? MonitorChanges { get; init; }

    /// <summary><c>--monitor-minutes</c></summary>
    public string? MonitorMinutes { get; init; }

    /// <summary><c>--wait-for-share</c>; <c>true</c> or <c>false</c></summary>
    public string? WaitForShare { get; init; }

    /// <summary><c>--include-attributes</c></summary>
    public string? IncludeAttributes { get; init; }

    /// <summary><c>--exclude-attributes</c></summary>
    public string? ExcludeAttributes { get; init; }

    /// <summary><c>--threads</c></summary>
    public string? Threads { get; init; }

    /// <summary><c>--bandwidth</c></summary>
    public string? Bandwidth { get; init; }

    /// <summary><c>--retry</c></summary>
    public string? Retry { get; init; }

    /// <summary><c>--retry-wait</c></summary>
    public string? RetryWait { get; init; }

    /// <summary><c>--verify</c></summary>
    public string? Verify { get; init; }

    /// <summary><c>--keep-versions</c>; <c>true</c> or <c>false</c></summary>
    public string? KeepVersions { get; init; }

    /// <summary><c>--keep</c>; rules as one text</summary>
    public string? Keep { get; init; }

    /// <summary><c>--conflict</c></summary>
    public string? Conflict { get; init; }

    /// <summary><c>--max-delete</c></summary>
    public string? MaxDelete { get; init; }

    /// <summary><c>--max-change</c></summary>
    public string? MaxChange { get; init; }

    /// <summary><c>--exit-codes</c></summary>
    public string? ExitCodes { get; init; }

    /// <summary><c>--catalog</c>; relative to the current folder.</summary>
    public string? Catalog { get; init; }

    /// <summary><c>--log</c>; relative to the current folder.</summary>
    public string? Log { get; init; }

    /// <summary><c>--report-index</c>; relative to the current folder.</summary>
    public string? ReportIndex { get; init; }

    /// <summary><c>--dry-run</c></summary>
    public bool DryRun { get; init; }

    /// <summary><c>--plan-out</c>; relative to the current folder.</summary>
    public string? PlanOut { get; init; }

    /// <summary><c>--plan</c>; relative to the current folder.</summary>
    public string? Plan { get; init; }

    /// <summary><c>--accept-source</c>; for one call, never part of a job.</summary>
    public bool AcceptSource { get; init; }

    /// <summary><c>--accept-destination</c>; for one call, never part of a job.</summary>
    public bool AcceptDestination { get; init; }

    /// <summary>What is said about <paramref name="option"/>; null for nothing.</summary>
    internal IReadOnlyList<string>? TextsOf(JobOption option) => option.Key switch
    {
        "includeFile" => IncludeFile,
        "excludeFile" => ExcludeFile,
        "excludeDir" => ExcludeDir,
        "skipClasses" => SkipClasses,
        "takeClasses" => TakeClasses,
        _ => TextOf(option) is { } text ? [text] : null,
    };

    private string? TextOf(JobOption option) => option.Key switch
    {
        "name" => Name,
        "source" => Source,
        "destination" => Destination,
        "mode" => Mode,
        "snapshot" => Snapshot,
        "snapshotProvider" => SnapshotProvider,
        "vssEngine" => VssEngine,
        "vssRetry" => VssRetry,
        "vssRetryWait" => VssRetryWait,
        "vssTimeout" => VssTimeout,
        "minSize" => MinSize,
        "maxSize" => MaxSize,
        "minAge" => MinAge,
        "maxAge" => MaxAge,
        "minLastAccess" => MinLastAccess,
        "maxLastAccess" => MaxLastAccess,
        "copy" => Copy,
        "dirCopy" => DirCopy,
        "fixSecurity" => FixSecurity,
        "fixTimes" => FixTimes,
        "rootSecurity" => RootSecurity,
        "onlyArchive" => OnlyArchive,
        "recurse" => Recurse,
        "levels" => Levels,
        "junctions" => Junctions,
        "folderLinks" => FolderLinks,
        "fileLinks" => FileLinks,
        "timeTolerance" => TimeTolerance,
        "ignoreDst" => IgnoreDst,
        "move" => Move,
        "structureOnly" => StructureOnly,
        "resetArchive" => ResetArchive,
        "addAttributes" => AddAttributes,
        "removeAttributes" => RemoveAttributes,
        "restartable" => Restartable,
        "unbuffered" => Unbuffered,
        "noClone" => NoClone,
        "noOffload" => NoOffload,
        "noSparse" => NoSparse,
        "gap" => Gap,
        "throttleFrom" => ThrottleFrom,
        "ioSize" => IoSize,
        "floor" => Floor,
        "hours" => Hours,
        "hoursPerFile" => HoursPerFile,
        "monitorChanges" => MonitorChanges,
        "monitorMinutes" => MonitorMinutes,
        "waitForShare" => WaitForShare,
        "includeAttributes" => IncludeAttributes,
        "excludeAttributes" => ExcludeAttributes,
        "threads" => Threads,
        "bandwidth" => Bandwidth,
        "retry" => Retry,
        "retryWait" => RetryWait,
        "verify" => Verify,
        "keepVersions" => KeepVersions,
        "keep" => Keep,
        "conflict" => Conflict,
        "maxDelete" => MaxDelete,
        "maxChange" => MaxChange,
        "exitCodes" => ExitCodes,
        "catalog" => Catalog,
        "log" => Log,
        "reportIndex" => ReportIndex,
        _ => throw new ArgumentException($"The option '{option.Key}' has no place on the command line.", nameof(option)),
    };
}
