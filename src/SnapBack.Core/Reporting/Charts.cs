using System.Globalization;
using SnapBack.Catalog;

namespace SnapBack.Reporting;

/// <summary>Small pictures as SVG in the page. What they show stands in tables or titles as well, so that nobody depends on colour or sight.</summary>
internal static class Charts
{
    private const int Width = 600;
    private const int Height = 90;
    private const int Gap = 2;
    private const int Cell = 14;
    private const int DaysOfWeek = 7;
    private const int WeeksOfYear = 53;

    /// <summary>A bar per run, the last one outlined.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="runs">Oldest first.</param>
    /// <param name="value">The height.</param>
    /// <param name="text">The height in words.</param>
    /// <param name="zone">Zone of the times.</param>
    public static void Bars(HtmlText html, string title, IReadOnlyList<RunRow> runs, Func<RunRow, double> value, Func<RunRow, string> text, TimeZoneInfo zone)
    {
        double most = Math.Max(1, runs.Select(value).DefaultIfEmpty().Max());
        double step = (double)Width / Math.Max(runs.Count, 10);
        html.Element(
            "svg",
            () =>
            {
                for (int i = 0; i < runs.Count; i++)
                {
                    double height = Math.Max(1, value(runs[i]) / most * Height);
                    string kind = Verdict.Of(runs[i]).Level == VerdictLevel.Bad ? "fbad" : "bar";
                    html.Element(
                        "rect",
                        () => html.Element("title", $"Run {runs[i].Id}, {Amount.Moment(runs[i].Started, zone)}: {text(runs[i])}"),
                        ("class", i == runs.Count - 1 ? $"{kind} now" : kind),
                        ("x", Number(i * step)),
                        ("y", Number(Height - height)),
                        ("width", Number(Math.Max(1, step - Gap))),
                        ("height", Number(height)));
                }
            },
            ("viewBox", $"0 0 {Width} {Height + 2}"),
            ("role", "img"),
            ("aria-label", title));
    }

    /// <summary>A square per day, weeks as columns and Monday at the top, coloured by the worst run of that day.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="runs">Runs, in any order.</param>
    /// <param name="today">The last day.</param>
    /// <param name="days">How many days.</param>
    /// <param name="zone">Zone by which a day begins.</param>
    public static void Calendar(HtmlText html, string title, IEnumerable<RunRow> runs, DateOnly today, int days, TimeZoneInfo zone)
    {
        ILookup<DateOnly, RunRow> byDay = runs.ToLookup(run => DayOf(run, zone));
        DateOnly first = today.AddDays(1 - days);
        int offset = WeekdayOf(first);
        int weeks = ((offset + days - 1) / DaysOfWeek) + 1;
        html.Element(
            "svg",
            () =>
            {
                for (int i = 0; i < days; i++)
                {
                    DateOnly day = first.AddDays(i);
                    RunRow[] ofDay = [.. byDay[day]];
                    VerdictLevel level = ofDay.Select(run => Verdict.Of(run).Level).DefaultIfEmpty().Max();
                    string date = day.ToString("yyyy-MM-dd ddd", CultureInfo.InvariantCulture);
                    string words = ofDay.Length == 0 ? "no run" : string.Join("; ", ofDay.Select(run => $"run {run.Id} {run.Status}"));
                    html.Element(
                        "rect",
                        () => html.Element("title", $"{date}: {words}"),
                        ("class", ofDay.Length == 0 ? "fnone" : ClassOf(level)),
                        ("x", (i + offset) / DaysOfWeek * Cell),
                        ("y", (i + offset) % DaysOfWeek * Cell),
                        ("width", Cell - Gap),
                        ("height", Cell - Gap),
                        ("rx", 2));
                }
            },
            ("viewBox", $"0 0 {Math.Max(weeks * Cell, WeeksOfYear * Cell)} {DaysOfWeek * Cell}"),
            ("role", "img"),
            ("aria-label", title));
    }

    /// <summary>The day on which a run began.</summary>
    public static DateOnly DayOf(RunRow run, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(run.Started, zone).DateTime);

    private static string ClassOf(VerdictLevel level) => level switch
    {
        VerdictLevel.Good => "fgood",
        VerdictLevel.Warning => "fwarn",
        VerdictLevel.Bad => "fbad",
        _ => "fnone",
    };

    private static int WeekdayOf(DateOnly day) => ((int)day.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek;

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
