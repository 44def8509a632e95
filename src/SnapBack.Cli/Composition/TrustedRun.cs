using SnapBack.Diagnosis;
using SnapBack.Errors;
using SnapBack.Jobs;

namespace SnapBack.Cli.Composition;

/// <summary>What a run of a job obeys and writes beside the backup itself: its job file, this program, the catalog, the log, files with secrets, metrics and the overview.</summary>
internal static class TrustedRun
{
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
        ];
        return files.OfType<string>();
    }
}
