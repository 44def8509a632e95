using System.CommandLine;
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
    private readonly Option<string?> _to = Opt.Text("--to", "DIR", "folder that takes it; made when missing");
    private readonly Option<bool> _overwrite = Opt.Flag("--overwrite", "replace files there that are not as they were backed up");
    private readonly Option<bool> _dryRun = Opt.Flag("--dry-run", "say what can be had and write nothing", "-n");
    private readonly Option<bool> _verbose = Opt.Flag("--verbose", "a line for every path");
    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");

    /// <summary>Makes the command.</summary>
    public RestoreCommand()
        : base(Word, Summary)
    {
        Add(_paths);
        Array.ForEach<Option>([_run, _to, _overwrite, _dryRun, _verbose, _catalog], Add);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["restore [--run RUN] [PATH...] --to DIR [--overwrite] [--dry-run]"],
        Arguments = [("PATH", "files or folders below the source (everything)")],
        Examples =
        [
            ("restore --to /tmp/back", "everything as the last run saw it"),
            ("restore --run last~1 docs/report.txt --to /tmp/back", "one file as it was one run before"),
        ],
        ExitCodes = [("0", "all of it is there"), ("8", "something can't be had; it is named"), ("16", "nothing was touched: usage, no such run or path"), ("70", "a bug in snapback; the log has the full text"), ("130", "stopped by Ctrl+C or SIGTERM; call it again to go on")],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        string to = line.GetValue(_to) is { } given && !string.IsNullOrWhiteSpace(given) ? given : throw CommandLine.Usage("--to is missing: the folder that takes what is restored.", this);
        using CatalogReader reader = CatalogReader.Open(DefaultPaths.Catalog(line.GetValue(_catalog), environment));
        RestoreOrder order = new()
        {
            Run = reader.ResolveRun(line.GetValue(_run) ?? "last"),
            Paths = line.GetValue(_paths) ?? [],
            To = Path.GetFullPath(to),
            Overwrite = line.GetValue(_overwrite),
            IsDryRun = line.GetValue(_dryRun),
        };
        bool isVerbose = line.GetValue(_verbose);
        RunPorts ports = SystemPorts.ForThisSystem(new Job { Name = Word, Pairs = [] }, Serilog.Core.Logger.None);
        RestoreResult result = new Restorer(reader, ports, path => Tell(path, isVerbose, environment), environment.Cancellation).Restore(order);
        Summarize(result, order, environment);
        return result.Failed > 0 ? ExitMask.Failed : 0;
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
            environment.Out.WriteLine($"{result.SecurityNotHeld} security descriptors can't be held by '{DisplayText.Escape(order.To)}'; the catalog keeps them.");
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
