using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>
/// What SnapBack has to say beside robocopy's table. It stands after it, as sentences: readers take every <c>Key : value</c> of header and table for one that
/// they should know, and every tab for a column.
/// </summary>
internal static class OwnFacts
{
    /// <summary>The lines, ending with the result in words.</summary>
    public static IEnumerable<string> Of(RunResult result)
    {
        string view = result.Snapshot is { } set ? $"read from a snapshot by {DisplayText.Escape(set.Provider)}" : "read live";
        yield return $"SnapBack run {result.RunId}, {view}, recorded in {DisplayText.Escape(result.Catalog)}";
        foreach (string warning in Warnings(result))
        {
            yield return warning;
        }

        foreach (string fact in Counts(result.Totals))
        {
            yield return fact;
        }

        yield return ResultLine.Of(result);
        yield return string.Empty;
    }

    /// <summary>What makes the result worth less.</summary>
    public static IEnumerable<string> Warnings(RunResult result) =>
        result.Notices.Where(notice => notice.IsWarning).Select(notice => $"WARNING: {DisplayText.Escape(notice.Text)}");

    private static IEnumerable<string> Counts(RunTotals totals)
    {
        if (totals.Withheld > 0)
        {
            yield return $"{Words.Count(totals.Withheld, "deletion was", "deletions were")} held back: whether the source is gone was not certain.";
        }

        if (totals.Vanished > 0)
        {
            yield return $"{Words.Count(totals.Vanished, "entry was", "entries were")} gone before they could be read; they stand under Skipped.";
        }
    }
}
