using System.CommandLine;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;
using SnapBack.Jobs;
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
        ],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        _options.Check(line);
        string? jobFile = line.GetValue(_jobFile);
        string? culprit = TrustedRun.CulpritOf(jobFile);
        Job job = JobSource.Load(jobFile, _options.Overrides(line), this);
        if (_options.IsTrustedOnly(line))
        {
            TrustedRun.Require(jobFile, job, environment);
        }

        TrustedRun.RequireForHooks(culprit, job);

        ErrorReport report = new(environment, _options.IsJson(line), job.ExitCodes);
        return JobRun.Execute(job, environment, report, (named, log, logEvents) => Run(line, named, job.Catalog, log, logEvents, environment));
    }

    private RunResult Run(ParseResult line, Job job, string? namedCatalog, RunLog log, LogEvents logEvents, CliEnvironment environment)
    {
        bool isQuiet = _options.IsQuiet(line);
        bool isVerbose = _options.IsVerbose(line);
        if (_options.IsJson(line))
        {
            JsonEvents json = new(environment.Out, isVerbose);
            RunResult told = environment.RunJob(job, log.Logger, Listeners(job, json, isQuiet, log, logEvents, environment), environment.Cancellation);
            JobRun.Tell(() => json.WriteSummary(told, ExitMask.InStyle(told.ExitCode, job.ExitCodes)), environment.Error);
            return told;
        }

        ConsoleEvents console = new(environment, isQuiet, isVerbose, _options.ShowsProgress(line));
        try
        {
            RunResult result = environment.RunJob(job, log.Logger, Listeners(job, console, isQuiet, log, logEvents, environment), environment.Cancellation);
            JobRun.Tell(
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
            JobRun.Tell(console.Close, environment.Error);
        }
    }

    // The last one is asked first: the screen makes way before a hook's line is written.
    private static EventFanOut Listeners(Job job, IRunEvents shown, bool isQuiet, RunLog log, LogEvents logEvents, CliEnvironment environment)
    {
        AfterRun afterRun = new(job, environment, log.Logger);
        return isQuiet
            ? new EventFanOut(environment.Error, afterRun, shown, logEvents)
            : new EventFanOut(environment.Error, new HookLines(environment.Error), afterRun, shown, logEvents);
    }
}
