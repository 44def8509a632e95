using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SnapBack.Jobs;

/// <summary>
/// How people give a moment to a command: a date, a date with a time, or how long ago. Without a zone it is local time, as the clock on the wall
/// shows it. Pure, culture-free.
/// </summary>
public static class MomentText
{
    /// <summary>What is allowed, as the end of a sentence.</summary>
    public const string Allowed = "must be a date (2026-01-31), a date with a time (2026-01-31T02:00, with Z or +01:00 for another zone), or how long ago (90m, 12h, 7d, 4w)";

    private static readonly string[] LocalForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] ZonedForms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a moment; a date alone is its first moment.</summary>
    /// <param name="text">As given.</param>
    /// <param name="clock">For what is told from now, and for the local zone.</param>
    /// <param name="moment">In UTC.</param>
    /// <param name="problem">Null when it could be read.</param>
    public static bool TryRead(string text, TimeProvider clock, out DateTimeOffset moment, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        string trimmed = text.Trim();
        if (TryAge(trimmed, out TimeSpan age))
        {
            moment = clock.GetUtcNow() - age;
            return true;
        }

        if (DateTime.TryParseExact(trimmed, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            moment = new DateTimeOffset(local, clock.LocalTimeZone.GetUtcOffset(local)).ToUniversalTime();
            return true;
        }

        // Only with a zone in it: without one the machine's own zone would be taken, whatever the clock says.
        if (DateTimeOffset.TryParseExact(trimmed, ZonedForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment))
        {
            moment = moment.ToUniversalTime();
            return true;
        }

        problem = Allowed;
        return false;
    }

    private static bool TryAge(string text, out TimeSpan age)
    {
        age = default;
        if (text.Length is < 2 or > 6 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            _ => null,
        };
        age = (unit ?? default) * number;
        return unit is not null;
    }
}
