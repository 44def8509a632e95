using SnapBack.Catalog;

namespace SnapBack.Reporting;

/// <summary>A job over its runs.</summary>
/// <param name="Job">Its name.</param>
/// <param name="Backups">Its backups, oldest first; plans are left out.</param>
public sealed record JobReport(string Job, IReadOnlyList<RunRow> Backups)
{
    private const int Failed = 8;

    /// <summary>The newest backup that came to its end without a failure; null when there is none.</summary>
    public RunRow? LastSuccess => Backups.LastOrDefault(run => run.Status == "completed" && run.ExitCode < Failed);

    /// <summary>The newest backup.</summary>
    public RunRow Last => Backups[^1];

    /// <summary>The jobs of a catalog that have had a backup, those first whose last success is longest ago.</summary>
    public static IReadOnlyList<JobReport> All(CatalogReader reader) =>
    [
        .. reader.Runs().Where(run => run.Kind == CatalogWords.Backup).GroupBy(run => run.Job, StringComparer.Ordinal).Select(runs => new JobReport(runs.Key, [.. runs]))
            .OrderBy(job => job.LastSuccess?.Ended ?? DateTimeOffset.MinValue).ThenBy(job => job.Job, StringComparer.Ordinal),
    ];
}
