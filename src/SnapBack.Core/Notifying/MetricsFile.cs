using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Platform;
using SnapBack.Runs;

namespace SnapBack.Notifying;

/// <summary>
/// The metrics of a job's last run in the text format of Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
/// </summary>
internal static partial class MetricsFile
{
    private const string Beginning = "# HELP snapback_";

    // Enough for the first lines, whatever the job is called.
    private const int HeadBytes = 16 * 1024;

    /// <summary>Writes the file under its final name only when it is whole, and through no link; over nothing but earlier metrics of the same job.</summary>
    /// <exception cref="DeliveryException">It can't be written, or is not this job's; what was there stays.</exception>
    public static void Write(string file, RunNews news)
    {
        string shown = DisplayText.Escape(file);
        if (WhyNotOurs(file, news.Job) is { } why)
        {
            throw new DeliveryException($"the file '{shown}' {why}", isFinal: true);
        }

        try
        {
            // What is not whole yet has another ending than .prom, by which the collector goes.
            WholeFile.Write(file, Encoding.UTF8.GetBytes(Text(news)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"the file '{shown}' can't be written", isFinal: true, e);
        }
    }

    /// <summary>The text of the file.</summary>
    public static string Text(RunNews news)
    {
        StringBuilder text = new();
        string job = $"job=\"{Label(news.Job)}\"";
        if (news.LastSuccess is { } success)
        {
            Gauge(text, "last_success_timestamp_seconds", "When the last complete run ended.", (job, Seconds(success)));
        }

        Gauge(text, "last_run_status", "How the last run ended: 1 at its word.", [.. Enum.GetValues<RunClass>().Select(c => ($"{job},status=\"{c.Word()}\"", c == news.Class ? 1.0 : 0.0))]);
        if (news.Details is not { } details)
        {
            return text.ToString();
        }

        Gauge(text, "last_run_timestamp_seconds", "When the last run began.", (job, Seconds(details.Run.Started)));
        if (details.Run.Ended is { } ended)
        {
            Gauge(text, "last_run_duration_seconds", "How long the last run took.", (job, (ended - details.Run.Started).TotalSeconds));
        }

        if (details.Totals is { } totals)
        {
            Write(text, job, totals);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string job, RunTotals totals)
    {
        Gauge(text, "last_run_files", "Files that the source had in scope.", (job, totals.Files.Total));
        Gauge(text, "last_run_files_copied", "Files that were copied.", (job, totals.Files.Copied));
        Gauge(text, "last_run_files_failed", "Files that failed.", (job, totals.Files.Failed));
        Gauge(text, "last_run_folders_failed", "Folders that failed.", (job, totals.Dirs.Failed));
        Gauge(text, "last_run_bytes_copied", "Bytes that were copied.", (job, totals.Bytes.Copied));
        Gauge(text, "last_run_entries_deleted", "Entries that were removed from the copy.", (job, totals.Deleted));
    }

    private static void Gauge(StringBuilder text, string name, string help, params (string Labels, double Value)[] values)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP snapback_{name} {help}\n# TYPE snapback_{name} gauge\n");
        foreach ((string labels, double value) in values)
        {
            text.Append(CultureInfo.InvariantCulture, $"snapback_{name}{{{labels}}} {value:0.###}\n");
        }
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();

    private static string Label(string text) => DisplayText.Escape(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string? WhyNotOurs(string file, string job)
    {
        string head;
        try
        {
            using FileStream stream = PlainFile.Open(file);
            byte[] bytes = new byte[HeadBytes];
            head = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, HeadBytes, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "can't be looked at, so it stays as it is";
        }

        if (head.Length > 0 && !head.StartsWith(Beginning, StringComparison.Ordinal))
        {
            return "holds something else than metrics of this program, and stays as it is";
        }

        return JobLabel().Match(head) is { Success: true } found && found.Groups[1].Value != Label(job)
            ? $"holds the metrics of the job '{DisplayText.Escape(found.Groups[1].Value)}', and a file serves one job: name another one, or remove it if that job is no more"
            : null;
    }

    [GeneratedRegex(@"\{job=""((?:[^""\\]|\\.)*)""")]
    private static partial Regex JobLabel();
}
