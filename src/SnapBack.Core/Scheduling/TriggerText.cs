using System.Globalization;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Scheduling;

/// <summary>Reads triggers and times as people write them on a command line.</summary>
public static class TriggerText
{
    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary><c>02:00</c>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>.</exception>
    public static Trigger Daily(string text) => new Trigger.Daily(Time("--daily", text));

    /// <summary><c>mon,fri@02:00</c>; a range such as <c>mon-fri</c>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>.</exception>
    public static Trigger Weekly(string text)
    {
        (string days, TimeOnly at) = DaysAndTime("--weekly", text, "mon,fri@02:00");
        SortedSet<int> numbers = [];
        foreach (string part in days.Split(','))
        {
            string[] ends = part.Split('-');
            int from = DayNumber(ends[0], text);
            int to = ends.Length == 2 ? DayNumber(ends[1], text) : from;
            if (ends.Length > 2)
            {
                throw Wrong("--weekly", text, "mon,fri@02:00");
            }

            // From Saturday to Monday runs over the end of the week.
            for (int day = from; ; day = (day + 1) % DayNames.Length)
            {
                numbers.Add(day);
                if (day == to)
                {
                    break;
                }
            }
        }

        return new Trigger.Weekly([.. numbers.Select(number => (DayOfWeek)((number + 1) % DayNames.Length))], at);
    }

    /// <summary><c>1,15,last@03:00</c>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>.</exception>
    public static Trigger Monthly(string text)
    {
        const string Example = "1,15,last@03:00";
        (string days, TimeOnly at) = DaysAndTime("--monthly", text, Example);
        SortedSet<int> numbers = [];
        foreach (string part in days.Split(','))
        {
            bool isLast = part.Equals("last", StringComparison.OrdinalIgnoreCase);
            if (!isLast && !(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 31))
            {
                throw Wrong("--monthly", text, Example);
            }

            numbers.Add(isLast ? Trigger.LastDay : int.Parse(part, CultureInfo.InvariantCulture));
        }

        return new Trigger.Monthly([.. numbers], at);
    }

    /// <summary>Time after the start: <c>5m</c>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>.</exception>
    public static Trigger AtBoot(string text) => new Trigger.AtBoot(Duration("--at-boot", text));

    /// <summary><c>LOG:ID</c> or <c>LOG:SOURCE:ID</c>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>.</exception>
    public static Trigger OnEvent(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length is 2 or 3 && Array.TrueForAll(parts, part => part.Length > 0 && !part.Any(char.IsControl) && !part.Contains('\'', StringComparison.Ordinal))
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id <= ushort.MaxValue
            ? new Trigger.OnEvent(parts[0], parts.Length == 3 ? parts[1] : null, id)
            : throw Wrong("--on-event", text, "System:Microsoft-Windows-Kernel-Power:42");
    }

    /// <summary>Whole minutes, hours or days: <c>90m</c>, <c>4h</c>, <c>1d</c>.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.Usage"/>, naming the option.</exception>
    public static TimeSpan Duration(string option, string text)
    {
        int minutes = text.Length == 0 ? 0 : char.ToLowerInvariant(text[^1]) switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, _ => 0 };
        return (minutes > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 1_000_000)
            || (text == "0" && (number = 0) == 0)
            ? TimeSpan.FromMinutes((double)number * Math.Max(minutes, 1))
            : throw Wrong(option, text, "90m, 4h or 1d");
    }

    private static (string Days, TimeOnly At) DaysAndTime(string option, string text, string example)
    {
        string[] parts = text.Split('@');
        return parts.Length == 2 ? (parts[0], Time(option, parts[1])) : throw Wrong(option, text, example);
    }

    private static TimeOnly Time(string option, string text) =>
        TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : throw Wrong(option, text, "02:00");

    private static int DayNumber(string text, string whole)
    {
        int number = Array.FindIndex(DayNames, name => text.Length >= 3 && text[..3].Equals(name, StringComparison.OrdinalIgnoreCase));
        return number >= 0 ? number : throw Wrong("--weekly", whole, "mon,fri@02:00");
    }

    private static SnapBackException Wrong(string option, string text, string example) =>
        new(ErrorCode.Usage, $"{option} '{DisplayText.Escape(text)}' can't be understood. Nothing was touched.", $"Write it like this: {example}. Times are local time, of 24 hours.");
}
