using System.Globalization;
using System.Text;
using SnapBack.Catalog;
using SnapBack.Paths;
using SnapBack.Reporting;
using SnapBack.Runs;

namespace SnapBack.Notifying;

/// <summary>Subject and text of a mail: enough to know whether to get up.</summary>
internal static class MailText
{
    private const int MostFailures = 25;

    /// <summary>The subject, one line whatever the job is called.</summary>
    public static string Subject(RunNews news) => DisplayText.Escape($"{news.Job}: {news.Verdict}");

    /// <summary>The text.</summary>
    /// <param name="news">The run.</param>
    /// <param name="hasPage">Whether the report is attached.</param>
    public static string Body(RunNews news, bool hasPage)
    {
        StringBuilder text = new();
        Line(text, $"{news.Verdict}.");
        Line(text, news.More);
        Line(text, string.Empty);
        Line(text, $"Job {news.Job} on {news.Host}");
        if (news.Details is not { } details)
        {
            return text.ToString();
        }

        Line(text, string.Create(CultureInfo.InvariantCulture, $"Run {details.Run.Id}, {details.Run.Started:yyyy-MM-dd HH:mm} to {details.Run.Ended:yyyy-MM-dd HH:mm} UTC"));
        if (details.Totals is { } totals)
        {
            Line(text, $"{Amount.Count(totals.Files.Copied, "file", "files")} copied ({Amount.Bytes(totals.Bytes.Copied)}), {Amount.Number(totals.Files.Failed + totals.Dirs.Failed)} failed, {Amount.Number(totals.Deleted)} deleted");
        }

        foreach (Notice notice in details.Notices)
        {
            Line(text, $"{(notice.IsWarning ? "WARNING" : "Note")}: {notice.Text}");
        }

        foreach (FileRow failure in details.Failures.Take(MostFailures))
        {
            Line(text, $"FAILED  {failure.Path}: {failure.Error}");
        }

        if (details.Failures.Count > MostFailures)
        {
            Line(text, "        and more: the report has them.");
        }

        Line(text, string.Empty);
        Line(text, hasPage ? "The report is attached." : $"'snapback report {details.Run.Id.ToString(CultureInfo.InvariantCulture)}' has all of it.");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(DisplayText.Escape(line)).Append("\r\n");
}
