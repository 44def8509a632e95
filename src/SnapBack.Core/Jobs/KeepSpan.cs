using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SnapBack.Jobs;

/// <summary>A time back from a run, in the units of the calendar: <c>30d</c>, <c>1y6m</c>, <c>2d12h</c>.</summary>
public sealed record KeepSpan(int Years, int Months, int Days, int Hours)
{
    private const string Units = "ymdh";
    private const int Most = 10_000;

    /// <summary>True for no time at all.</summary>
    public bool IsZero => Years + Months + Days + Hours == 0;

    /// <summary>Reads a span: numbers with y, m, d or h after them, each at most once and in that order.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeepSpan? span)
    {
        span = null;
        int[] parts = new int[Units.Length];
        int next = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                continue;
            }

            int unit = Units.IndexOf(text[i], StringComparison.Ordinal);
            if (unit < next || !int.TryParse(text.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out parts[unit]) || parts[unit] > Most)
            {
                return false;
            }

            next = unit + 1;
            start = i + 1;
        }

        if (start == 0 || start < text.Length)
        {
            return false;
        }

        span = new KeepSpan(parts[0], parts[1], parts[2], parts[3]);
        return true;
    }

    /// <summary>The moment that lies this far before another.</summary>
    public DateTimeOffset Before(DateTimeOffset moment)
    {
        try
        {
            return moment.AddYears(-Years).AddMonths(-Months).AddDays(-Days).AddHours(-Hours);
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTimeOffset.MinValue;
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        int[] parts = [Years, Months, Days, Hours];
        string text = string.Concat(parts.Select((number, i) => number == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{number}{Units[i]}")));
        return text.Length == 0 ? "0d" : text;
    }
}
