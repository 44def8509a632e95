using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SnapBack.Errors;
using SnapBack.Runs;

namespace SnapBack.Catalog;

/// <summary>
/// Which runs stay in a catalog: all of the last days, and one of each of the last weeks, months and years: the newest good one, or where there is none the
/// newest that came to its end. Immutable.
/// </summary>
public sealed record PruneRules
{
    /// <summary>What is allowed, as the end of a sentence.</summary>
    public const string Allowed = "must be rules such as 30d,8w,12m,3y: all runs of the last days, then one of each week, month and year";

    private const int Largest = 9999;

    // More than any clock is changed by for summer.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    /// <summary>All runs that began within so many days of 24 hours; 0 for none.</summary>
    public int Days { get; init; }

    /// <summary>One run of each of the newest so many weeks that have one.</summary>
    public int Weeks { get; init; }

    /// <summary>One run of each of the newest so many months that have one.</summary>
    public int Months { get; init; }

    /// <summary>One run of each of the newest so many years that have one.</summary>
    public int Years { get; init; }

    /// <summary>Reads rules as they are given on a command line.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PruneRules? rules, [NotNullWhen(false)] out string? problem)
    {
        rules = null;
        problem = Allowed;
        PruneRules read = new();
        string units = string.Empty;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length < 2 || units.Contains(part[^1], StringComparison.Ordinal)
                || !int.TryParse(part.AsSpan(0, part.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > Largest
                || read.With(part[^1], number) is not { } next)
            {
                return false;
            }

            units += part[^1];
            read = next;
        }

        rules = read;
        problem = null;
        return true;
    }

    /// <summary>
    /// Decides about each run, in the order given. Of every job the newest good run stays whatever the rules say, and so do the newest that came to its end
    /// and all after it, the newest run of each source and destination, and what is running. Weeks (from Monday), months and years are those of the clock's zone.
    /// </summary>
    /// <param name="runs">All runs of a catalog, oldest first.</param>
    /// <param name="clock">Now, and the zone.</param>
    /// <exception cref="SnapBackException">PruneRefused: a run began in the future, so the clock was or is wrong.</exception>
    public IReadOnlyList<PruneRow> Decide(IReadOnlyList<RunRow> runs, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (runs.FirstOrDefault(run => run.Started > now + ClockTolerance) is { } future)
        {
            throw new SnapBackException(
                ErrorCode.PruneRefused,
                string.Create(CultureInfo.InvariantCulture, $"Run {future.Id} began on {future.Started:yyyy-MM-dd}, and today is {now:yyyy-MM-dd}: the clock is or was wrong. Nothing was touched."),
                "Set the clock right. Runs that were recorded with a wrong clock can't be told by age.");
        }

        Dictionary<long, string> reasons = [];
        foreach (IGrouping<string, RunRow> job in runs.GroupBy(run => run.Job, StringComparer.Ordinal))
        {
            KeepNewest([.. job], reasons);
            RunRow[] whole = [.. job.Where(IsWhole).Reverse()];
            KeepPeriods(whole, Weeks, "week", run => WeekOf(TimeZoneInfo.ConvertTime(run.Started, clock.LocalTimeZone)), reasons);
            KeepPeriods(whole, Months, "month", run => TimeZoneInfo.ConvertTime(run.Started, clock.LocalTimeZone).ToString("yyyy-MM", CultureInfo.InvariantCulture), reasons);
            KeepPeriods(whole, Years, "year", run => TimeZoneInfo.ConvertTime(run.Started, clock.LocalTimeZone).ToString("yyyy", CultureInfo.InvariantCulture), reasons);
        }

        foreach (IGrouping<(string, string), RunRow> tree in runs.GroupBy(run => (run.Source, run.Destination)))
        {
            reasons.TryAdd(tree.Last().Id, "newest of its source and destination");
        }

        foreach (RunRow run in runs)
        {
            if (run.Status == CatalogWords.Statuses.Of(RunStatus.Running))
            {
                reasons.TryAdd(run.Id, "running");
            }
            else if (Days > 0 && run.Started >= now.AddDays(-Days))
            {
                reasons.TryAdd(run.Id, string.Create(CultureInfo.InvariantCulture, $"within {Days} days"));
            }
        }

        return [.. runs.Select(run => new PruneRow(run, reasons.GetValueOrDefault(run.Id)))];
    }

    private static bool IsGood(RunRow run) => run is { Kind: CatalogWords.Backup, ExitCode: < 8 } && run.Status == CatalogWords.Statuses.Of(RunStatus.Completed);

    // A job with a file that is always locked never has a good run, and still its runs are worth something.
    private static bool IsWhole(RunRow run) =>
        run is { Kind: CatalogWords.Backup, ExitCode: < 16 } && run.Status != CatalogWords.Statuses.Of(RunStatus.Interrupted);

    private static void KeepNewest(RunRow[] job, Dictionary<long, string> reasons)
    {
        int whole = Array.FindLastIndex(job, IsWhole);
        for (int i = Math.Max(0, whole); i < job.Length; i++)
        {
            reasons[job[i].Id] = whole < 0 ? "no run came to its end yet" : i == whole ? "newest that came to its end" : "newer than all that came to their end";
        }

        if (Array.FindLast(job, IsGood) is { } good)
        {
            reasons[good.Id] = "newest good run";
        }
    }

    private static void KeepPeriods(RunRow[] newestFirst, int count, string word, Func<RunRow, string> period, Dictionary<long, string> reasons)
    {
        foreach (IGrouping<string, RunRow> runs in newestFirst.GroupBy(period, StringComparer.Ordinal).Take(count))
        {
            reasons.TryAdd((runs.FirstOrDefault(IsGood) ?? runs.First()).Id, $"{word} {runs.Key}");
        }
    }

    private static string WeekOf(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(time.DateTime)}-W{ISOWeek.GetWeekOfYear(time.DateTime):00}");

    private PruneRules? With(char unit, int number) => unit switch
    {
        'd' => this with { Days = number },
        'w' => this with { Weeks = number },
        'm' => this with { Months = number },
        'y' => this with { Years = number },
        _ => null,
    };
}
