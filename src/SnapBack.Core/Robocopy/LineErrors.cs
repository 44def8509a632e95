using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Robocopy;

/// <summary>
/// What is wrong with a line or a job file, in robocopy's form: the argument's or line's number and its text as the message, our explanation as
/// the hint.
/// </summary>
internal static class LineErrors
{
    private const int LongestShown = 120;

    /// <summary>A parameter that can't be understood.</summary>
    public static SnapBackException Invalid(LinePlace place, string text, string explanation, Exception? inner = null)
    {
        string shown = Show(text);
        return place.File is { } file
            ? new SnapBackException(
                ErrorCode.RobocopyJobFile, $"Invalid Job File, Line #{place.Number} : \"{shown}\"", $"{explanation} The file is '{Show(file)}'. Nothing was touched.", inner)
            : new SnapBackException(ErrorCode.RobocopyLine, $"Invalid Parameter #{place.Number} : \"{shown}\"", $"{explanation} Nothing was touched.", inner);
    }

    /// <summary>The line as a whole lacks something.</summary>
    public static SnapBackException Incomplete(string message, string explanation) => new(ErrorCode.RobocopyLine, message, $"{explanation} Nothing was touched.");

    /// <summary>Two switches that exclude each other.</summary>
    public static SnapBackException Clash(string message, string explanation) => new(ErrorCode.RobocopyClash, message, $"{explanation} Nothing was touched.");

    /// <summary>A job file that can't be read or written.</summary>
    public static SnapBackException JobFile(string message, string explanation, Exception? inner = null) =>
        new(ErrorCode.RobocopyJobFile, message, $"{explanation} Nothing was touched.", inner);

    /// <summary>What somebody wrote, safe and short enough for a message.</summary>
    public static string Show(string text)
    {
        string escaped = DisplayText.Escape(text);
        return escaped.Length <= LongestShown ? escaped : string.Concat(escaped.AsSpan(0, LongestShown), "...");
    }
}
