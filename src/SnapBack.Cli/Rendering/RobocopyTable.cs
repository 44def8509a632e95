using System.Globalization;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>
/// Robocopy's summary, column for column, because scripts and eyes are used to it: labels of 10 columns, six right-aligned columns of at
/// least 10, all of them wider when one number needs it.
/// </summary>
internal static class RobocopyTable
{
    private const int SmallestColumn = 10;
    private const int ValueWidth = 20;

    /// <summary>Writes the table, from the empty line before the dashes to the empty line after <c>Ended</c>.</summary>
    public static void Write(TextWriter output, RunTotals totals, DateTimeOffset ended)
    {
        string[][] rows =
        [
            ["Total", "Copied", "Skipped", "Mismatch", "FAILED", "Extras"],
            Cells(totals.Dirs, n => n.ToString(CultureInfo.InvariantCulture)),
            Cells(totals.Files, n => n.ToString(CultureInfo.InvariantCulture)),
            Cells(totals.Bytes, ByteText.Of),
            Times(totals),
        ];
        int width = Math.Max(SmallestColumn, rows.Max(r => r.Max(c => c.Length)) + 1);
        output.WriteLine();
        output.WriteLine(new string('-', 78));
        output.WriteLine();
        WriteRow(output, string.Empty.PadLeft(SmallestColumn), rows[0], width);
        WriteRow(output, "    Dirs :", rows[1], width);
        WriteRow(output, "   Files :", rows[2], width);
        WriteRow(output, "   Bytes :", rows[3], width);
        WriteRow(output, "   Times :", rows[4], width);
        WriteSpeed(output, totals);
        output.WriteLine($"   Ended : {ended.ToString("dddd, MMMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture)}");
        output.WriteLine();
    }

    private static string[] Cells(Counts counts, Func<long, string> text) =>
        [text(counts.Total), text(counts.Copied), text(counts.Skipped), text(counts.Mismatch), text(counts.Failed), text(counts.Extras)];

    // Robocopy's 'Extras' of the times is no time for extras but all that was not copying: scanning and comparing.
    private static string[] Times(RunTotals totals)
    {
        TimeSpan copying = CopyTime(totals);
        TimeSpan rest = totals.TotalTime > copying ? totals.TotalTime - copying : TimeSpan.Zero;
        return [Clock(totals.TotalTime), Clock(copying), string.Empty, string.Empty, Clock(TimeSpan.Zero), Clock(rest)];
    }

    private static TimeSpan CopyTime(RunTotals totals) => totals.Files.Copied > 0 ? totals.ExecuteTime : TimeSpan.Zero;

    private static string Clock(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    private static void WriteRow(TextWriter output, string label, string[] cells, int width) =>
        output.WriteLine(label + string.Concat(cells.Select(c => c.PadLeft(width))));

    private static void WriteSpeed(TextWriter output, RunTotals totals)
    {
        if (totals.Bytes.Copied <= 0 || totals.ExecuteTime <= TimeSpan.Zero)
        {
            return;
        }

        Int128 milliseconds = Int128.Max(1, (Int128)totals.ExecuteTime.TotalMilliseconds);
        Int128 bytesPerSecond = (Int128)totals.Bytes.Copied * 1000 / milliseconds;
        Int128 thousandthsPerMinute = bytesPerSecond * 60 * 1000 / (1024 * 1024);
        string perMinute = string.Create(CultureInfo.InvariantCulture, $"{thousandthsPerMinute / 1000}.{(int)(thousandthsPerMinute % 1000):000}");
        output.WriteLine();
        output.WriteLine();
        output.WriteLine($"   Speed :{bytesPerSecond.ToString(CultureInfo.InvariantCulture).PadLeft(ValueWidth)} Bytes/sec.");
        output.WriteLine($"   Speed :{perMinute.PadLeft(ValueWidth)} MegaBytes/min.");
    }
}
