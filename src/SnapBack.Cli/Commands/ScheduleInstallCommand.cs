using System.CommandLine;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Diagnosis;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule install</c>: puts a job into the system's scheduler, after looking whether that is safe and whether it would work.</summary>
internal sealed class ScheduleInstallCommand : CliCommand
{
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(90);

    private readonly ScheduleOptions _options = new();

    /// <summary>Makes the command.</summary>
    public ScheduleInstallCommand()
        : base("install", "let a job run by itself")
    {
        _options.AddTo(this);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule install JOBFILE --daily HH:MM [options]", "schedule install JOBFILE --weekly mon-fri@22:00 --repeat 2h --repeat-for 8h"],
        Arguments = [("JOBFILE", "the job; the task reads it anew at each run")],
        Examples =
        [
            ("schedule install nightly.json --daily 02:00", "every night, as SYSTEM or root"),
            ("schedule install offsite.json --monthly last@23:00 --user CORP\\backup", "once a month, as a user who may write to a share"),
        ],
        ExitCodes = [("0", "installed"), ("8", "installed, and a run right now would fail, or would as the task's account; it is said why"), ("16", "not installed: usage, a file that others can change, or the scheduler refused"), ("70", "a bug in snapback; the log has the full text")],
        Remarks = ["Times are local time. A start that was missed is made up for. Two runs of one task never go on at once.", "The task ends with 0 or 1 (--exit-codes simple), so that 'last result' reads 0x0 when all is well."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        Job job = _options.Job(line, environment);
        string jobPath = _options.JobPath(line);
        Schedule schedule = _options.Schedule(line, job, environment.OwnProgram(), jobPath, this);
        RefuseMappedDrives(job);
        if (!_options.AllowsInsecure(line) && HasRights(schedule.RunAs))
        {
            TrustedRun.Require(jobPath, job, environment);
        }

        IScheduler scheduler = environment.Scheduler();
        string task = scheduler.Install(schedule);
        environment.Out.WriteLine($"Installed: {DisplayText.Escape(task)}");
        environment.Out.WriteLine($"Runs:      {DisplayText.Escape(schedule.Program)} {DisplayText.Escape(string.Join(' ', schedule.Arguments))}");
        if (scheduler.List().FirstOrDefault(t => t.Task == task)?.NextRun is { } next)
        {
            environment.Out.WriteLine($"Next run:  {DisplayText.Escape(next)}");
        }

        return WouldRun(jobPath, job, environment) & WouldRunAsTask(scheduler, schedule, environment) ? 0 : ExitMask.Failed;
    }

    private static bool WouldRunAsTask(IScheduler scheduler, Schedule schedule, CliEnvironment environment)
    {
        Finding finding = TryAsTask(scheduler, schedule, environment);
        if (finding.Level == FindingLevel.Pass)
        {
            environment.Out.WriteLine($"Account:   {finding.Text}");
        }
        else
        {
            Tell(finding, environment);
        }

        return finding.Level != FindingLevel.Fail;
    }

    // Whoever installs is seldom the account that the task runs as: another one may not reach the share, or not write there.
    private static Finding TryAsTask(IScheduler scheduler, Schedule schedule, CliEnvironment environment)
    {
        const string Check = "account";
        const string RunIt = "'snapback schedule run' tries it, and 'snapback schedule list' shows how it ended.";
        string account = schedule.RunAs.Kind != RunAsKind.System ? DisplayText.Escape(schedule.RunAs.Account) : OperatingSystem.IsWindows() ? "SYSTEM" : "root";
        string whether = $"Whether {account} can write to the destination";
        if (OperatingSystem.IsWindows() && schedule.RunAs.Kind == RunAsKind.User)
        {
            return Finding.Warn(Check, $"{whether} was not tried: that needs the password once more.", RunIt);
        }

        int? exitCode;
        try
        {
            exitCode = scheduler.Try(
                schedule with { Arguments = [.. environment.OwnProgram().Skip(1), DoctorCommand.Word, schedule.JobFile], TimeLimit = CheckLimit, RunsOnBattery = true, WaitsForIdle = false },
                environment.Cancellation);
        }
        catch (SnapBackException failure)
        {
            return Finding.Warn(Check, $"{whether} could not be tried: {failure.Message}", RunIt);
        }

        string how = OperatingSystem.IsWindows() ? "'snapback schedule run' starts it as that account, and 'snapback report' then tells what failed." : $"'journalctl -u {SystemdUnits.NameOf(schedule.Name)}-check' tells which.";
        return exitCode switch
        {
            0 => Finding.Pass(Check, $"as {account}, the checks of this job pass"),
            null => Finding.Warn(Check, $"{whether} is not known: the scheduler did not tell how the try ended.", RunIt),
            _ => Finding.Fail(Check, $"As {account}, a check of this job fails (doctor ended with {exitCode}).", how),
        };
    }

    private static void Tell(Finding finding, CliEnvironment environment) =>
        environment.Error.WriteLine($"{finding.Level.ToString().ToUpperInvariant(),-4}  {finding.Check,-12} {finding.Text} {finding.Advice}");

    // On Linux a service of a user has no more rights than that user; on Windows our tasks have the highest that the account can get.
    private static bool HasRights(RunAs runAs) => OperatingSystem.IsWindows() || runAs.Kind == RunAsKind.System;

    private static void RefuseMappedDrives(Job job)
    {
        if (SystemChecks.OnMappedDrives(job).FirstOrDefault() is { Path: not null } mapped)
        {
            throw new SnapBackException(
                ErrorCode.JobInvalid,
                $"'{DisplayText.Escape(mapped.Path)}' lies on a mapped drive, which the task's account does not have. Nothing was touched.",
                $"Write '{DisplayText.Escape(mapped.Share)}' in the job file.");
        }
    }

    private static bool WouldRun(string jobPath, Job job, CliEnvironment environment)
    {
        bool isWell = true;
        Job complete = job with { Catalog = DefaultPaths.Catalog(job.Catalog, environment) };
        IEnumerable<Finding> hooks = job.Hooks.Count > 0 ? [SystemChecks.Hooks(jobPath, job)] : [];
        foreach (Finding finding in hooks.Concat(new JobChecks(SystemPorts.ForThisSystem(complete, Serilog.Core.Logger.None)).Look(complete)).Where(finding => finding.Level != FindingLevel.Pass))
        {
            isWell &= finding.Level != FindingLevel.Fail;
            Tell(finding, environment);
        }

        return isWell;
    }
}
