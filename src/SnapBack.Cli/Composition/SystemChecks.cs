using Serilog.Core;
using SnapBack.Diagnosis;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Platform.Windows;
using SnapBack.Runs;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Composition;

/// <summary>The checks of this system, and those of a job on it.</summary>
internal static class SystemChecks
{
    /// <summary>Looks at the machine, then at the job, if there is one; each finding comes when it is found.</summary>
    public static IEnumerable<Finding> Look(Job? job, CancellationToken cancellation)
    {
        if (job is null)
        {
            return Machine(job);
        }

        RunPorts ports = SystemPorts.ForThisSystem(job, Logger.None);
        return Machine(job).Concat(new JobChecks(ports).Look(job)).Concat(new RecordChecks(ports).Look(job, cancellation));
    }

    /// <summary>Whether a job may run with rights while nobody looks: who can change what it obeys, whether its paths are there for the task, when it runs.</summary>
    public static IEnumerable<Finding> LookUnattended(string jobFile, Job job, CliEnvironment environment)
    {
        if (Environment.IsPrivilegedProcess)
        {
            string? culprit = TrustedFiles.FirstCulprit(TrustedRun.Files(jobFile, job, environment)) ?? TrustedFiles.WhyNotProgram(environment.ProgramFolder);
            yield return culprit is null
                ? Finding.Pass("trust", "Ordinary users can change neither the job file nor the program, the catalog, the log or a file with a secret.")
                : Finding.Warn("trust", $"{culprit}. Whoever changes it could have anything done with the rights of the run.", "Move it where only administrators can write; 'schedule install' refuses it as it is.");
        }

        if (job.Hooks.Count > 0)
        {
            yield return Hooks(jobFile, job);
        }

        foreach ((string path, string share) in OnMappedDrives(job))
        {
            yield return Finding.Warn("mapped drive", $"'{DisplayText.Escape(path)}' lies on a mapped drive, which a scheduled task does not have.", $"Write '{DisplayText.Escape(share)}' in the job file.");
        }

        yield return Scheduled(Path.GetFullPath(jobFile), environment);
    }

    /// <summary>The job's paths that lie on mapped drives of this session, which no task has, and the shares that they lead to.</summary>
    public static IEnumerable<(string Path, string Share)> OnMappedDrives(Job job)
    {
        foreach (string path in OperatingSystem.IsWindows() ? job.Pairs.SelectMany(pair => new[] { pair.Source, pair.Destination }) : [])
        {
            if (OperatingSystem.IsWindows() && MappedDrive.Resolve(path) is { } share)
            {
                yield return (path, share);
            }
        }
    }

    /// <summary>Whether the hooks of a job would be started at all.</summary>
    public static Finding Hooks(string jobFile, Job job)
    {
        const string Check = "hooks";
        return TrustedRun.WhyNoHooks(TrustedRun.CulpritOf(jobFile), job) is { } why
                ? Finding.Fail(Check, $"{why}: a run with rights refuses it.", "docs/hooks.md tells what is looked at.")
            : job.Hooks.FirstOrDefault(hook => !File.Exists(hook.Program)) is { } missing
                ? Finding.Fail(Check, $"The program '{DisplayText.Escape(missing.Program)}' does not exist.", "Check the path.")
            : Finding.Pass(Check, $"{Words.Count(job.Hooks.Count, "hook")}, and the programs are there.");
    }

    private static Finding Scheduled(string jobFile, CliEnvironment environment)
    {
        try
        {
            ScheduledTask[] tasks = [.. environment.Scheduler().List().Where(task => string.Equals(task.JobFile, jobFile, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))];
            return tasks.Length > 0
                ? Finding.Pass("schedule", $"It runs by itself: {string.Join("; ", tasks.Select(task => $"{DisplayText.Escape(task.Task)}, next {task.NextRun ?? "not told"}"))}.")
                : Finding.Warn("schedule", "No task of SnapBack runs this job by itself.", "'snapback schedule install' makes one.");
        }
        catch (SnapBackException failure)
        {
            return Finding.Warn("schedule", failure.Message, failure.Hint);
        }
    }

    private static IEnumerable<Finding> Machine(Job? job)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsChecks.ForThisMachine(SystemPorts.VssEngines())
                .Look(DriveInfo.GetDrives().Where(drive => drive.DriveType == DriveType.Fixed).Select(drive => drive.Name), job is null ? null : RecordChecks.ExpectedChange(job));
        }

        return OperatingSystem.IsLinux() ? LinuxChecks.Look() : [];
    }
}
