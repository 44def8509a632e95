using System.Globalization;
using System.Text;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Platform.Windows;
using SnapBack.Reporting;
using SnapBack.Runs;

namespace SnapBack.Notifying;

/// <summary>Number, level and strings of an event in the Windows Event Log; docs/notifications.md describes them. Numbers keep their meaning, strings are only ever added.</summary>
internal static class EventText
{
    private const int MostFailures = 25;
    private const string Cut = "...";

    // One string may have 31,839 characters, and all of an event has to fit into 64 KB
    // (https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-reporteventw). Eight short ones stand beside the long one.
    private const int MostCharacters = 16_000;
    private const int MostOfOther = 1_000;

    /// <summary>The number of an event.</summary>
    public static int Id(RunClass found) => found switch
    {
        RunClass.Success => 100,
        RunClass.Warnings => 101,
        RunClass.Failure => 102,
        RunClass.NothingDone => 103,
        _ => 104,
    };

    /// <summary>Its level: an error is what asks for somebody.</summary>
    public static EventLevel Level(RunClass found) => found switch
    {
        RunClass.Success => EventLevel.Information,
        RunClass.Warnings => EventLevel.Warning,
        _ => EventLevel.Error,
    };

    /// <summary>The text for people, then what programs ask for, one by one.</summary>
    /// <param name="news">The run.</param>
    /// <param name="tellsNames">Whether paths, and sentences that may hold some, are part of it.</param>
    public static IReadOnlyList<string> Strings(RunNews news, bool tellsNames)
    {
        RunRow? run = news.Details?.Run;
        RunTotals? totals = news.Details?.Totals;
        return
        [
            Short(Text(news, tellsNames), MostCharacters),
            .. new[]
            {
                news.Job,
                news.Class.Word(),
                Number(run?.Id),
                Number(run?.ExitCode),
                Number(totals?.Files.Copied),
                Number(totals?.Files.Failed + totals?.Dirs.Failed),
                Number(totals?.Deleted),
                Number(totals?.Bytes.Copied),
            }.Select(text => Short(Line(text), MostOfOther)),
        ];
    }

    private static string Text(RunNews news, bool tellsNames)
    {
        List<string> lines = [$"{news.Verdict}."];
        if (tellsNames)
        {
            lines.Add(news.More);
        }

        lines.Add($"Job {news.Job} on {news.Host}");
        if (news.Details is { } details)
        {
            lines.Add($"Run {Number(details.Run.Id)}, exit code {Number(details.Run.ExitCode)}");
            AddRecord(lines, details, tellsNames);
        }
        else
        {
            lines.Add("The log of the run has the details.");
        }

        return string.Join("\r\n", lines.Select(Line));
    }

    private static void AddRecord(List<string> lines, RunDetails details, bool tellsNames)
    {
        if (details.Totals is { } totals)
        {
            lines.Add($"{Amount.Count(totals.Files.Copied, "file", "files")} copied ({Amount.Bytes(totals.Bytes.Copied)}), {Amount.Number(totals.Files.Failed + totals.Dirs.Failed)} failed, {Amount.Number(totals.Deleted)} deleted");
        }

        lines.AddRange(details.Notices.Select(notice => $"{(notice.IsWarning ? "WARNING" : "Note")}: {(tellsNames ? notice.Text : notice.Code)}"));
        if (tellsNames)
        {
            lines.AddRange(details.Failures.Take(MostFailures).Select(failure => $"FAILED  {failure.Path}: {failure.Error}"));
        }

        lines.Add($"'snapback report {Number(details.Run.Id)}' has all of it.");
    }

    // A viewer puts another text in place of %1 and %%1: what a file is called must not be read like that.
    private static string Line(string text)
    {
        StringBuilder line = new(DisplayText.Escape(text));
        for (int i = line.Length - 2; i >= 0; i--)
        {
            if (line[i] == '%' && (char.IsAsciiDigit(line[i + 1]) || line[i + 1] == '{'))
            {
                line.Remove(i, 1).Insert(i, @"\x25");
            }
        }

        return line.ToString();
    }

    private static string Short(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int end = most - Cut.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + Cut;
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
