using System.Globalization;

namespace SnapBack.Robocopy.Log;

/// <summary>
/// The summary of a log, column for column: labels of 10 columns, six right-aligned columns of at least 10, all of them wider when one number needs it.
/// Plain values in, lines out.
/// </summary>
public sealed record LogSummary
{
    private const int SmallestColumn = 10;
    private const int ValueWidth = 20;

    /// <summary>Folders, the root included.</summary>
    public required SummaryRow Folders { get; init; }

    /// <summary>Files and links.</summary>
    public required SummaryRow Files { get; init; }

    /// <summary>Sizes of the files in each column.</summary>
    public required SummaryRow Bytes { get; init; }

    /// <summary>Wall time of the run.</summary>
    public TimeSpan TotalTime { get; init; }

    /// <summary>Time for copying; the speed is reckoned from it.</summary>
    public TimeSpan CopyTime { get; init; }

    /// <summary>Time for copies that failed, and for waiting before they were tried again.</summary>
    public TimeSpan FailedTime { get; init; }

    /// <summary>End of the run, in local time.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>Sizes as plain numbers of bytes (<c>/BYTES</c>).</summary>
    public bool IsInBytes { get; init; }

    /// <summary>The lines, from the empty line before the dashes to the empty line after <c>Ended</c>.</summary>
    public IEnumerable<string> Lines()
    {
        string[][] rows =
        [
            ["Total", "Copied", "Skipped", "Mismatch", "FAILED", "Extras"],
            Cells(Folders, Plain),
            Cells(Files, Plain),
            Cells(Bytes, IsInBytes ? Plain : ByteText.Of),
            Times(),
        ];
        int width = Math.Max(SmallestColumn, rows.Max(r => r.Max(c => c.Length)) + 1);
        return
        [
            string.Empty,
            new string('-', 78),
            string.Empty,
            Row(string.Empty.PadLeft(SmallestColumn), rows[0], width),
            Row("    Dirs :", rows[1], width),
            Row("   Files :", rows[2], width),
            Row("   Bytes :", rows[3], width),
            Row("   Times :", rows[4], width),
            .. Speed(),
            $"   Ended : {LogTime.InWords(Ended)}",
            string.Empty,
        ];
    }

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Cells(SummaryRow row, Func<long, string> text) => [.. row.Cells.Select(text)];

    private static string Row(string label, string[] cells, int width) => label + string.Concat(cells.Select(c => c.PadLeft(width)));

    // 'Extras' of the times is no time for extras but all that was neither copying nor failing: scanning and comparing.
    private string[] Times()
    {
        TimeSpan known = CopyTime + FailedTime;
        TimeSpan rest = TotalTime > known ? TotalTime - known : TimeSpan.Zero;
        return [LogTime.Span(TotalTime), LogTime.Span(CopyTime), string.Empty, string.Empty, LogTime.Span(FailedTime), LogTime.Span(rest)];
    }

    private IEnumerable<string> Speed()
    {
        if (Bytes.Copied <= 0 || CopyTime <= TimeSpan.Zero)
        {
            yield break;
        }

        Int128 milliseconds = Int128.Max(1, (Int128)CopyTime.TotalMilliseconds);
        Int128 perSecond = (Int128)Bytes.Copied * 1000 / milliseconds;
        Int128 thousandthsPerMinute = perSecond * 60 * 1000 / (1024 * 1024);
        string perMinute = string.Create(CultureInfo.InvariantCulture, $"{thousandthsPerMinute / 1000}.{(int)(thousandthsPerMinute % 1000):000}");
        yield return string.Empty;
        yield return string.Empty;
        yield return $"   Speed :{perSecond.ToString(CultureInfo.InvariantCulture).PadLeft(ValueWidth)} Bytes/sec.";
        yield return $"   Speed :{perMinute.PadLeft(ValueWidth)} MegaBytes/min.";
    }
}
