using System.Globalization;
using SnapBack.Jobs;

namespace SnapBack.Versions;

/// <summary>Which runs the rules keep, and which versions those need. Pure.</summary>
public sealed class Retention
{
    private const int LongestPause = 366;

    private readonly long[] _good;
    private readonly long[] _kept;

    /// <param name="rules">The rules.</param>
    /// <param name="good">All runs that ended well, at least one; the newest of them is kept in any case.</param>
    /// <param name="zone">The host's time: days, weeks, months and years are its.</param>
    public Retention(KeepRules rules, IReadOnlyList<GoodRun> good, TimeZoneInfo zone)
    {
        GoodRun[] newestFirst = [.. good.OrderByDescending(run => run.Started).ThenByDescending(run => run.Run)];
        DateTimeOffset? from = rules.Within?.Before(newestFirst[0].Started);
        HashSet<long> kept =
        [
            .. newestFirst.Take(Math.Max(1, rules.Last)).Select(run => run.Run),
            .. Newest(rules.Daily, time => time.DayNumber),
            .. Newest(rules.Weekly, time => (ISOWeek.GetYear(time.ToDateTime(default)) * 100) + ISOWeek.GetWeekOfYear(time.ToDateTime(default))),
            .. Newest(rules.Monthly, time => (time.Year * 12) + time.Month),
            .. Newest(rules.Yearly, time => time.Year),
            .. newestFirst.Where(run => run.Started >= from).Select(run => run.Run),
        ];
        _kept = [.. kept.Order()];
        _good = [.. good.Select(run => run.Run).Order()];

        IEnumerable<long> Newest(int count, Func<DateOnly, int> bucket) => newestFirst
            .DistinctBy(run => bucket(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(run.Started, zone).DateTime)))
            .Take(count)
            .Select(run => run.Run);
    }

    /// <summary>The runs that are kept, in their order.</summary>
    public IReadOnlyList<long> Kept => _kept;

    /// <summary>
    /// True when a kept run needs the version. What no run is known to have written belongs to the run that moved it aside, or to the first good one after it.
    /// </summary>
    public bool Needs(WeighedVersion version)
    {
        if (version.IsOfNoRun)
        {
            int owner = IndexFrom(_good, version.MovedBy);
            return owner == _good.Length || Array.BinarySearch(_kept, _good[owner]) >= 0;
        }

        int first = IndexFrom(_kept, version.Since);
        return first < _kept.Length && _kept[first] < version.MovedBy;
    }

    /// <summary>
    /// Why a run's clock can't be believed, against the runs before it; null when it can. With a clock that is wrong by years the rules would keep nothing of
    /// what there is.
    /// </summary>
    /// <param name="started">Start of the run.</param>
    /// <param name="newestBefore">Start of the newest run before it whose clock was believed; null when there is none.</param>
    public static string? WhyNotBelieved(DateTimeOffset started, DateTimeOffset? newestBefore) => newestBefore is not { } before ? null
        : started < before ? $"it says {Day(started)}, and a run before this one started on {Day(before)}"
        : started > before.AddDays(LongestPause) ? $"it says {Day(started)}, and the last run before this one started on {Day(before)}, more than a year earlier"
        : null;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Index of the first number that is not under the given one.
    private static int IndexFrom(long[] sorted, long number)
    {
        int found = Array.BinarySearch(sorted, number);
        return found < 0 ? ~found : found;
    }
}
