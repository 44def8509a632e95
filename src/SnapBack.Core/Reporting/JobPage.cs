using SnapBack.Catalog;

namespace SnapBack.Reporting;

/// <summary>A job over its nights as a page: when it last succeeded, a calendar, trends, the newest runs.</summary>
public static class JobPage
{
    private const int CalendarDays = 365;
    private const int TrendRuns = 90;
    private const int ListedRuns = 60;

    /// <summary>The whole page.</summary>
    /// <param name="job">What it tells.</param>
    /// <param name="now">The moment of the report.</param>
    /// <param name="zone">Zone of the times, and by which a night is counted.</param>
    public static string Write(JobReport job, DateTimeOffset now, TimeZoneInfo zone) => Page.Write(
        $"{job.Job}: {Amount.Count(job.Backups.Count, "run", "runs")}",
        html =>
        {
            Verdict last = Verdict.Of(job.Last);
            html.Element("h1", job.Job);
            html.Element(
                "div",
                () =>
                {
                    html.Element("strong", job.LastSuccess is { Ended: { } ended } ? $"Last success {Ago(now - ended)}" : "It never succeeded");
                    html.Element("p", $"Newest run: {job.Last.Id}, {Amount.Moment(job.Last.Started, zone)}. {last.Text}.");
                },
                ("class", $"verdict {RunPage.ClassOf(last.Level)}"));
            html.Element("p", $"{job.Last.Source} → {job.Last.Destination}", ("class", "small"));
            html.Element("h2", "Nights of the last year");
            Charts.Calendar(html, "Nights of the last year", job.Backups, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime), CalendarDays, zone);
            RunRow[] recent = [.. job.Backups.TakeLast(TrendRuns)];
            html.Element("h2", $"The last {Amount.Count(recent.Length, "run", "runs")}");
            html.Element("p", "Bytes copied", ("class", "small dim"));
            Charts.Bars(html, "Bytes copied by run", recent, run => run.BytesCopied ?? 0, run => Amount.Bytes(run.BytesCopied ?? 0), zone);
            html.Element("p", "Files copied", ("class", "small dim"));
            Charts.Bars(html, "Files copied by run", recent, run => run.FilesCopied ?? 0, run => Amount.Count(run.FilesCopied ?? 0, "file", "files"), zone);
            html.Element("p", "Time taken", ("class", "small dim"));
            Charts.Bars(html, "Time taken by run", recent, run => run.Ended is { } end ? (end - run.Started).TotalSeconds : 0, run => run.Ended is { } end ? Amount.Time(end - run.Started) : "no end", zone);
            Runs(html, job, zone);
        });

    /// <summary>A span of the past in words.</summary>
    internal static string Ago(TimeSpan time) => time switch
    {
        { TotalHours: < 1 } => "within the hour",
        { TotalHours: < 48 } => $"{Amount.Count((long)time.TotalHours, "hour", "hours")} ago",
        _ => $"{Amount.Count((long)time.TotalDays, "day", "days")} ago",
    };

    private static void Runs(HtmlText html, JobReport job, TimeZoneInfo zone) => html.Element(
        "div",
        () => html.Element(
            "table",
            () =>
            {
                html.Own("<tr><th class=\"n\">Run</th><th>Started</th><th>Verdict</th><th class=\"n\">Files</th><th class=\"n\">Bytes</th><th class=\"n\">Failed</th><th class=\"n\">Time</th></tr>\n");
                foreach (RunRow run in job.Backups.Reverse().Take(ListedRuns))
                {
                    Verdict verdict = Verdict.Of(run);
                    html.Element(
                        "tr",
                        () =>
                        {
                            html.Element("td", Amount.Number(run.Id), ("class", "n")).Element("td", Amount.Moment(run.Started, zone));
                            html.Element("td", () => html.Element("b", verdict.Text, ("class", RunPage.ClassOf(verdict.Level))));
                            html.Element("td", Amount.Number(run.FilesCopied ?? 0), ("class", "n")).Element("td", Amount.Bytes(run.BytesCopied ?? 0), ("class", "n"));
                            html.Element("td", Amount.Number(run.FilesFailed ?? 0), ("class", "n")).Element("td", run.Ended is { } end ? Amount.Time(end - run.Started) : string.Empty, ("class", "n"));
                        });
                }
            }),
        ("class", "wide"));
}
