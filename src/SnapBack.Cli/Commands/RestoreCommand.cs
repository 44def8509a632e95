using System.CommandLine;
using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Restoring;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary><c>restore</c>: brings files back as a run saw them.</summary>
internal sealed class RestoreCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "restore";

    /// <summary>What it does, in a few words.</summary>
    public const string Summary = "bring files back as a run saw them, with times, attributes and security";

    private readonly Argument<string[]?> _paths = new("PATH") { Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _run = Opt.Text("--run", "RUN", "the run whose tree is wanted (last)");
    private readonly Option<string?> _at = Opt.Text("--at", "TIME", "the last backup that was completed at or before it: local time such as 2026-11-20 or 2026-11-20T18:00; a day means its end");
    private readonly Option<string?> _job = Opt.Text("--job", "NAME", "with --at: only runs of this job (any)");
    private readonly Option<string?> _to = Opt.Text("--to", "DIR", "folder that takes it; made when missing");
    private readonly Option<bool> _inPlace = Opt.Flag("--in-place", "back to the source that it was backed up from");
    private readonly Option<bool> _acceptSource = Opt.Flag("--accept-source", "with --in-place: this once, also onto another volume than it came from");
    private readonly Option<bool> _drill = Opt.Flag("--drill", "prove the way back: restore into a scratch folder, compare, remove it, record the result");
    private readonly Option<string?> _sample = Opt.Text("--sample", "N%", "with --drill: so many of the files, other ones each day (10%)");
    private readonly Option<bool> _overwrite = Opt.Flag("--overwrite", "replace files there that are not as they were backed up");
    private readonly Option<bool> _dryRun = Opt.Flag("--dry-run", "say what can be had and write nothing", "-n");
    private readonly Option<bool> _verbose = Opt.Flag("--verbose", "a line for every path");
    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");

    /// <summary>Makes the command.</summary>
    public RestoreCommand()
        : base(Word, Summary)
    {
        Add(_paths);
        Array.ForEach<Option>([_run, _at, _job, _to, _inPlace, _acceptSource, _overwrite, _dryRun, _drill, _sample, _verbose, _catalog], Add);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["restore [--run RUN | --at TIME] [PATH...] --to DIR [--overwrite] [--dry-run]", "restore [--run RUN | --at TIME] [PATH...] --in-place [--overwrite] [--dry-run]", "restore --drill [--run RUN | --at TIME] [--sample N%] [--to DIR]"],
        Arguments = [("PATH", "files or folders below the source (everything)")],
        Examples =
        [
            ("restore --to /tmp/back", "everything as the last run saw it"),
            ("restore --run last~1 docs/report.txt --to /tmp/back", "one file as it was one run before"),
            ("restore --at 2026-11-20T18:00 docs --in-place --overwrite", "a folder back to where it was, as it was that evening"),
            ("restore --drill --sample 5%", "prove on one file in twenty that everything can be had"),
        ],
        ExitCodes = [("0", "all of it is there"), ("8", "something can't be had; it is named"), ("16", "nothing was touched: usage, no such run or path"), ("70", "a bug in snapback; the log has the full text"), ("130", "stopped by Ctrl+C or SIGTERM; call it again to go on")],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        bool isDrill = line.GetValue(_drill);
        Check(line, isDrill);
        using CatalogReader reader = CatalogReader.Open(DefaultPaths.Catalog(line.GetValue(_catalog), environment));
        long run = RunOf(line, reader, environment);
        string? to = line.GetValue(_to) is { } given ? Path.GetFullPath(given) : null;
        RunPorts ports = SystemPorts.ForThisSystem(new Job { Name = Word, Pairs = [] }, Serilog.Core.Logger.None);
        bool isVerbose = line.GetValue(_verbose);
        if (isDrill)
        {
            return new DrillRun(reader, ports, environment, path => Tell(path, isVerbose, environment)).Execute(run, PercentOf(line), to);
        }

        RestoreOrder order = new()
        {
            Run = run,
            Paths = line.GetValue(_paths) ?? [],
            To = to ?? string.Empty,
            AcceptsVolume = line.GetValue(_acceptSource),
            Overwrite = line.GetValue(_overwrite),
            IsDryRun = line.GetValue(_dryRun),
        };
        if (order is { IsInPlace: true, Overwrite: true, IsDryRun: false })
        {
            environment.Error.WriteLine("In place: what differs at the source is replaced for good. If any of it may be needed, stop this, and make a snapshot ('snapback snapshot create') or a backup first.");
        }

        RestoreResult result = new Restorer(reader, ports, path => Tell(path, isVerbose, environment), environment.Cancellation).Restore(order);
        Summarize(result, order, environment);
        return result.Failed > 0 ? ExitMask.Failed : 0;
    }

    private void Check(ParseResult line, bool isDrill)
    {
        bool isInPlace = line.GetValue(_inPlace);
        string? to = line.GetValue(_to);
        string? problem = (isDrill, isInPlace, to) switch
        {
            (true, true, _) => "--drill and --in-place contradict each other.",
            (true, _, _) when line.GetValue(_dryRun) || line.GetValue(_overwrite) || line.GetValue(_paths) is { Length: > 0 } => "--drill takes neither paths nor --dry-run nor --overwrite.",
            (_, true, not null) => "--to and --in-place contradict each other.",
            (false, false, _) when string.IsNullOrWhiteSpace(to) => "--to is missing: the folder that takes what is restored, or --in-place.",
            _ when line.GetValue(_run) is not null && line.GetValue(_at) is not null => "--run and --at contradict each other.",
            _ when line.GetValue(_sample) is not null && !isDrill => "--sample needs --drill.",
            _ => null,
        };
        if (problem is not null)
        {
            throw CommandLine.Usage(problem, this);
        }
    }

    private long RunOf(ParseResult line, CatalogReader reader, CliEnvironment environment)
    {
        if (line.GetValue(_at) is not { } text)
        {
            return reader.ResolveRun(line.GetValue(_run) ?? "last");
        }

        long run = reader.RunAt(TimeOf(text), line.GetValue(_job));
        RunRow row = reader.Show(run).Run;
        environment.Out.WriteLine($"Run {run} of the job '{DisplayText.Escape(row.Job)}', completed {row.Ended?.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        return run;
    }

    private DateTimeOffset TimeOf(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return new DateTimeOffset(day.ToDateTime(new TimeOnly(23, 59, 59, 999), DateTimeKind.Local));
        }

        string[] forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFK"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time)
            ? time
            : throw CommandLine.Usage($"--at: '{DisplayText.Escape(text)}' is no time.", this, "Write 2026-11-20, 2026-11-20T18:00 or 2026-11-20T18:00:00+01:00.");
    }

    private int PercentOf(ParseResult line)
    {
        string text = line.GetValue(_sample) ?? "10%";
        return int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent is >= 1 and <= 100
            ? percent
            : throw CommandLine.Usage($"--sample: '{DisplayText.Escape(text)}' must be 1% to 100%.", this);
    }

    private static void Tell(RestoredPath path, bool isVerbose, CliEnvironment environment)
    {
        if (path.Error is { } error)
        {
            environment.Error.WriteLine($"FAILED {DisplayText.Escape(path.Path)}: {error.Message}");
        }
        else if (isVerbose)
        {
            environment.Out.WriteLine($"{Words.Of(path.Outcome),-8} {DisplayText.Escape(path.Path)}");
        }
    }

    private static void Summarize(RestoreResult result, RestoreOrder order, CliEnvironment environment)
    {
        string what = order.IsDryRun
            ? $"{Files(result.Planned)} can be had ({ByteText.Of(result.Bytes)}); nothing was written"
            : $"{Files(result.Restored)} restored ({ByteText.Of(result.Bytes)}), {Files(result.Present)} there already, {Folders(result.Folders)}";
        if (result.SecurityNotHeld > 0)
        {
            environment.Out.WriteLine($"{result.SecurityNotHeld} security descriptors can't be held there; the catalog keeps them.");
        }

        if (result.SecurityAdjusted > 0)
        {
            environment.Out.WriteLine($"{result.SecurityAdjusted} security descriptors are held otherwise there than they were; 'snapback catalog acl PATH' shows them.");
        }

        environment.Out.WriteLine(result.Failed == 0
            ? $"Result: success, run {result.Run}: {what}"
            : $"Result: FAILED, run {result.Run}: {result.Failed} paths can't be had; {what}");
    }

    private static string Files(long count) => count == 1 ? "1 file" : $"{count} files";

    private static string Folders(long count) => count == 1 ? "1 folder" : $"{count} folders";
}
