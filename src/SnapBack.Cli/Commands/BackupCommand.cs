using System.CommandLine;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary><c>backup</c>: carries out a job, shows it while it goes on and tells how it ended.</summary>
internal sealed class BackupCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "backup";

    /// <summary>What it is for.</summary>
    public const string Summary = "copy what changed from a source to a destination";

    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: false);
    private readonly BackupOptions _options = new();

    /// <summary>Makes the command.</summary>
    public BackupCommand()
        : base(Word, Summary)
    {
        Add(_jobFile);
        _options.AddJobOptions(this);
        _options.AddOutputOptions(this);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["backup [JOBFILE] [options]", "backup --source DIR --destination DIR [options]"],
        Arguments = [("JOBFILE", "a job file; options on the command line win over it")],
        Examples =
        [
            ("backup --source /home --destination /mnt/backup/home --dry-run", "show what would be done, change nothing"),
            ("backup --source /home --destination /mnt/backup/home --mode mirror --exclude-file \"*.tmp\" \"*.bak\" --exclude-dir .cache", "mirror a tree without its scratch files"),
            ("backup nightly.json --json", "run a job, for a program to read"),
        ],
        ExitCodes = ExitCodeRows.OfBackup,
        Remarks =
        [
            "Several patterns may follow one option, so put JOBFILE first. A value that begins with '-' is written as --option=value.",
            "Known, but not available in this version: --vss-engine, --vss-retry, --vss-retry-wait, --vss-timeout, --copy, --dir-copy, --restartable, --plan-out, --plan, --keep-versions.",
        ],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        _options.Check(line);
        Job job = JobSource.Load(line.GetValue(_jobFile), _options.Overrides(line), this);
        string catalog = DefaultPaths.Catalog(job.Catalog, environment);
        using RunLog log = RunLog.Open(job.Log, catalog, environment.Error);
        LogEvents logEvents = new(log.Logger);
        ErrorReport report = new(environment, _options.IsJson(line), job.ExitCodes);
        try
        {
            RunResult result = Run(line, job with { Catalog = catalog }, job.Catalog, log, logEvents, environment);
            return ExitMask.InStyle(result.ExitCode, job.ExitCodes);
        }
        catch (SnapBackException e)
        {
            if (!logEvents.HasStarted)
            {
                log.Logger.Error("{Code:l}: {Text:l}", e.CodeText, e.Message);
            }

            return report.Tell(e);
        }
        catch (OperationCanceledException) when (environment.Cancellation.IsCancellationRequested)
        {
            log.Logger.Warning("Interrupted before there was a run to record");
            return report.TellCancelled();
        }
#pragma warning disable CA1031 // The boundary of a run: a bug's full text belongs into the log of the very run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Logger.Error(e, "A bug ended the run");
            return report.TellBug(e, log.Path);
        }
    }

    private RunResult Run(ParseResult line, Job job, string? namedCatalog, RunLog log, LogEvents logEvents, CliEnvironment environment)
    {
        bool isQuiet = _options.IsQuiet(line);
        bool isVerbose = _options.IsVerbose(line);
        if (_options.IsJson(line))
        {
            JsonEvents json = new(environment.Out, isVerbose);
            RunResult told = environment.RunJob(job, log.Logger, new EventFanOut(environment.Error, json, logEvents), environment.Cancellation);
            Tell(() => json.WriteSummary(told, ExitMask.InStyle(told.ExitCode, job.ExitCodes)), environment.Error);
            return told;
        }

        ConsoleEvents console = new(environment, isQuiet, isVerbose, _options.ShowsProgress(line));
        try
        {
            RunResult result = environment.RunJob(job, log.Logger, new EventFanOut(environment.Error, console, logEvents), environment.Cancellation);
            Tell(
                () =>
                {
                    console.Close();
                    new RunSummary(environment, namedCatalog).Write(result, isQuiet);
                },
                environment.Error);
            return result;
        }
        finally
        {
            Tell(console.Close, environment.Error);
        }
    }

    // The run is over and recorded: a full disk behind a redirection must not turn its result into another one.
    private static void Tell(Action print, TextWriter error)
    {
        try
        {
            print();
        }
        catch (IOException e)
        {
            error.WriteLine($"snapback: the result can't be printed ({DisplayText.Escape(e.Message)}); it is in the catalog.");
        }
    }
}
