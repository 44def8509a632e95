using System.Globalization;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>How times are written: ISO 8601 in UTC, so that they sort as text.</summary>
internal static class CatalogTime
{
    private const string Clock = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>A clock reading, to the millisecond.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Clock, CultureInfo.InvariantCulture);

    /// <summary>A clock reading back; null when the text is none.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(text, Clock, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    /// <summary>A file time, to the nanosecond; null outside the years 0001 to 9999.</summary>
    public static string? Text(Timestamp time)
    {
        DateTimeOffset whole = new Timestamp(time.Seconds, 0).ToDateTimeOffset();
        return whole.ToUnixTimeSeconds() == time.Seconds
            ? string.Create(CultureInfo.InvariantCulture, $"{whole.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}.{time.Nanoseconds:000000000}Z")
            : null;
    }
}
