using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SnapBack.Jobs;

/// <summary>
/// Which runs stay restorable: the words and their meaning are restic's (https://restic.readthedocs.io/en/stable/060_forget.html). A run is kept when any
/// rule wants it. Immutable.
/// </summary>
public sealed record KeepRules
{
    /// <summary>What the rules look like, for people.</summary>
    public const string Example = "last=7,daily=14,weekly=8,monthly=12,yearly=5,within=30d";

    private const int Most = 1_000_000;

    /// <summary>The newest so many runs.</summary>
    public int Last { get; init; }

    /// <summary>The newest run of each of the newest so many days that have one.</summary>
    public int Daily { get; init; }

    /// <summary>The same for weeks, which begin on Monday.</summary>
    public int Weekly { get; init; }

    /// <summary>The same for months.</summary>
    public int Monthly { get; init; }

    /// <summary>The same for years.</summary>
    public int Yearly { get; init; }

    /// <summary>All runs that are no older than this, counted back from the newest; null for none.</summary>
    public KeepSpan? Within { get; init; }

    /// <summary>True when the rules want no run at all.</summary>
    public bool KeepsNothing => Last + Daily + Weekly + Monthly + Yearly == 0 && Within is null or { IsZero: true };

    /// <summary>Reads rules such as <see cref="Example"/>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeepRules? rules, [NotNullWhen(false)] out string? problem)
    {
        rules = null;
        problem = $"must be rules such as {Example}";
        KeepRules read = new();
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string part in text.Split(','))
        {
            string[] halves = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (halves.Length < 2 || !seen.Add(halves[0]) || read.With(halves[0], halves[1]) is not { } more)
            {
                return false;
            }

            read = more;
        }

        if (read.KeepsNothing)
        {
            problem = "must keep something: with these rules no run could be restored";
            return false;
        }

        rules = read;
        problem = null;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        (string Word, string? Value)[] all =
        [
            ("last", Text(Last)), ("daily", Text(Daily)), ("weekly", Text(Weekly)), ("monthly", Text(Monthly)), ("yearly", Text(Yearly)), ("within", Within?.ToString()),
        ];
        return string.Join(',', all.Where(rule => rule.Value is not null).Select(rule => $"{rule.Word}={rule.Value}"));
    }

    private static string? Text(int number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);

    private KeepRules? With(string word, string value)
    {
        if (word == "within")
        {
            return KeepSpan.TryParse(value, out KeepSpan? span) ? this with { Within = span } : null;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > Most)
        {
            return null;
        }

        return word switch
        {
            "last" => this with { Last = number },
            "daily" => this with { Daily = number },
            "weekly" => this with { Weekly = number },
            "monthly" => this with { Monthly = number },
            "yearly" => this with { Yearly = number },
            _ => null,
        };
    }
}
