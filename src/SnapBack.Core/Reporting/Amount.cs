using System.Globalization;

namespace SnapBack.Reporting;

/// <summary>Numbers as people read them.</summary>
internal static class Amount
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Bytes in units of 1,024, as Windows shows them: <c>1.2 GB</c>.</summary>
    public static string Bytes(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1000 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0 ? $"{Number(bytes)} bytes" : string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }

    /// <summary>A whole number in groups of three.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun.</summary>
    public static string Count(long number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

    /// <summary>Hours, minutes and seconds, the largest two.</summary>
    public static string Time(TimeSpan time) =>
        time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    /// <summary>A moment in a zone, to the minute.</summary>
    public static string Moment(DateTimeOffset time, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
