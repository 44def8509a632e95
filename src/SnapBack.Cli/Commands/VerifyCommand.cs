using System.CommandLine;
using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;
using SnapBack.Verifying;

namespace SnapBack.Cli.Commands;

/// <summary><c>verify</c>: reads the copy again and holds it against the record.</summary>
internal sealed class VerifyCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "verify";

    /// <summary>What it does, in a few words.</summary>
    public const string Summary = "read the copy again and hold it against the recorded hashes";

    private readonly Option<string?> _run = Opt.Text("--run", "RUN", "the run whose record counts (last)");
    private readonly Option<string?> _sample = Opt.Text("--sample", "N%", "read only so much a day; another part each day, everything in 100/N days (100%)");
    private readonly Option<string?> _bandwidth = Opt.Text("--bandwidth", "RATE", "bytes per second that may be read, e.g. 20M (no limit)");
    private readonly Option<bool> _versions = Opt.Flag("--versions", "read every older version in the store as well; those that the run needs are read in any case");
    private readonly Option<bool> _repair = Opt.Flag("--repair", "bring what is missing or corrupt from the source again, where that still has the recorded content");
    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");

    /// <summary>Makes the command.</summary>
    public VerifyCommand()
        : base(Word, Summary)
    {
        Array.ForEach<Option>([_run, _sample, _bandwidth, _versions, _repair, _catalog], Add);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["verify [--run RUN] [--sample N%] [--bandwidth RATE] [--versions] [--repair]"],
        Examples = [("verify", "every file of the last run"), ("verify --sample 5% --bandwidth 20M", "a twentieth each night, gently")],
        ExitCodes = [("0", "everything that was read is as recorded, or was repaired"), ("8", "something is missing, changed or corrupt; it is named"), ("16", "nothing was read: usage, no such run, copy not there"), ("70", "a bug in snapback; the log has the full text"), ("130", "stopped by Ctrl+C or SIGTERM")],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        int percent = Percent(line);
        long? bandwidth = Bandwidth(line);
        using CatalogReader reader = CatalogReader.Open(DefaultPaths.Catalog(line.GetValue(_catalog), environment));
        VerifyOrder order = new()
        {
            Run = reader.ResolveRun(line.GetValue(_run) ?? "last"),
            SamplePercent = percent,
            BandwidthBytesPerSecond = bandwidth,
            Versions = line.GetValue(_versions),
            Repair = line.GetValue(_repair),
        };
        RunPorts ports = SystemPorts.ForThisSystem(new Job { Name = Word, Pairs = [] }, Serilog.Core.Logger.None);
        VerifyResult result = new Verifier(reader, ports, path => Tell(path, environment), environment.Cancellation).Verify(order);
        Summarize(result, environment);
        return result.Bad > 0 ? ExitMask.Failed : 0;
    }

    private static void Tell(VerifiedPath path, CliEnvironment environment)
    {
        string word = path.IsRepaired ? "REPAIRED" : Words.Of(path.Verdict).ToUpperInvariant();
        string text = path.Text is { } more ? $": {more}" : string.Empty;
        (path.IsRepaired ? environment.Out : environment.Error).WriteLine($"{word,-10} {DisplayText.Escape(path.Path)}{text}");
    }

    private static void Summarize(VerifyResult result, CliEnvironment environment)
    {
        (string Word, long Count)[] all =
        [
            ("good", result.Good), ("without a recorded hash", result.Unhashed), ("replaced by later runs", result.Replaced), ("missing", result.Missing),
            ("changed", result.Changed), ("corrupt", result.Corrupt), ("unreadable", result.Unreadable), ("repaired", result.Repaired), ("left for other days", result.NotSampled),
        ];
        string numbers = string.Join(", ", all.Where(n => n.Count > 0 || n.Word == "good").Select(n => $"{n.Count} {n.Word}"));
        environment.Out.WriteLine($"Read {ByteText.Of(result.Bytes)} bytes of run {result.Run}: {numbers}");
        environment.Out.WriteLine(result.Bad == 0
            ? "Result: success, what was read is as it was recorded"
            : $"Result: FAILED, {result.Bad} {(result.Bad == 1 ? "file is" : "files are")} not as recorded");
    }

    private int Percent(ParseResult line)
    {
        string text = line.GetValue(_sample) ?? "100%";
        return int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent is >= 1 and <= 100
            ? percent
            : throw CommandLine.Usage($"--sample must be a share from 1% to 100%, and '{DisplayText.Escape(text)}' is not.", this);
    }

    private long? Bandwidth(ParseResult line)
    {
        if (line.GetValue(_bandwidth) is not { } text)
        {
            return null;
        }

        return ValueText.TrySize(text, out long rate, out string? problem) && rate > 0
            ? rate
            : throw CommandLine.Usage($"--bandwidth '{DisplayText.Escape(text)}' {problem ?? "must be more than 0"}.", this);
    }
}
