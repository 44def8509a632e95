using System.CommandLine;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;
using SnapBack.Jobs;

namespace SnapBack.Cli.Commands;

/// <summary>The options of a backup as raw text; what they mean and what is wrong with them is said by Jobs.</summary>
internal sealed class BackupOptions
{
    private static readonly string[] LaterWithValue =
        ["--vss-engine", "--vss-retry", "--vss-retry-wait", "--vss-timeout", "--copy", "--dir-copy", "--plan-out", "--plan"];

    private static readonly string[] LaterFlags = ["--restartable", "--keep-versions"];

    private readonly Option<string?> _name = Opt.Text("--name", "NAME", "name under which the catalog keeps the runs (the job file's name, else adhoc)");
    private readonly Option<string?> _source = Opt.Text("--source", "DIR", "folder to back up");
    private readonly Option<string?> _destination = Opt.Text("--destination", "DIR", "folder to back up to; made when missing");

    private readonly Option<string?> _mode = Opt.Text(
        "--mode", "incremental|mirror", "incremental: add and update, delete nothing; mirror: also remove what the source no longer has (incremental)");

    private readonly Option<string?> _snapshot = Opt.Text(
        "--snapshot", "require|prefer|never", "require: no point-in-time view, no backup; prefer: say loudly that the live tree is read (prefer)");

    private readonly Option<string?> _provider = Opt.Text("--snapshot-provider", "NAME", "which provider makes the snapshot (chosen from the volume)");

    private readonly Option<string[]?> _includeFile = Opt.List("--include-file", "P", "only files whose name matches one of these patterns (all)");
    private readonly Option<string[]?> _excludeFile = Opt.List("--exclude-file", "P", "no files that match, e.g. *.tmp (none)");
    private readonly Option<string[]?> _excludeDir = Opt.List("--exclude-dir", "P", "no folders that match, nor what is in them (none)");
    private readonly Option<string?> _minSize = Opt.Text("--min-size", "SIZE", "no smaller files, e.g. 10K (no limit)");
    private readonly Option<string?> _maxSize = Opt.Text("--max-size", "SIZE", "no larger files, e.g. 4G (no limit)");
    private readonly Option<string?> _minAge = Opt.Text("--min-age", "DAYS|YYYYMMDD", "no files written within these days, or after that day (no limit)");
    private readonly Option<string?> _maxAge = Opt.Text("--max-age", "DAYS|YYYYMMDD", "no files last written before these days, or before that day (no limit)");
    private readonly Option<string?> _includeAttributes = Opt.Text("--include-attributes", "RASHCNETO", "only files with one of these attributes (all)");
    private readonly Option<string?> _excludeAttributes = Opt.Text("--exclude-attributes", "RASHCNETO", "no files with one of these attributes (none)");
    private readonly Option<string?> _threads = Opt.Text("--threads", "N", "parallel copies (one per core, at least 2)");
    private readonly Option<string?> _bandwidth = Opt.Text("--bandwidth", "RATE", "limit for all copies together in bytes per second, e.g. 20M (no limit)");
    private readonly Option<string?> _retry = Opt.Text("--retry", "N", "further tries per file after a failure that may pass (3)");
    private readonly Option<string?> _retryWait = Opt.Text("--retry-wait", "SECONDS", "pause before a further try (5)");
    private readonly Option<string?> _verify = Opt.Text("--verify", "none|written", "written: read back every copied file and compare its hash (none)");

    private readonly Option<string?> _maxDelete = Opt.Text(
        "--max-delete", "N|N%", "a mirror that would delete more stops before the first deletion (50% of the destination's files, at least 100; 100% lifts it)");

    private readonly Option<bool> _dryRun = Opt.Flag("--dry-run", "all decisions, no change at the destination; recorded as a plan", "-n");
    private readonly Option<string?> _exitCodes = Opt.Text("--exit-codes", "robocopy|simple", "robocopy: the bit mask below; simple: 0 when it is under 8, else 1 (robocopy)");
    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");
    private readonly Option<string?> _log = Opt.Text("--log", "FILE", "log file (a file per day in 'logs' beside the catalog)");
    private readonly Option<bool> _json = Opt.Flag("--json", "one JSON object per line on standard output, the last has \"type\":\"summary\"");
    private readonly Option<bool> _quiet = Opt.Flag("--quiet", "only warnings, failures and the result");
    private readonly Option<bool> _verbose = Opt.Flag("--verbose", "a line for every path that is handled");
    private readonly Option<bool> _noProgress = Opt.Flag("--no-progress", "no progress line");
    private readonly List<Option> _later = [];

    /// <summary>Adds the options of the job itself to a command.</summary>
    public void AddJobOptions(Command command)
    {
        Option[] options =
        [
            _name, _source, _destination, _mode, _snapshot, _provider, _includeFile, _excludeFile, _excludeDir, _minSize, _maxSize, _minAge, _maxAge,
            _includeAttributes, _excludeAttributes, _threads, _bandwidth, _retry, _retryWait, _verify, _maxDelete, _dryRun, _exitCodes, _catalog, _log,
        ];
        Array.ForEach(options, command.Add);
        _later.AddRange(LaterWithValue.Select(name => Opt.Text(name, "X", string.Empty, isHidden: true)));
        _later.AddRange(LaterFlags.Select(HiddenFlag));
        _later.ForEach(command.Add);
    }

    /// <summary>Adds the options about what is shown.</summary>
    public void AddOutputOptions(Command command) => Array.ForEach<Option>([_json, _quiet, _verbose, _noProgress], command.Add);

    /// <summary>True for JSON lines.</summary>
    public bool IsJson(ParseResult line) => line.GetValue(_json);

    /// <summary>True for as little as possible.</summary>
    public bool IsQuiet(ParseResult line) => line.GetValue(_quiet);

    /// <summary>True for a line per path.</summary>
    public bool IsVerbose(ParseResult line) => line.GetValue(_verbose);

    /// <summary>True when progress may be shown.</summary>
    public bool ShowsProgress(ParseResult line) => !line.GetValue(_noProgress) && !IsJson(line);

    /// <summary>Refuses options that the manual knows and this version does not have, and pairs that contradict each other.</summary>
    /// <exception cref="SnapBackException">Which one.</exception>
    public void Check(ParseResult line)
    {
        if (_later.FirstOrDefault(o => IsGiven(line, o)) is { } later)
        {
            throw new SnapBackException(
                ErrorCode.NotAvailable,
                $"The option '{later.Name}' is known, but not available in this version. Nothing was touched.",
                "Leave it out, or wait for a version that has it.");
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
        IncludeFile = Given(line, _includeFile),
        ExcludeFile = Given(line, _excludeFile),
        ExcludeDir = Given(line, _excludeDir),
        MinSize = line.GetValue(_minSize),
        MaxSize = line.GetValue(_maxSize),
        MinAge = line.GetValue(_minAge),
        MaxAge = line.GetValue(_maxAge),
        IncludeAttributes = line.GetValue(_includeAttributes),
        ExcludeAttributes = line.GetValue(_excludeAttributes),
        Threads = line.GetValue(_threads),
        Bandwidth = line.GetValue(_bandwidth),
        Retry = line.GetValue(_retry),
        RetryWait = line.GetValue(_retryWait),
        Verify = line.GetValue(_verify),
        MaxDelete = line.GetValue(_maxDelete),
        ExitCodes = line.GetValue(_exitCodes),
        Catalog = line.GetValue(_catalog),
        Log = line.GetValue(_log),
        DryRun = line.GetValue(_dryRun),
    };

    private static Option<bool> HiddenFlag(string name)
    {
        Option<bool> flag = Opt.Flag(name, string.Empty);
        flag.Hidden = true;
        return flag;
    }

    // A flag that was not given has a result as well, an implicit one.
    private static bool IsGiven(ParseResult line, Option option) => line.GetResult(option) is { Implicit: false };

    // The parser gives an empty list for an option that was not given; a list that was given wins over the job file's.
    private static string[]? Given(ParseResult line, Option<string[]?> option) => IsGiven(line, option) ? line.GetValue(option) : null;
}
