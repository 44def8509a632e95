using System.CommandLine;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;
using SnapBack.Jobs;

namespace SnapBack.Cli.Commands;

/// <summary>The options of a backup as raw text; what they mean and what is wrong with them is said by Jobs.</summary>
internal sealed class BackupOptions
{
    /// <summary>What a scheduled run is called with.</summary>
    public const string TrustedOnly = "--trusted-only";

    private readonly Option<string?> _name = Opt.Text("--name", "NAME", "name under which the catalog keeps the runs (the job file's name, else adhoc)");
    private readonly Option<string?> _source = Opt.Text("--source", "DIR", "folder to back up");
    private readonly Option<string?> _destination = Opt.Text("--destination", "DIR", "folder to back up to; made when missing");

    private readonly Option<string?> _mode = Opt.Text(
        "--mode", "incremental|mirror", "incremental: add and update, delete nothing; mirror: also remove what the source no longer has (incremental)");

    private readonly Option<string?> _snapshot = Opt.Text(
        "--snapshot", "require|prefer|never", "require: no point-in-time view, no backup; prefer: say loudly that the live tree is read (prefer)");

    private readonly Option<string?> _provider = Opt.Text("--snapshot-provider", "NAME", "which provider makes the snapshot (chosen from the volume)");

    private readonly Option<string?> _vssEngine = Opt.Text(
        "--vss-engine", "auto|alphavss|native", "Windows: auto takes AlphaVSS where it is present and loads, else the built-in interop (auto)");

    private readonly Option<string?> _vssRetry = Opt.Text("--vss-retry", "N", "Windows: tries for a snapshot failure that may pass (3)");
    private readonly Option<string?> _vssRetryWait = Opt.Text("--vss-retry-wait", "SECONDS", "Windows: pause before the second try; it grows (60)");
    private readonly Option<string?> _vssTimeout = Opt.Text("--vss-timeout", "SECONDS", "Windows: all waiting for a snapshot together, other programs' included (600)");

    private readonly Option<string[]?> _includeFile = Opt.List("--include-file", "P", "only files whose name matches one of these patterns (all)");
    private readonly Option<string[]?> _excludeFile = Opt.List("--exclude-file", "P", "no files that match, e.g. *.tmp (none)");
    private readonly Option<string[]?> _excludeDir = Opt.List("--exclude-dir", "P", "no folders that match, nor what is in them (none)");
    private readonly Option<string?> _minSize = Opt.Text("--min-size", "SIZE", "no smaller files, e.g. 10K (no limit)");
    private readonly Option<string?> _maxSize = Opt.Text("--max-size", "SIZE", "no larger files, e.g. 4G (no limit)");
    private readonly Option<string?> _minAge = Opt.Text("--min-age", "DAYS|YYYYMMDD", "no files written within these days, or after that day (no limit)");
    private readonly Option<string?> _maxAge = Opt.Text("--max-age", "DAYS|YYYYMMDD", "no files last written before these days, or before that day (no limit)");
    private readonly Option<string?> _includeAttributes = Opt.Text("--include-attributes", "RASHCNETO", "only files with one of these attributes (all)");
    private readonly Option<string?> _excludeAttributes = Opt.Text("--exclude-attributes", "RASHCNETO", "no files with one of these attributes (none)");


    private readonly Option<string?> _copy = Opt.Text(
        "--copy", "DATSOUX", "of files: data, attributes, times, access rules (S), owner (O), auditing (U); X leaves named streams out (DAT)");

    private readonly Option<string?> _dirCopy = Opt.Text("--dir-copy", "DATEX", "of folders: streams (D), attributes, times; their S, O, U go with --copy (DAT)");
    private readonly Option<bool> _fixSecurity = Opt.Flag("--fix-security", "compare security with the destination's, of unchanged files too, and set what differs");
    private readonly Option<bool> _fixTimes = Opt.Flag("--fix-times", "the same for times, creation included");
    private readonly Option<bool> _rootSecurity = Opt.Flag("--root-security", "give the destination folder itself the security of the source folder");

    private readonly Option<string?> _minLastAccess = Opt.Text(
        "--min-last-access", "DAYS|YYYYMMDD", "no files used within these days, or after that day (no limit)");

    private readonly Option<string?> _maxLastAccess = Opt.Text(
        "--max-last-access", "DAYS|YYYYMMDD", "no files last used before these days, or before that day (no limit)");

    private readonly Option<bool> _onlyArchive = Opt.Flag("--only-archive", "only files with the archive attribute");

    private readonly Option<string?> _recurse = Opt.Text(
        "--recurse", "none|nonEmpty|all", "none: the files of the source folder itself; nonEmpty: no folders that would end up empty (all)");

    private readonly Option<string?> _levels = Opt.Text("--levels", "N", "look at so many levels, the source itself being the first (all)");
    private readonly Option<string[]?> _skipClasses = Opt.List("--skip-classes", "CLASS", "leave alone lonely, newer, older, changed, extra, tweaked or modified files (none)");
    private readonly Option<string[]?> _takeClasses = Opt.List("--take-classes", "CLASS", "copy same, tweaked or modified files in any case (none)");

    private readonly Option<string?> _junctions = Opt.Text(
        "--junctions", "copy|follow|skip", "Windows: make junctions anew, copy what they lead to, or leave them out (copy)");

    private readonly Option<string?> _folderLinks = Opt.Text("--folder-links", "copy|follow|skip", "the same for symbolic links to folders (copy)");
    private readonly Option<string?> _fileLinks = Opt.Text("--file-links", "copy|follow|skip", "the same for symbolic links to files (copy)");

    private readonly Option<string?> _timeTolerance = Opt.Text(
        "--time-tolerance", "SECONDS", "write times that differ by no more are equal (what the destination can keep)");

    private readonly Option<bool> _ignoreDst = Opt.Flag("--ignore-dst", "a difference of one hour between write times is none");

    private readonly Option<string?> _move = Opt.Text(
        "--move", "none|files|all", "remove from the source what this run copied: files; all: and empty folders (none)");

    private readonly Option<bool> _structureOnly = Opt.Flag("--structure-only", "only folders, and files without content");
    private readonly Option<bool> _resetArchive = Opt.Flag("--reset-archive", "Windows: clear the archive attribute of copied files at the source");
    private readonly Option<string?> _addAttributes = Opt.Text("--add-attributes", "RASHCNETO", "attributes that copied files get (none)");
    private readonly Option<string?> _removeAttributes = Opt.Text("--remove-attributes", "RASHCNETO", "attributes that copied files lose (none)");
    private readonly Option<bool> _restartable = Opt.Flag("--restartable", "take up a big file where the last attempt stopped; works with any --threads");
    private readonly Option<bool> _unbuffered = Opt.Flag("--unbuffered", "copies of big files do not stay in the cache of the system");
    private readonly Option<bool> _noClone = Opt.Flag("--no-clone", "copies have blocks of their own, also where a file system could share the source's");
    private readonly Option<bool> _noOffload = Opt.Flag("--no-offload", "never let a server copy by itself what lies on it already");
    private readonly Option<bool> _noSparse = Opt.Flag("--no-sparse", "holes in files become zeros");
    private readonly Option<string?> _gap = Opt.Text("--gap", "MILLISECONDS", "pause after each 64 KB of all copies together (0)");
    private readonly Option<string?> _throttleFrom = Opt.Text("--throttle-from", "SIZE", "never slow down smaller files (0)");
    private readonly Option<string?> _ioSize = Opt.Text("--io-size", "SIZE", "largest single read or write (256K)");
    private readonly Option<string?> _floor = Opt.Text("--floor", "SIZE|N%", "wait rather than leave less free space at the destination (no limit)");
    private readonly Option<string?> _hours = Opt.Text("--hours", "HHMM-HHMM", "begin copies only between these times of day (any time)");
    private readonly Option<bool> _hoursPerFile = Opt.Flag("--hours-per-file", "the hours hold for each file");
    private readonly Option<string?> _monitorChanges = Opt.Text("--monitor-changes", "N", "run again after more than so many changes in the source (once)");
    private readonly Option<string?> _monitorMinutes = Opt.Text("--monitor-minutes", "MINUTES", "run again after so many minutes if anything changed (once)");
    private readonly Option<bool> _waitForShare = Opt.Flag("--wait-for-share", "wait for a share that is not there, by --retry and --retry-wait");
    private readonly Option<string?> _threads = Opt.Text("--threads", "N", "parallel copies (one per core, at least 2)");
    private readonly Option<string?> _bandwidth = Opt.Text("--bandwidth", "RATE", "limit for all copies together in bytes per second, e.g. 20M (no limit)");
    private readonly Option<string?> _retry = Opt.Text("--retry", "N", "further tries per file after a failure that may pass (3)");
    private readonly Option<string?> _retryWait = Opt.Text("--retry-wait", "SECONDS", "pause before a further try (5)");
    private readonly Option<string?> _verify = Opt.Text("--verify", "none|written", "written: read back every copied file and compare its hash (none)");
    private readonly Option<bool> _keepVersions = Opt.Flag("--keep-versions", "move what would be overwritten or deleted to .snapback/versions at the destination first");
    private readonly Option<string?> _keep = Opt.Text("--keep", "RULES", $"drop older versions that no run to keep needs, e.g. {KeepRules.Example} (keep all)");
    private readonly Option<string?> _conflict = Opt.Text(
        "--conflict", "overwrite|keep|fail", "a copy that somebody changed since the last run: keep it as an older version and overwrite it, leave it, or fail (overwrite)");

    private readonly Option<string?> _maxDelete = Opt.Text(
        "--max-delete", "N|N%", "a mirror that would delete more stops before the first deletion (50% of the destination's files, at least 100; 100% lifts it)");

    private readonly Option<string?> _maxChange = Opt.Text(
        "--max-change", "N|N%", "a run that would replace or delete more of the backup's files stops before its first change (40%, or three times what the job's runs had, at least 100; 100% lifts it)");

    private readonly Option<bool> _acceptSource = Opt.Flag("--accept-source", "this once: the source may lie on another volume than before, or be a backup itself");
    private readonly Option<bool> _acceptDestination = Opt.Flag("--accept-destination", "this once: the destination may be another, an emptied or a foreign one");
    private readonly Option<bool> _dryRun = Opt.Flag("--dry-run", "all decisions, no change at the destination; recorded as a plan", "-n");
    private readonly Option<string?> _planOut = Opt.Text("--plan-out", "FILE", "with --dry-run: write the plan to a new file, to be looked at");
    private readonly Option<string?> _plan = Opt.Text("--plan", "FILE", "carry out exactly the plan in this file, or stop where source or destination moved on");
    private readonly Option<string?> _exitCodes = Opt.Text("--exit-codes", "robocopy|simple", "robocopy: the bit mask below; simple: 0 when it is under 8, else 1 (robocopy)");
    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");
    private readonly Option<string?> _log = Opt.Text("--log", "FILE", "log file (a file per day in 'logs' beside the catalog)");
    private readonly Option<string?> _reportIndex = Opt.Text("--report-index", "DIR", "write the overview of all jobs into this folder after the run");
    private readonly Option<bool> _json = Opt.Flag("--json", "one JSON object per line on standard output, the last has \"type\":\"summary\"");
    private readonly Option<bool> _quiet = Opt.Flag("--quiet", "only warnings, failures and the result");
    private readonly Option<bool> _verbose = Opt.Flag("--verbose", "a line for every path that is handled");
    private readonly Option<bool> _noProgress = Opt.Flag("--no-progress", "no progress line");
    private readonly Option<bool> _trustedOnly = Opt.Flag(TrustedOnly, "stop when ordinary users can change the job file, the program, the catalog or the log");

    /// <summary>Adds the options of the job itself to a command.</summary>
    public void AddJobOptions(Command command)
    {
        Option[] options =
        [
            _name, _source, _destination, _mode, _snapshot, _provider, _vssEngine, _vssRetry, _vssRetryWait, _vssTimeout, _includeFile, _excludeFile,
            _excludeDir, _minSize, _maxSize, _minAge, _maxAge, _minLastAccess, _maxLastAccess, _onlyArchive, _includeAttributes, _excludeAttributes,
            _copy, _dirCopy, _fixSecurity, _fixTimes, _rootSecurity, _recurse, _levels, _skipClasses, _takeClasses, _junctions, _folderLinks, _fileLinks, _timeTolerance, _ignoreDst, _move, _structureOnly,
            _resetArchive, _addAttributes, _removeAttributes, _restartable, _unbuffered, _noClone, _noOffload, _noSparse, _gap, _throttleFrom, _ioSize, _floor, _hours, _hoursPerFile,
            _monitorChanges, _monitorMinutes, _waitForShare,
            _threads, _bandwidth, _retry, _retryWait, _verify, _keepVersions, _keep, _conflict, _maxDelete, _maxChange, _acceptSource, _acceptDestination, _dryRun, _planOut, _plan, _exitCodes, _catalog, _log, _reportIndex,
        ];
        Array.ForEach(options, command.Add);
    }

    /// <summary>Adds the options about what is shown.</summary>
    public void AddOutputOptions(Command command) => Array.ForEach<Option>([_json, _quiet, _verbose, _noProgress, _trustedOnly], command.Add);

    /// <summary>True when nothing may be obeyed that others can change.</summary>
    public bool IsTrustedOnly(ParseResult line) => line.GetValue(_trustedOnly);

    /// <summary>True for JSON lines.</summary>
    public bool IsJson(ParseResult line) => line.GetValue(_json);

    /// <summary>True for as little as possible.</summary>
    public bool IsQuiet(ParseResult line) => line.GetValue(_quiet);

    /// <summary>True for a line per path.</summary>
    public bool IsVerbose(ParseResult line) => line.GetValue(_verbose);

    /// <summary>True when progress may be shown.</summary>
    public bool ShowsProgress(ParseResult line) => !line.GetValue(_noProgress) && !IsJson(line);

    /// <summary>Refuses options that contradict each other.</summary>
    /// <exception cref="SnapBackException">Which one.</exception>
    public void Check(ParseResult line)
    {
        if (line.GetValue(_planOut) is not null && !line.GetValue(_dryRun))
        {
            throw CommandLine.Usage("--plan-out needs --dry-run: a plan is looked at before it is carried out.", line.CommandResult.Command);
        }

        if (line.GetValue(_plan) is not null && line.GetValue(_dryRun))
        {
            throw CommandLine.Usage("--plan and --dry-run contradict each other.", line.CommandResult.Command);
        }

        if (IsQuiet(line) && IsVerbose(line))
        {
            throw CommandLine.Usage("--quiet and --verbose contradict each other.", line.CommandResult.Command);
        }
    }

    /// <summary>What the command line says about the job.</summary>
    public JobOverrides Overrides(ParseResult line) => new()
    {
        Name = line.GetValue(_name),
        Source = line.GetValue(_source),
        Destination = line.GetValue(_destination),
        Mode = line.GetValue(_mode),
        Snapshot = line.GetValue(_snapshot),
        SnapshotProvider = line.GetValue(_provider),
        VssEngine = line.GetValue(_vssEngine),
        VssRetry = line.GetValue(_vssRetry),
        VssRetryWait = line.GetValue(_vssRetryWait),
        VssTimeout = line.GetValue(_vssTimeout),
        IncludeFile = Given(line, _includeFile),
        ExcludeFile = Given(line, _excludeFile),
        ExcludeDir = Given(line, _excludeDir),
        MinSize = line.GetValue(_minSize),
        MaxSize = line.GetValue(_maxSize),
        MinAge = line.GetValue(_minAge),
        MaxAge = line.GetValue(_maxAge),
        IncludeAttributes = line.GetValue(_includeAttributes),
        ExcludeAttributes = line.GetValue(_excludeAttributes),
        MinLastAccess = line.GetValue(_minLastAccess),
        MaxLastAccess = line.GetValue(_maxLastAccess),
        Copy = line.GetValue(_copy),
        DirCopy = line.GetValue(_dirCopy),
        FixSecurity = Flag(line, _fixSecurity),
        FixTimes = Flag(line, _fixTimes),
        RootSecurity = Flag(line, _rootSecurity),
        OnlyArchive = Flag(line, _onlyArchive),
        Recurse = line.GetValue(_recurse),
        Levels = line.GetValue(_levels),
        SkipClasses = Given(line, _skipClasses),
        TakeClasses = Given(line, _takeClasses),
        Junctions = line.GetValue(_junctions),
        FolderLinks = line.GetValue(_folderLinks),
        FileLinks = line.GetValue(_fileLinks),
        TimeTolerance = line.GetValue(_timeTolerance),
        IgnoreDst = Flag(line, _ignoreDst),
        Move = line.GetValue(_move),
        StructureOnly = Flag(line, _structureOnly),
        ResetArchive = Flag(line, _resetArchive),
        AddAttributes = line.GetValue(_addAttributes),
        RemoveAttributes = line.GetValue(_removeAttributes),
        Restartable = Flag(line, _restartable),
        Unbuffered = Flag(line, _unbuffered),
        NoClone = Flag(line, _noClone),
        NoOffload = Flag(line, _noOffload),
        NoSparse = Flag(line, _noSparse),
        Gap = line.GetValue(_gap),
        ThrottleFrom = line.GetValue(_throttleFrom),
        IoSize = line.GetValue(_ioSize),
        Floor = line.GetValue(_floor),
        Hours = line.GetValue(_hours),
        HoursPerFile = Flag(line, _hoursPerFile),
        MonitorChanges = line.GetValue(_monitorChanges),
        MonitorMinutes = line.GetValue(_monitorMinutes),
        WaitForShare = Flag(line, _waitForShare),
        Threads = line.GetValue(_threads),
        Bandwidth = line.GetValue(_bandwidth),
        Retry = line.GetValue(_retry),
        RetryWait = line.GetValue(_retryWait),
        Verify = line.GetValue(_verify),
        KeepVersions = Flag(line, _keepVersions),
        Keep = line.GetValue(_keep),
        Conflict = line.GetValue(_conflict),
        MaxDelete = line.GetValue(_maxDelete),
        MaxChange = line.GetValue(_maxChange),
        ExitCodes = line.GetValue(_exitCodes),
        Catalog = line.GetValue(_catalog),
        Log = line.GetValue(_log),
        ReportIndex = line.GetValue(_reportIndex),
        AcceptSource = line.GetValue(_acceptSource),
        AcceptDestination = line.GetValue(_acceptDestination),
        DryRun = line.GetValue(_dryRun),
        PlanOut = line.GetValue(_planOut),
        Plan = line.GetValue(_plan),
    };

    // A flag that was not given has a result as well, an implicit one.
    private static bool IsGiven(ParseResult line, Option option) => line.GetResult(option) is { Implicit: false };

    // A flag says only yes: a job file's yes can't be taken back by leaving it out.
    private static string? Flag(ParseResult line, Option<bool> option) => line.GetValue(option) ? "true" : null;

    // The parser gives an empty list for an option that was not given; a list that was given wins over the job file's.
    private static string[]? Given(ParseResult line, Option<string[]?> option) => IsGiven(line, option) ? line.GetValue(option) : null;
}
