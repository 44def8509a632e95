using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SnapBack.Jobs;

namespace SnapBack.Robocopy;

/// <summary>Checks what stands behind the colon of a switch. Pure, culture-free.</summary>
internal static class SwitchValue
{
    private const int FirstYear = 1900;

    /// <summary>The value in the form that the rest of the room reads, or the problem: the end of a sentence that says what is allowed.</summary>
    public static bool TryRead(Switch of, string text, out string value, [NotNullWhen(false)] out string? problem)
    {
        value = text;
        problem = of.Form switch
        {
            SwitchForm.Number or SwitchForm.OptionalNumber => NumberProblem(of, text),
            SwitchForm.Size or SwitchForm.OptionalSize => SizeProblem(of, text),
            SwitchForm.Age => AgeProblem(text),
            SwitchForm.Hours => HoursProblem(text),
            SwitchForm.Letters => LettersProblem(of, text, out value),
            SwitchForm.OptionalWord => WordProblem(of, text, out value),
            SwitchForm.Limit => ValueText.TryDeleteLimit(text, out _, out string? limit) ? null : limit,
            _ => text.Length == 0 ? "needs a path" : null,
        };
        return problem is null;
    }

    private static string? NumberProblem(Switch of, string text)
    {
        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= of.Minimum && number <= of.Maximum;
        if (isNumber)
        {
            return null;
        }

        return of.Maximum >= int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"needs a whole number from {of.Minimum}")
            : string.Create(CultureInfo.InvariantCulture, $"needs a whole number from {of.Minimum} to {of.Maximum}");
    }

    private static string? SizeProblem(Switch of, string text) =>
        text.Length > 0 && char.ToUpperInvariant(text[^1]) != 'T' && ValueText.TrySize(text, out long bytes, out _) && bytes >= of.Minimum
            ? null
            : "needs a number of bytes, with K, M or G after it if wanted";

    private static string? AgeProblem(string text)
    {
        bool isNumber = text.Length is > 0 and <= 8 && text.All(char.IsAsciiDigit);
        bool isAge = isNumber && (int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) < FirstYear
            || DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        return isAge ? null : "needs a number of days under 1900 or a date as YYYYMMDD";
    }

    private static string? HoursProblem(string text)
    {
        bool isRange = text.Length == 9 && text[4] == '-' && IsTime(text.AsSpan(0, 4)) && IsTime(text.AsSpan(5));
        return isRange ? null : "needs two times of the day as hhmm-hhmm, such as 1800-0600";
    }

    // The end of the day may be written 2400.
    private static bool IsTime(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int time) && (time == 2400 || (time / 100 < 24 && time % 100 < 60));

    private static string? LettersProblem(Switch of, string text, out string value)
    {
        value = new string([.. text.ToUpperInvariant().Distinct().OrderBy(c => of.Letters.IndexOf(c, StringComparison.Ordinal))]);
        return text.Length > 0 && value.All(c => of.Letters.Contains(c, StringComparison.Ordinal)) ? null : $"needs one or more of the letters {of.Letters}";
    }

    private static string? WordProblem(Switch of, string text, out string value)
    {
        value = of.Words.FirstOrDefault(w => string.Equals(w, text, StringComparison.OrdinalIgnoreCase)) ?? text;
        return of.Words.Contains(value, StringComparer.Ordinal) ? null : $"needs one of the words {string.Join(", ", of.Words)}";
    }
}
