using System.CommandLine;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Diagnosis;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Platform.Windows;
using SnapBack.Runs;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule install</c>: puts a job into the system's scheduler, after looking whether that is safe and whether it would work.</summary>
internal sealed class ScheduleInstallCommand : CliCommand
{
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
        ExitCodes = [("0", "installed"), ("8", "installed, and a run right now would fail; it is said why"), ("16", "not installed: usage, a file that others can change, or the scheduler refused"), ("70", "a bug in snapback; the log has the full text")],
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

        return WouldRun(jobPath, job, environment) ? 0 : ExitMask.Failed;
    }

    // On Linux a service of a user has no more rights than that user; on Windows our tasks have the highest that the account can get.
    private static bool HasRights(RunAs runAs) => OperatingSystem.IsWindows() || runAs.Kind == RunAsKind.System;

    private static void RefuseMappedDrives(Job job)
    {
        foreach (string path in OperatingSystem.IsWindows() ? job.Pairs.SelectMany(pair => new[] { pair.Source, pair.Destination }) : [])
        {
            if (OperatingSystem.IsWindows() && MappedDrive.Resolve(path) is { } share)
            {
                throw new SnapBackException(
                    ErrorCode.JobInvalid,
                    $"'{DisplayText.Escape(path)}' lies on a mapped drive, which the task's account does not have. Nothing was touched.",
                    $"Write '{DisplayText.Escape(share)}' in the job file.");
            }
        }
    }

    private static bool WouldRun(string jobPath, Job job, CliEnvironment environment)
    {
        bool isWell = true;
        Job complete = job with { Catalog = DefaultPaths.Catalog(job.Catalog, environment) };
        IEnumerable<Finding> hooks = job.Hooks.Count > 0 ? [SystemChecks.Hooks(jobPath, job)] : [];
        foreach (Finding finding in hooks.Concat(new JobChecks(SystemPorts.ForThisSystem(complete, Serilog.Core.Logger.None)).Look(complete)).Where(finding => finding.Verdict != Verdict.Pass))
        {
            isWell &= finding.Verdict != Verdict.Fail;
            environment.Error.WriteLine($"{finding.Verdict.ToString().ToUpperInvariant(),-4}  {finding.Check,-12} {finding.Text} {finding.Advice}");
        }

        return isWell;
    }
}
