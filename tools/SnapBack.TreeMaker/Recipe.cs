using System.Globalization;

namespace SnapBack.TreeMaker;

/// <summary>What to make or change, read from the command line.</summary>
internal sealed record Recipe
{
    /// <summary>How to call it.</summary>
    public const string Usage =
        """
        treemaker [--files N] [--folders N] [--size-min BYTES] [--size-max BYTES] [--seed S] DIR
            makes N files, spread evenly over the given number of folders (1: all in DIR); the same seed makes the same tree
        treemaker --change N [--size-min BYTES] [--size-max BYTES] [--seed S] DIR
            adds N files, edits N, renames N and deletes N
        """;

    /// <summary>Folder to work in.</summary>
    public required string Root { get; init; }

    /// <summary>Files to make.</summary>
    public int Files { get; init; } = 1000;

    /// <summary>Folders to spread them over; 1 puts all into the root.</summary>
    public int Folders { get; init; } = 1;

    /// <summary>Smallest file in bytes.</summary>
    public int SizeMin { get; init; }

    /// <summary>Largest file in bytes.</summary>
    public int SizeMax { get; init; } = 4096;

    /// <summary>Chooses names, sizes and contents.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many files to add, edit, rename and delete each; null makes a new tree.</summary>
    public int? Change { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They can't be understood; the message says which.</exception>
    public static Recipe Parse(string[] args)
    {
        Recipe recipe = new() { Root = string.Empty };
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                recipe = recipe.Root.Length == 0 ? recipe with { Root = args[i] } : throw new FormatException($"One folder only: '{args[i]}' is one too many.");
                continue;
            }

            recipe = recipe.With(args[i], i + 1 < args.Length ? args[i + 1] : string.Empty);
            i++;
        }

        return recipe.Check();
    }

    private Recipe With(string option, string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
        {
            throw new FormatException($"{option} needs a number, not '{text}'.");
        }

        return option switch
        {
            "--files" => this with { Files = value },
            "--folders" => this with { Folders = value },
            "--size-min" => this with { SizeMin = value },
            "--size-max" => this with { SizeMax = value },
            "--seed" => this with { Seed = value },
            "--change" => this with { Change = value },
            _ => throw new FormatException($"{option} is no option."),
        };
    }

    private Recipe Check()
    {
        if (Root.Length == 0)
        {
            throw new FormatException("The folder is missing.");
        }

        return Folders < 1 || SizeMin > SizeMax
            ? throw new FormatException("--folders is at least 1, and --size-min is at most --size-max.")
            : this;
    }
}
