#pragma warning disable CA1822, IDE0005
using SnapBack.Errors;

namespace SnapBack.Jobs;

internal static class JobFile
{
    public static Job Load(string path, JobOverrides overrides) =>
        throw new SnapBackException(ErrorCode.JobFileUnreadable, $"The job file {path} can't be read. Nothing was touched.");

    public static Job FromOverrides(JobOverrides overrides) => overrides is { Source: { } source, Destination: { } destination }
        ? new Job
        {
            Name = overrides.Name ?? "adhoc",
            Pairs = [new JobPair(Path.GetFullPath(source), Path.GetFullPath(destination))],
            Mode = overrides.Mode == "mirror" ? JobMode.Mirror : JobMode.Incremental,
            ExitCodes = overrides.ExitCodes == "simple" ? ExitCodeStyle.Simple : ExitCodeStyle.Robocopy,
            IsDryRun = overrides.DryRun,
            Catalog = overrides.Catalog is { } c ? Path.GetFullPath(c) : null,
            Log = overrides.Log is { } l ? Path.GetFullPath(l) : null,
        }
        : throw new SnapBackException(ErrorCode.Usage, "Source and destination are missing. Nothing was touched.", "Give --source and --destination.");
}

internal static class JobCheck
{
    public static void Check(Job job)
    {
        if (job.Pairs.FirstOrDefault(p => !Directory.Exists(p.Source)) is { } pair)
        {
            throw new SnapBackException(ErrorCode.SourceMissing, $"The source '{pair.Source}' does not exist; nothing was touched.");
        }
    }
}
