using System.Globalization;
using SnapBack.Snapshots.Vss;

namespace SnapBack.Cli.Explaining;

/// <summary>What a number of Windows (HRESULT or Win32 error), as people have it in front of them, means.</summary>
internal static class HResultText
{
    private const int Win32Facility = unchecked((int)0x80070000);
    private const int CodeBits = 0xFFFF;

    /// <summary>Reads an HRESULT: <c>0x80042316</c>, <c>80042316</c>, <c>-2147212522</c>, <c>2147754774</c>, or a name.</summary>
    public static bool TryRead(string text, out int result)
    {
        bool hasPrefix = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        string digits = hasPrefix ? text[2..] : text;
        if ((hasPrefix || (digits.Length == 8 && digits[0] is '8')) && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint hex))
        {
            result = unchecked((int)hex);
            return true;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number is >= int.MinValue and <= uint.MaxValue)
        {
            result = unchecked((int)number);
            return IsFailure(result);
        }

        VssFailure? named = VssFailures.Find(text);
        result = named?.Result ?? 0;
        return named is not null;
    }

    /// <summary>The lines that explain it; empty for a number that nothing is known of.</summary>
    public static IReadOnlyList<string> Explain(int result)
    {
        VssFailure failure = VssFailures.Of(result);
        if (VssFailures.All.Contains(failure))
        {
            return
            [
                string.Create(CultureInfo.InvariantCulture, $"0x{result:X8} {failure.Name}"),
                failure.Cause,
                $"What snapback does: {ActionOf(failure.Class)}",
                $"What to do: {failure.Advice}",
            ];
        }

        return (result & ~CodeBits) == Win32Facility || (result & ~CodeBits) == 0 ? ExplainWin32(result & CodeBits) : [];
    }

    /// <summary>The lines that explain an error of Windows.</summary>
    public static IReadOnlyList<string> ExplainWin32(int code) => Win32ErrorText.Find(code) is { } text
        ? [string.Create(CultureInfo.InvariantCulture, $"Windows error {code} (0x{Win32Facility | code:X8}) {text.Name}"), text.Meaning, $"What to do: {text.Advice}"]
        : [];

    // What looks like a small exit code is none.
    private static bool IsFailure(int result) => unchecked((uint)result) is >= 0x80000000 and < 0x90000000;

    private static string ActionOf(VssFailureClass found) => found switch
    {
        VssFailureClass.Queue => "it waits for the other program, and asks anew every few seconds until '--vss-timeout' is over.",
        VssFailureClass.Transient => "it tries again, '--vss-retry' times altogether, with growing pauses from '--vss-retry-wait' on.",
        VssFailureClass.WithoutWriters => "it makes the snapshot without the writer, or without all writers, and says that databases are as after a power cut.",
        VssFailureClass.Operator => "it does not try again: somebody must do something first. The job's '--snapshot' decides whether the live files are read.",
        VssFailureClass.Capability => "it does not try again: this can't be done here. The job's '--snapshot' decides whether the live files are read.",
        VssFailureClass.Rights => "it does not try again: rights are missing. The job's '--snapshot' decides whether the live files are read.",
        _ => "it does not try again.",
    };
}
