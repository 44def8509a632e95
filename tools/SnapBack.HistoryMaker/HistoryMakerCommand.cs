using System.Diagnostics;
using System.Globalization;
using SnapBack.Errors;

namespace SnapBack.HistoryMaker;

/// <summary>The command line.</summary>
internal static class HistoryMakerCommand
{
    /// <summary>Makes a catalog; 0 when that worked, 2 when the arguments make no sense, 1 when the catalog could not be made.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["--help"] or ["-h"])
        {
            output.WriteLine(HistoryRecipe.Usage);
            return 0;
        }

        try
        {
            HistoryRecipe recipe = HistoryRecipe.Parse(args);
            long start = Stopwatch.GetTimestamp();
            HistoryModel model = new HistoryPlayer(recipe).Play();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Runs.Count} runs over {model.Paths.Count} files in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {new FileInfo(recipe.File).Length} bytes"));
            return 0;
        }
        catch (FormatException wrong)
        {
            error.WriteLine($"historymaker: {wrong.Message}\n{HistoryRecipe.Usage}");
            return 2;
        }
        catch (SnapBackException failed)
        {
            error.WriteLine($"historymaker: {failed.Message}");
            return 1;
        }
    }
}
