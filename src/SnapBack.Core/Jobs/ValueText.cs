using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// Parsers for the values of options, the same for job file and command line. Each gives either the value or a problem: the end of a
/// sentence that says what is allowed. Pure, culture-free.
/// </summary>
public static class ValueText
{
    private const int LongestName = 100;
    private const int FirstYear = 1900;
    private const string AttributeLetters = "RASHCNETO";

    // FILE_ATTRIBUTE_* in the order of the letters: https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants
    private static readonly uint[] AttributeBits = [0x1, 0x20, 0x4, 0x2, 0x800, 0x2000, 0x4000, 0x100, 0x1000];

    /// <summary>A name: 1 to 100 characters, not blank, on one line.</summary>
    public static bool TryName(string text, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(text) || text.EnumerateRunes().Count() > LongestName)
        {
            problem = $"must have 1 to {LongestName} characters";
        }
        else if (text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') || text.EnumerateRunes().Any(r => r == Rune.ReplacementChar))
        {
            problem = "must not hold control characters, line breaks or characters that can't be shown";
        }

        return problem is null;
    }

    /// <summary>A whole number between two bounds, both allowed.</summary>
    public static bool TryNumber(string text, long minimum, long maximum, out long value, [NotNullWhen(false)] out string? problem)
    {
        bool isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum;
        problem = isNumber ? null : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {minimum} to {maximum}");
        return isNumber;
    }

    /// <summary>Bytes, or bytes per second: a whole number, with K, M, G or T (1024 and its powers) after it if wanted.</summary>
    public static bool TrySize(string text, out long bytes, [NotNullWhen(false)] out string? problem)
    {
        bytes = 0;
        int power = text.Length == 0 ? 0 : "KMGT".IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1;
        string digits = power > 0 ? text[..^1] : text;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
        {
            problem = "must be a number of bytes, with K, M, G or T (times 1024) after it if wanted, such as 10M";
            return false;
        }

        long factor = 1L << (10 * power);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number > long.MaxValue / factor)
        {
            problem = "must be under 8388608T";
            return false;
        }

        bytes = number * factor;
        problem = null;
        return true;
    }

    /// <summary>A limit for deletions or changes: a whole number, or 0% to 100%.</summary>
    public static bool TryDeleteLimit(string text, [NotNullWhen(true)] out DeleteLimit? limit, [NotNullWhen(false)] out string? problem)
    {
        limit = null;
        string digits = text.EndsWith('%') ? text[..^1] : text;
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        if (isNumber && digits.Length == text.Length)
        {
            limit = new DeleteLimit(number, 0);
        }
        else if (isNumber && number <= 100)
        {
            limit = new DeleteLimit(null, (int)number);
        }

        problem = limit is null ? "must be a whole number of deletions or a share from 0% to 100%, such as 50%" : null;
        return limit is not null;
    }

    /// <summary>
    /// Robocopy's ages: a number under 1900 is that many days (of 24 hours) before now; anything else is a date YYYYMMDD and means its
    /// first moment in local time (https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy).
    /// </summary>
    public static bool TryAge(string text, TimeProvider clock, out Timestamp moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        problem = null;
        if (text.Length is > 0 and <= 8 && text.All(char.IsAsciiDigit))
        {
            int number = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
            if (number < FirstYear)
            {
                moment = Timestamp.From(clock.GetUtcNow().AddDays(-number));
                return true;
            }

            if (DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
            {
                moment = Timestamp.From(new DateTimeOffset(day, clock.LocalTimeZone.GetUtcOffset(day)));
                return true;
            }
        }

        problem = "must be a number of days under 1900 or a date as YYYYMMDD, such as 20240131";
        return false;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static bool TryFlag(string text, out bool value, [NotNullWhen(false)] out string? problem)
    {
        value = text == "true";
        problem = value || text == "false" ? null : "must be true or false";
        return problem is null;
    }

    /// <summary>Free space: bytes as sizes are written, or 1% to 99% of the volume.</summary>
    public static bool TrySpace(string text, [NotNullWhen(true)] out SpaceFloor? floor, [NotNullWhen(false)] out string? problem)
    {
        floor = null;
        problem = null;
        if (!text.EndsWith('%'))
        {
            floor = TrySize(text, out long bytes, out _) ? new SpaceFloor(bytes, 0) : null;
        }
        else if (int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent is >= 1 and <= 99)
        {
            floor = new SpaceFloor(null, percent);
        }

        problem = floor is null ? "must be a number of bytes, such as 10G, or a share of the volume from 1% to 99%" : null;
        return floor is not null;
    }

    /// <summary>Two times of day as hhmm-hhmm, such as 2200-0600; 2400 means midnight.</summary>
    public static bool TryHours(string text, [NotNullWhen(true)] out HourWindow? hours, [NotNullWhen(false)] out string? problem)
    {
        string[] halves = text.Split('-');
        bool isWindow = TryTimeOfDay(halves[0], out TimeOnly from) & TryTimeOfDay(halves[^1], out TimeOnly until) && halves.Length == 2;
        hours = isWindow ? new HourWindow(from, until) : null;
        problem = isWindow ? null : "must be two times of day as hhmm-hhmm, such as 2200-0600";
        return isWindow;
    }

    /// <summary>A length of time as a whole number of seconds, minutes, hours or days: 90s, 10m, 2h, 1d.</summary>
    public static bool TryTime(string text, out TimeSpan time)
    {
        TimeSpan unit = text.Length == 0 ? default : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => default,
        };
        bool isTime = int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && unit != default;
        time = isTime ? unit * number : default;
        return isTime;
    }

    /// <summary>Letters out of RASHCNETO, in any case and order, as DOS attribute bits.</summary>
    public static bool TryAttributes(string text, out uint attributes, [NotNullWhen(false)] out string? problem)
    {
        attributes = 0;
        problem = text.Length == 0 ? $"must be one or more of the letters {AttributeLetters}" : null;
        foreach (char letter in text)
        {
            int index = AttributeLetters.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (index < 0)
            {
                problem = $"must be one or more of the letters {AttributeLetters}";
                return false;
            }

            attributes |= AttributeBits[index];
        }

        return problem is null;
    }

    private static bool TryTimeOfDay(string text, out TimeOnly time)
    {
        time = TimeOnly.MinValue;
        return text == "2400" || TimeOnly.TryParseExact(text, "HHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
