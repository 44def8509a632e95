using SnapBack.Robocopy.Log;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>The numbers of a run as robocopy's summary, because scripts and eyes are used to it.</summary>
internal static class RobocopyTable
{
    /// <summary>Writes the table, from the empty line before the dashes to the empty line after <c>Ended</c>.</summary>
    public static void Write(TextWriter output, RunTotals totals, DateTimeOffset ended)
    {
        foreach (string line in Of(totals, ended, isInBytes: false).Lines())
        {
            output.WriteLine(line);
        }
    }

    /// <summary>The table for the numbers of a run.</summary>
    public static LogSummary Of(RunTotals totals, DateTimeOffset ended, bool isInBytes) => new()
    {
        Folders = Row(totals.Dirs),
        Files = Row(totals.Files),
        Bytes = Row(totals.Bytes),
        TotalTime = totals.TotalTime,
        CopyTime = totals.Files.Copied > 0 && totals.ExecuteTime > totals.RetryWaitTime ? totals.ExecuteTime - totals.RetryWaitTime : TimeSpan.Zero,
        FailedTime = totals.RetryWaitTime,
        Ended = ended,
        IsInBytes = isInBytes,
    };

    private static SummaryRow Row(Counts counts) => new(counts.Total, counts.Copied, counts.Skipped, counts.Mismatch, counts.Failed, counts.Extras);
}
