using System.Text;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Robocopy;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary><c>robocopy</c>: takes robocopy's command line word for word and carries it out as a job like any other.</summary>
internal sealed class RobocopyCommand : RawCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "robocopy";

    /// <summary>What it is for.</summary>
    public const string Summary = "take a robocopy command line and carry it out";

    /// <summary>Makes the command.</summary>
    public RobocopyCommand()
        : base(Word, Summary)
    {
    }

    /// <inheritdoc/>
    public override HelpContent Help => new();

    /// <inheritdoc/>
    public override void WriteHelp(TextWriter output) => RobocopyHelp.Write(output);

    /// <inheritdoc/>
    public override int Execute(IReadOnlyList<string> words, CliEnvironment environment)
    {
        if (words.Count == 0)
        {
            RobocopyHelp.WriteShort(environment.Out);
            return ExitMask.NothingDone;
        }

        if (words is ["--help" or "-h" or "-?"])
        {
            WriteHelp(environment.Out);
            return 0;
        }

        try
        {
            RobocopyLine line = RobocopySource.Read(words, environment);
            if (line.AsksForHelp)
            {
                WriteHelp(environment.Out);
                return ExitMask.NothingDone;
            }

            return Execute(line, environment);
        }
        catch (SnapBackException e) when (e.Code is ErrorCode.RobocopyLine or ErrorCode.RobocopyJobFile or ErrorCode.RobocopyClash)
        {
            return Tell(e, environment);
        }
    }

    // Robocopy's own line where programs look for it, the explanation where people do.
    private static int Tell(SnapBackException error, CliEnvironment environment)
    {
        string prefix = error.Code == ErrorCode.RobocopyClash ? string.Empty : "ERROR : ";
        environment.Out.WriteLine();
        environment.Out.WriteLine($"{prefix}{DisplayText.Escape(error.Message)}");
        environment.Out.WriteLine();
        environment.Out.Flush();
        environment.Error.WriteLine($"snapback: {error.CodeText}: {DisplayText.Escape(error.Hint)}");
        return ExitMask.NothingDone;
    }

    private static int Execute(RobocopyLine line, CliEnvironment environment)
    {
        bool isQuit = line.Has(SwitchTable.Quit);
        (Job Job, IReadOnlyList<LineRemark> Remarks)? made = isQuit && (line.Source is null || line.Destination is null)
            ? null
            : JobFromLine.Make(line, Environment.CurrentDirectory, environment.Clock);
        RobocopySource.Save(line, environment);
        RobocopySource.Remember(line, environment);
        foreach (LineRemark remark in made?.Remarks ?? [])
        {
            environment.Error.WriteLine($"snapback: {(remark.IsWarning ? "warning" : "note")}: {remark.Subject} {remark.Text}.");
        }

        if (isQuit || made is not { Job: { } job })
        {
            WriteParameters(line, made?.Job, environment);
            return 0;
        }

        RequireRights(line, environment);
        ErrorReport report = new(environment, isJson: false, ExitCodeStyle.Robocopy);
        return JobRun.Execute(job, environment, report, (named, log, logEvents) => Run(line, named, log, logEvents, environment));
    }

    private static void RequireRights(RobocopyLine line, CliEnvironment environment)
    {
        if ((line.Has(SwitchTable.Backup) || line.Has(SwitchTable.RestartableBackup)) && !environment.HasBackupRights())
        {
            throw new SnapBackException(
                ErrorCode.RobocopyLine,
                "This account does not have the rights to back up and restore files, which /B and /ZB need.",
                "Run as administrator or as a member of Backup Operators, or leave the switch out. Nothing was touched.");
        }

        if (line.CopyFlags.Contains('U', StringComparison.Ordinal) && !environment.HasAuditRights())
        {
            throw new SnapBackException(
                ErrorCode.RobocopyLine,
                "This account does not have the right to manage auditing, which copying audit rules needs.",
                "Run as administrator, or write /COPY without U in place of /COPYALL. Nothing was touched.");
        }
    }

    private static void WriteParameters(RobocopyLine line, Job? job, CliEnvironment environment)
    {
        LogHeader header = Header(line, job?.Pairs[0]) with { Started = environment.Clock.GetLocalNow() };
        foreach (string text in header.Lines(Path.DirectorySeparatorChar))
        {
            environment.Out.WriteLine(text);
        }
    }

    private static RunResult Run(RobocopyLine line, Job job, RunLog log, LogEvents logEvents, CliEnvironment environment)
    {
        LogStyle style = LineLogStyle.Of(line, Environment.CurrentDirectory);
        using StreamWriter? jsonFile = OpenJsonLog(line);
        JsonEvents? json = jsonFile is null ? null : new JsonEvents(jsonFile, isVerbose: true);
        using RobocopyLog shown = RobocopyLog.Open(style, Header(line, job.Pairs[0]), environment);
        IRunEvents[] listeners = json is null ? [shown.Events, logEvents] : [shown.Events, logEvents, json];
        try
        {
            Job listed = job with { Listing = style.HasSkipped || style.HasAllExtras ? ListingDetail.All : ListingDetail.Changes };
            RunResult result = environment.RunJob(listed, log.Logger, new EventFanOut(environment.Error, listeners), environment.Cancellation);

            // The record keeps the failure; the code is robocopy's own, which does not tell of it.
            int exitCode = line.IsStrict && result.HasOnlyFailedDeletions ? result.ExitCode & ~ExitMask.Failed : result.ExitCode;
            JobRun.Tell(() => json?.WriteSummary(result, exitCode), environment.Error);
            return result with { ExitCode = exitCode };
        }
        catch (SnapBackException failure)
        {
            shown.Refuse(failure);
            throw new SnapBackException(failure.Code, failure.Message, SwitchWords.In(failure.Hint), failure);
        }
    }

    private static LogHeader Header(RobocopyLine line, JobPair? pair) => new()
    {
        Source = pair?.Source ?? line.Source,
        Destination = pair?.Destination ?? line.Destination,
        Files = OptionsEcho.TakesAll(line) ? [] : line.Files,
        ExcludedFiles = line.ExcludeFiles,
        ExcludedFolders = line.ExcludeFolders,
        Options = OptionsEcho.Of(line),
    };

    private static StreamWriter? OpenJsonLog(RobocopyLine line)
    {
        if (line.ValueOf(SwitchTable.JsonLog) is not { } file)
        {
            return null;
        }

        try
        {
            string path = Path.GetFullPath(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
            return new StreamWriter(LogFileOpening.Open(path, isAppended: false), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SnapBackException(
                ErrorCode.LogUnusable,
                $"The log file '{DisplayText.Escape(file)}' can't be opened: {DisplayText.Escape(e.Message.TrimEnd('.'))}. Nothing was copied or deleted.",
                "Name a file in a folder that this account may write to.",
                e);
        }
    }
}
