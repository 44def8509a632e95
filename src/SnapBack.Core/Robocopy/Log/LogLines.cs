using System.Globalization;

namespace SnapBack.Robocopy.Log;

/// <summary>
/// The lines of a log for folders, files, progress and errors: plain values in, text without its line end out. Pure. Names and paths are expected
/// as <see cref="LogText"/> gives them.
/// </summary>
public static class LogLines
{
    /// <summary>What stands after a file that is wholly copied.</summary>
    public const string Complete = "\r100%  ";

    /// <summary>Told when a file is given up after it was tried again.</summary>
    public const string RetryLimitExceeded = "ERROR: RETRY LIMIT EXCEEDED.";

    // Which files count in tenths of a percent is documented nowhere; seen are whole percents at 1.2 MB and tenths at 16 MB.
    private const long ShownInTenths = 10 * 1024 * 1024;
    private const long ShownAtAll = 1024 * 1024;
    private const int CountWidth = 8;

    /// <summary>The line of a folder: twenty characters between two tabs, then the path.</summary>
    /// <param name="label">What it is.</param>
    /// <param name="files">Files in it that match what is asked for; -1 where that was not looked at.</param>
    /// <param name="path">Its path, with the separator at the end.</param>
    /// <param name="style">Which columns there are.</param>
    public static string Folder(LogLabel label, long files, string path, LogStyle style)
    {
        string what = style.HasClasses ? LabelText.Of(label) : new string(' ', LabelText.Width);
        string count = style.HasSizes ? files.ToString(CultureInfo.InvariantCulture) : string.Empty;
        return $"\t{what}{count.PadLeft(CountWidth)}\t{path}";
    }

    /// <summary>The line of a file: known by its two tabs in a row.</summary>
    /// <param name="label">What it is and what becomes of it.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="written">Its last write.</param>
    /// <param name="name">Its name, or its full path.</param>
    /// <param name="style">Which columns there are.</param>
    public static string File(LogLabel label, long size, DateTimeOffset written, string name, LogStyle style)
    {
        string what = style.HasClasses ? LabelText.Of(label) : string.Empty;
        string bytes = style.HasSizes ? FileSize.Of(size, style.IsInBytes).PadLeft(CountWidth) : string.Empty;
        string time = style.HasTimestamps ? " " + LogTime.InDigits(written.ToUniversalTime()) : string.Empty;
        return $"\t  {what}\t\t{bytes}{time}\t{name}";
    }

    /// <summary>What follows a file's line with <c>/ETA</c>.</summary>
    public static string Estimate(DateTimeOffset began, DateTimeOffset expected) => $"\t\t{LogTime.Clock(began)} -> {LogTime.Clock(expected)}";

    /// <summary>How much of a file is copied, to be written behind its line; null for a small file, of which only the end is told.</summary>
    public static string? Progress(long bytesDone, long size)
    {
        if (size < ShownAtAll)
        {
            return null;
        }

        // The end has a form of its own, and is told when the file is complete.
        long thousandths = Math.Clamp((long)((Int128)bytesDone * 1000 / size), 0, 999);
        return size < ShownInTenths
            ? string.Create(CultureInfo.InvariantCulture, $"\r{thousandths / 10,3}%  ")
            : string.Create(CultureInfo.InvariantCulture, $"\r{thousandths / 10,3}.{thousandths % 10}%");
    }

    /// <summary>The two lines of an error.</summary>
    /// <param name="time">When, in local time.</param>
    /// <param name="code">A Win32 error code: readers know no others.</param>
    /// <param name="operation">What was being done, one of <see cref="LogOperation"/>.</param>
    /// <param name="path">Full path.</param>
    /// <param name="message">What the code means: one sentence.</param>
    public static IReadOnlyList<string> Error(DateTimeOffset time, int code, string operation, string path, string message) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{LogTime.InDigits(time)} ERROR {unchecked((uint)code)} (0x{code:X8}) {operation} {path}"),
        Sentence(message),
    ];

    /// <summary>Told after an error that another try may cure. It stands on one line, because readers look for both halves there.</summary>
    public static string Waiting(TimeSpan pause) => string.Create(CultureInfo.InvariantCulture, $"Waiting {(long)pause.TotalSeconds} seconds... Retrying...");

    /// <summary>A message without a time, for what ends the command: <c>ERROR : Invalid Parameter #3 : "/FOO"</c>.</summary>
    public static string Fatal(string message) => $"ERROR : {LogText.Escape(message)}";

    private static string Sentence(string message)
    {
        string text = LogText.Escape(message);
        return text.Length == 0 ? "No reason was given." : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '!' or '?' ? string.Empty : ".");
    }
}
