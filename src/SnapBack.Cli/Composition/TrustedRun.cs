using SnapBack.Diagnosis;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Cli.Composition;

/// <summary>
/// What a run of a job obeys and writes beside the backup itself: its job file, the programs of its hooks, this program, the catalog, the log, files with secrets,
/// metrics and the overview.
/// </summary>
internal static class TrustedRun
{
    // Programs that do what a file says which they are given.
    private static readonly string[] Interpreters =
    [
        "sh", "bash", "dash", "ash", "zsh", "ksh", "fish", "busybox", "env", "python", "perl", "ruby", "node", "php", "pwsh", "powershell", "cmd", "wscript", "cscript", "mshta",
    ];

    /// <summary>Fails unless ordinary users can change none of it.</summary>
    /// <param name="jobFile">Full path; null for a job of the command line alone.</param>
    /// <param name="job">The job.</param>
    /// <param name="environment">Where the machine's catalog is.</param>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.NotTrusted"/>, naming the first culprit.</exception>
    public static void Require(string? jobFile, Job job, CliEnvironment environment) => TrustedFiles.Require(environment.ProgramFolder, Files(jobFile, job, environment));

    /// <summary>Full paths of all of it but the program.</summary>
    public static IEnumerable<string> Files(string? jobFile, Job job, CliEnvironment environment)
    {
        string?[] files =
        [
            jobFile is null ? null : Path.GetFullPath(jobFile), DefaultPaths.Catalog(job.Catalog, environment), job.Log, job.ReportIndex,
            .. job.Notifications.SelectMany(n => n.Secrets).Select(secret => secret.File),
            .. job.Notifications.OfType<PrometheusNotification>().Select(metrics => metrics.File),
            .. job.Hooks.SelectMany(Obeyed),
        ];
        return files.OfType<string>();
    }

    /// <summary>Why a job file can't be trusted with hooks; null when it can, and for a process without rights. Ask before the file is read: what is trusted then can't be exchanged.</summary>
    public static string? CulpritOf(string? jobFile) =>
        jobFile is not null && Environment.IsPrivilegedProcess ? TrustedFiles.FirstCulprit([Path.GetFullPath(jobFile)]) : null;

    /// <summary>
    /// Why the hooks of a job would not be started; null when they would be. A process with rights starts no program that ordinary users could have put there or
    /// could change, and none on their word.
    /// </summary>
    /// <param name="culprit">As <see cref="CulpritOf"/> told it.</param>
    /// <param name="job">The job.</param>
    public static string? WhyNoHooks(string? culprit, Job job)
    {
        if (job.Hooks.Count == 0 || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        // What comes into being later, nobody has looked at.
        return culprit
            ?? job.Hooks.Where(hook => !File.Exists(hook.Program)).Select(hook => $"The program '{DisplayText.Escape(hook.Program)}' of a hook does not exist").FirstOrDefault()
            ?? TrustedFiles.FirstCulprit(job.Hooks.SelectMany(Obeyed));
    }

    /// <summary>Fails when the hooks of a job would not be started. A dry run starts none.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.NotTrusted"/>, naming the first culprit.</exception>
    public static void RequireForHooks(string? culprit, Job job)
    {
        if (!job.IsDryRun && WhyNoHooks(culprit, job) is { } why)
        {
            throw new SnapBackException(
                ErrorCode.NotTrusted,
                $"{why}. A hook would do what others want, with the rights of this run. Nothing was started and nothing was touched.",
                "Keep the job file and the programs of its hooks where only administrators can write; docs/hooks.md tells what is looked at. Nothing lifts this but a job without hooks.");
        }
    }

    // The program, and the scripts that an interpreter is given.
    private static IEnumerable<string> Obeyed(Hook hook)
    {
        string name = Path.GetFileNameWithoutExtension(hook.Program).ToLowerInvariant().TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        IEnumerable<string> scripts = Interpreters.Contains(name, StringComparer.Ordinal) ? hook.Arguments.Where(word => Path.IsPathFullyQualified(word) && File.Exists(word)) : [];
        return scripts.Prepend(hook.Program);
    }
}
