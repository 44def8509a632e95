using System.Globalization;
using SnapBack.Errors;

namespace SnapBack.Scheduling;

/// <summary>
/// Times of a trigger as systemd writes them (https://www.freedesktop.org/software/systemd/man/systemd.time.html#Calendar%20Events). systemd knows no repetition, so
/// each start of a day is a time of its own.
/// </summary>
internal static class CalendarTimes
{
    private const int MostStarts = 144;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>One or more calendar events.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>: a repetition that has no such form.</exception>
    public static IEnumerable<string> Of(Trigger.Timed trigger)
    {
        foreach (TimeSpan start in Starts(trigger))
        {
            int daysLater = (int)(start.Ticks / Day.Ticks);
            string time = TimeOnly.FromTimeSpan(start - (Day * daysLater)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            foreach (string days in Days(trigger, daysLater))
            {
                yield return $"{days} {time}";
            }
        }
    }

    private static IEnumerable<TimeSpan> Starts(Trigger.Timed trigger)
    {
        TimeSpan first = trigger.At.ToTimeSpan();
        if (trigger.Repetition is not { } repetition)
        {
            return [first];
        }

        int count = (int)((repetition.For.Ticks - 1) / repetition.Every.Ticks) + 1;
        bool wrapsMonth = trigger is Trigger.Monthly && first + (repetition.Every * (count - 1)) >= Day;
        return count <= MostStarts && !wrapsMonth
            ? Enumerable.Range(0, count).Select(i => first + (repetition.Every * i))
            : throw new SnapBackException(
                ErrorCode.Usage,
                wrapsMonth
                    ? "A start of the month that is repeated after midnight has no form for systemd. Nothing was touched."
                    : $"That would be {count} starts a day, and a timer of systemd has room for {MostStarts} here. Nothing was touched.",
                "Repeat less often, or for a shorter time.");
    }

    private static IEnumerable<string> Days(Trigger.Timed trigger, int daysLater) => trigger switch
    {
        Trigger.Weekly weekly => [$"{string.Join(',', weekly.Days.Select(day => ((DayOfWeek)(((int)day + daysLater) % 7)).ToString()[..3]))} *-*-*"],
        Trigger.Monthly monthly => monthly.Days.Select(day => day == Trigger.LastDay ? "*-*~01" : string.Create(CultureInfo.InvariantCulture, $"*-*-{day:00}")),
        _ => ["*-*-*"],
    };
}
