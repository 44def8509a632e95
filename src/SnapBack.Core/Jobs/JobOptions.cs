using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// The table of all options of a job: the one place that the reader, the schema (<c>docs/job.schema.json</c>) and the manual
/// (<c>docs/jobs.md</c>) agree with; tests hold them together.
/// </summary>
internal static class JobOptions
{
    /// <summary>Key of the list of sources and destinations; like <see cref="Notify"/> without an option on the command line.</summary>
    public const string Pairs = "pairs";

    /// <summary>Key of the list of those who are told of a run.</summary>
    public const string Notify = "notify";

    /// <summary>Key of the list of programs that are run before and after a backup; no command line can say these.</summary>
    public const string Hooks = "hooks";

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

    /// <summary>Which way to the shadow copy service.</summary>
    public static readonly JobOption VssEngine = new("vssEngine", JobOptionKind.Word) { Words = ["auto", "alphavss", "native"], Default = "auto" };

    /// <summary>Tries for snapshot failures that may pass.</summary>
    public static readonly JobOption VssRetry = new("vssRetry", JobOptionKind.Number) { Minimum = 0, Maximum = 100, Default = "3" };

    /// <summary>Seconds before the second of these tries.</summary>
    public static readonly JobOption VssRetryWait = new("vssRetryWait", JobOptionKind.Number) { Minimum = 0, Maximum = 86_400, Default = "60" };

    /// <summary>Seconds that all waiting for a snapshot may take together.</summary>
    public static readonly JobOption VssTimeout = new("vssTimeout", JobOptionKind.Number) { Minimum = 1, Maximum = 86_400, Default = "600" };

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

    /// <summary>Files used since are left out.</summary>
    public static readonly JobOption MinLastAccess = new("minLastAccess", JobOptionKind.Age);

    /// <summary>Files not used since are left out.</summary>
    public static readonly JobOption MaxLastAccess = new("maxLastAccess", JobOptionKind.Age);

    /// <summary>Only files that have the archive attribute.</summary>
    public static readonly JobOption OnlyArchive = new("onlyArchive", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Only files that have one of these attributes.</summary>
    public static readonly JobOption IncludeAttributes = new("includeAttributes", JobOptionKind.Attributes);

    /// <summary>No files that have one of these attributes.</summary>
    public static readonly JobOption ExcludeAttributes = new("excludeAttributes", JobOptionKind.Attributes);

    /// <summary>How far into folders.</summary>
    public static readonly JobOption Recurse = new("recurse", JobOptionKind.Word) { Words = ["none", "nonEmpty", "all"], Default = "all" };

    /// <summary>Levels of folders, the source's root being the first.</summary>
    public static readonly JobOption Levels = new("levels", JobOptionKind.Number) { Minimum = 1, Maximum = 1_000_000 };

    /// <summary>Classes that are left alone.</summary>
    public static readonly JobOption SkipClasses = new("skipClasses", JobOptionKind.Words)
    {
        Words = ["lonely", "newer", "older", "changed", "extra", "tweaked", "modified"],
    };

    /// <summary>Classes that are copied although nothing asks for it.</summary>
    public static readonly JobOption TakeClasses = new("takeClasses", JobOptionKind.Words) { Words = ["same", "tweaked", "modified"] };

    /// <summary>Windows junctions.</summary>
    public static readonly JobOption Junctions = new("junctions", JobOptionKind.Word) { Words = ["copy", "follow", "skip"], Default = "copy" };

    /// <summary>Symbolic links to folders.</summary>
    public static readonly JobOption FolderLinks = new("folderLinks", JobOptionKind.Word) { Words = ["copy", "follow", "skip"], Default = "copy" };

    /// <summary>Symbolic links to files.</summary>
    public static readonly JobOption FileLinks = new("fileLinks", JobOptionKind.Word) { Words = ["copy", "follow", "skip"], Default = "copy" };

    /// <summary>Seconds by which write times may differ.</summary>
    public static readonly JobOption TimeTolerance = new("timeTolerance", JobOptionKind.Number) { Minimum = 0, Maximum = 3600 };

    /// <summary>Whether an hour's difference is none.</summary>
    public static readonly JobOption IgnoreDst = new("ignoreDst", JobOptionKind.Flag) { Default = "false" };

    /// <summary>What is removed from the source.</summary>
    public static readonly JobOption Move = new("move", JobOptionKind.Word) { Words = ["none", "files", "all"], Default = "none" };

    /// <summary>Only folders and files without content.</summary>
    public static readonly JobOption StructureOnly = new("structureOnly", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Clears the archive attribute of copied files at the source.</summary>
    public static readonly JobOption ResetArchive = new("resetArchive", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Attributes that copied files get.</summary>
    public static readonly JobOption AddAttributes = new("addAttributes", JobOptionKind.Attributes);

    /// <summary>Attributes that copied files lose.</summary>
    public static readonly JobOption RemoveAttributes = new("removeAttributes", JobOptionKind.Attributes);

    /// <summary>Big files are taken up where they stopped.</summary>
    public static readonly JobOption Restartable = new("restartable", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Copies bypass the cache.</summary>
    public static readonly JobOption Unbuffered = new("unbuffered", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Whether copies have blocks of their own.</summary>
    public static readonly JobOption NoClone = new("noClone", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Whether every byte passes through this machine.</summary>
    public static readonly JobOption NoOffload = new("noOffload", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Whether holes become zeros.</summary>
    public static readonly JobOption NoSparse = new("noSparse", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Milliseconds after each 64 KB.</summary>
    public static readonly JobOption Gap = new("gap", JobOptionKind.Number) { Minimum = 0, Maximum = 86_400_000, Default = "0" };

    /// <summary>Smaller files are never slowed down.</summary>
    public static readonly JobOption ThrottleFrom = new("throttleFrom", JobOptionKind.Size) { Default = "0" };

    /// <summary>Largest single read or write.</summary>
    public static readonly JobOption IoSize = new("ioSize", JobOptionKind.Size);

    /// <summary>Free space to leave.</summary>
    public static readonly JobOption Floor = new("floor", JobOptionKind.Space);

    /// <summary>Hours in which copies may begin.</summary>
    public static readonly JobOption Hours = new("hours", JobOptionKind.Hours);

    /// <summary>The hours hold for each file.</summary>
    public static readonly JobOption HoursPerFile = new("hoursPerFile", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Changes after which to run again.</summary>
    public static readonly JobOption MonitorChanges = new("monitorChanges", JobOptionKind.Number) { Minimum = 1, Maximum = 1_000_000_000 };

    /// <summary>Minutes after which to run again.</summary>
    public static readonly JobOption MonitorMinutes = new("monitorMinutes", JobOptionKind.Number) { Minimum = 1, Maximum = 525_600 };

    /// <summary>A share that is not there is waited for.</summary>
    public static readonly JobOption WaitForShare = new("waitForShare", JobOptionKind.Flag) { Default = "false" };

    /// <summary>What of files is carried over.</summary>
    public static readonly JobOption Copy = new("copy", JobOptionKind.Letters) { Letters = CopyLetters.OfFiles, Default = "DAT" };

    /// <summary>What of folders is carried over.</summary>
    public static readonly JobOption DirCopy = new("dirCopy", JobOptionKind.Letters) { Letters = CopyLetters.OfFolders, Default = "DAT" };

    /// <summary>Whether descriptors of unchanged files are compared with the destination's.</summary>
    public static readonly JobOption FixSecurity = new("fixSecurity", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Whether times of unchanged files are compared with the destination's.</summary>
    public static readonly JobOption FixTimes = new("fixTimes", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Whether the destination's root gets the descriptor of the source's.</summary>
    public static readonly JobOption RootSecurity = new("rootSecurity", JobOptionKind.Flag) { Default = "false" };

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

    /// <summary>What is overwritten or deleted is kept as an older version.</summary>
    public static readonly JobOption KeepVersions = new("keepVersions", JobOptionKind.Flag) { Default = "false" };

    /// <summary>Which runs stay restorable.</summary>
    public static readonly JobOption Keep = new("keep", JobOptionKind.Keep);

    /// <summary>What becomes of a copy that somebody changed.</summary>
    public static readonly JobOption Conflict = new("conflict", JobOptionKind.Word) { Words = ["overwrite", "keep", "fail"], Default = "overwrite" };

    /// <summary>Most deletions of one run.</summary>
    public static readonly JobOption MaxDelete = new("maxDelete", JobOptionKind.Limit) { Default = "50%" };

    /// <summary>Most changed files of one run; without it the job's own runs tell.</summary>
    public static readonly JobOption MaxChange = new("maxChange", JobOptionKind.Limit);

    /// <summary>Exit code style.</summary>
    public static readonly JobOption ExitCodes = new("exitCodes", JobOptionKind.Word) { Words = ["robocopy", "simple"], Default = "robocopy" };

    /// <summary>Catalog file.</summary>
    public static readonly JobOption Catalog = new("catalog", JobOptionKind.Path);

    /// <summary>Log file.</summary>
    public static readonly JobOption Log = new("log", JobOptionKind.Path);

    /// <summary>Folder with the overview of all jobs.</summary>
    public static readonly JobOption ReportIndex = new("reportIndex", JobOptionKind.Path);

    /// <summary>All options in the order of the manual.</summary>
    public static readonly IReadOnlyList<JobOption> All =
    [
        Name, Source, Destination, Mode, Snapshot, SnapshotProvider, VssEngine, VssRetry, VssRetryWait, VssTimeout, IncludeFile, ExcludeFile, ExcludeDir,
        MinSize, MaxSize, MinAge, MaxAge, MinLastAccess, MaxLastAccess, OnlyArchive, IncludeAttributes, ExcludeAttributes, Copy, DirCopy, FixSecurity,
        FixTimes, RootSecurity, Recurse, Levels, SkipClasses,
        TakeClasses, Junctions, FolderLinks, FileLinks, TimeTolerance, IgnoreDst, Move, StructureOnly, ResetArchive, AddAttributes, RemoveAttributes,
        Restartable, Unbuffered, NoClone, NoOffload, NoSparse, Gap, ThrottleFrom, IoSize, Floor, Hours, HoursPerFile, MonitorChanges, MonitorMinutes, WaitForShare, Threads, Bandwidth,
        Retry, RetryWait, Verify, KeepVersions, Keep, Conflict, MaxDelete, MaxChange, ExitCodes, Catalog, Log, ReportIndex,
    ];

    /// <summary>The options that a pair may have for itself.</summary>
    public static readonly IReadOnlyList<JobOption> OfPair = [Source, Destination, Snapshot];

    /// <summary>All keys of a job file that mean something.</summary>
    public static readonly IReadOnlyList<string> Keys = [.. All.Select(o => o.Key), Pairs, Hooks, Notify];

    /// <summary>Keys that a coming version will know: named as such, so that nobody looks for a typing error.</summary>
    public static readonly IReadOnlyList<string> NotYet = [];

    /// <summary>Options that belong to one call, not to a job.</summary>
    public static readonly IReadOnlyList<string> CommandLineOnly = ["acceptSource", "acceptDestination", "dryRun", "planOut", "plan", "json", "quiet", "verbose", "noProgress"];

    /// <summary>The option with this key, or null.</summary>
    public static JobOption? Find(string key) => All.FirstOrDefault(o => string.Equals(o.Key, key, StringComparison.Ordinal));
}
