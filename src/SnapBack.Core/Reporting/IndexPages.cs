using System.Security.Cryptography;
using System.Text;
using SnapBack.Catalog;

namespace SnapBack.Reporting;

/// <summary>The overview of all jobs of a catalog: a folder of pages that can be opened without a server.</summary>
public static class IndexPages
{
    private const int Days = 90;
    private const int HashLength = 8;

    /// <summary>Every page by its file name; <c>index.html</c> is the first. A job has a page, and so has its newest run.</summary>
    public static IEnumerable<(string Name, string Html)> Write(CatalogReader reader, DateTimeOffset now, TimeZoneInfo zone)
    {
        IReadOnlyList<JobReport> jobs = JobReport.All(reader);
        yield return ("index.html", Overview(jobs, now, zone));
        foreach (JobReport job in jobs)
        {
            yield return ($"{NameOf(job)}.html", JobPage.Write(job, now, zone));
            yield return ($"{NameOf(job)}-last.html", RunPage.Write(RunReport.Read(reader, job.Last.Id), zone));
        }
    }

    private static string Overview(IReadOnlyList<JobReport> jobs, DateTimeOffset now, TimeZoneInfo zone) => Page.Write(
        "SnapBack: all jobs",
        html =>
        {
            html.Element("h1", "All jobs");
            html.Element("p", $"As of {Amount.Moment(now, zone)}. The job whose last success is longest ago comes first; squares are the last {Days} days.", ("class", "dim"));
            if (jobs.Count == 0)
            {
                html.Element("p", "No job has had a backup yet.");
            }

            foreach (JobReport job in jobs)
            {
                Verdict last = Verdict.Of(job.Last);
                html.Element(
                    "div",
                    () =>
                    {
                        html.Element("strong", () => html.Element("a", job.Job, ("href", $"{NameOf(job)}.html")));
                        html.Element("p", job.LastSuccess is { Ended: { } ended } ? $"Last success {JobPage.Ago(now - ended)} ({Amount.Moment(ended, zone)})." : "It never succeeded.");
                        html.Element(
                            "p",
                            () => html.Text($"Newest run {job.Last.Id}, {Amount.Moment(job.Last.Started, zone)}: ").Element("a", last.Text, ("href", $"{NameOf(job)}-last.html")));
                        Charts.Calendar(html, $"The last {Days} days of {job.Job}", job.Backups, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime), Days, zone);
                    },
                    ("class", $"verdict {RunPage.ClassOf(last.Level)}"));
            }
        });

    // A job may be called anything; the name of a file must lead nowhere else, and two jobs must not share one.
    private static string NameOf(JobReport job)
    {
        string plain = string.Concat(job.Job.Where(char.IsAsciiLetterOrDigit).Take(40)).ToLowerInvariant();
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job.Job)))[..HashLength];
        return $"job-{plain}-{hash}";
    }
}
