using System.Globalization;

namespace SnapBack.HistoryMaker;

/// <summary>What to make, read from the command line.</summary>
internal sealed record HistoryRecipe
{
    /// <summary>How to call it.</summary>
    public const string Usage =
        """
        historymaker [--files N] [--runs N] [--changes N] [--seed S] CATALOG
            makes a catalog of one tree: a first run that brings N files, then nights that each add, edit, delete and fail some of them; no file is
            copied anywhere, only the record is made. The same seed makes the same history.
        """;

    /// <summary>The catalog; it must not be there yet.</summary>
    public required string File { get; init; }

    /// <summary>Files of the first run.</summary>
    public int Files { get; init; } = 5000;

    /// <summary>Runs in all.</summary>
    public int Runs { get; init; } = 200;

    /// <summary>Most changes per night.</summary>
    public int Changes { get; init; } = 50;

    /// <summary>Chooses all that is random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They can't be understood; the message says which.</exception>
    public static HistoryRecipe Parse(string[] args)
    {
        HistoryRecipe recipe = new() { File = string.Empty };
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                recipe = recipe.File.Length == 0 ? recipe with { File = args[i] } : throw new FormatException($"One catalog only: '{args[i]}' is one too many.");
                continue;
            }

            recipe = recipe.With(args[i], i + 1 < args.Length ? args[i + 1] : string.Empty);
            i++;
        }

        return recipe.File.Length == 0 ? throw new FormatException("The catalog is missing.")
            : System.IO.File.Exists(recipe.File) ? throw new FormatException($"'{recipe.File}' is there already.")
            : recipe.Runs < 1 || recipe.Files < 1 ? throw new FormatException("--runs and --files are at least 1.")
            : recipe;
    }

    private HistoryRecipe With(string option, string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            throw new FormatException($"{option} needs a number, not '{text}'.");
        }

        return option switch
        {
            "--files" => this with { Files = value },
            "--runs" => this with { Runs = value },
            "--changes" => this with { Changes = value },
            "--seed" => this with { Seed = value },
            _ => throw new FormatException($"{option} is no option."),
        };
    }
}
