using System.Diagnostics;
using System.Globalization;

namespace SnapBack.TreeMaker;

/// <summary>The command line.</summary>
internal static class TreeMakerCommand
{
    /// <summary>Makes or changes a tree; 0 when that worked, 2 when the arguments make no sense, 1 when the disk said no.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["--help"] or ["-h"])
        {
            output.WriteLine(Recipe.Usage);
            return 0;
        }

        try
        {
            Recipe recipe = Recipe.Parse(args);
            FileMaker maker = new(recipe);
            long start = Stopwatch.GetTimestamp();
            if (recipe.Change is { } count)
            {
                new TreeChanger(recipe, maker).Change(count);
            }
            else
            {
                new TreeBuilder(recipe, maker).Build();
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{maker.Bytes} bytes written in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
            return 0;
        }
        catch (FormatException wrong)
        {
            error.WriteLine($"treemaker: {wrong.Message}\n{Recipe.Usage}");
            return 2;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"treemaker: {failed.Message}");
            return 1;
        }
    }
}
