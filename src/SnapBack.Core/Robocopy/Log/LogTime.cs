using System.Globalization;

namespace SnapBack.Robocopy.Log;

/// <summary>Times as the log writes them, in no culture but this one.</summary>
public static class LogTime
{
    /// <summary>In header and summary: <c>Thursday, March 8, 2018 2:34:59 PM</c>.</summary>
    public static string InWords(DateTimeOffset time) => time.ToString("dddd, MMMM d, yyyy h:mm:ss tt", CultureInfo.InvariantCulture);

    /// <summary>On file lines and before errors: <c>2018/03/08 14:34:59</c>.</summary>
    public static string InDigits(DateTimeOffset time) => time.ToString("yyyy'/'MM'/'dd HH':'mm':'ss", CultureInfo.InvariantCulture);

    /// <summary>In estimates: <c>14:34</c>.</summary>
    public static string Clock(DateTimeOffset time) => time.ToString("HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>In the summary: hours, minutes, seconds, as <c>0:01:49</c>.</summary>
    public static string Span(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
