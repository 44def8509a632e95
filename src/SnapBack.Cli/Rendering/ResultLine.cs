using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>The run in one line of words. It never claims more than the numbers say, and begins with the verdict.</summary>
internal static class ResultLine
{
    /// <summary>The line for a run.</summary>
    public static string Of(RunResult result)
    {
        RunTotals totals = result.Totals;
        return "Result: " + result.Status switch
        {
            RunStatus.Planned => List("plan only", "nothing to do", Planned(totals).Concat(Problems(totals))),
            RunStatus.Interrupted => List("interrupted", "nothing was changed", Done(totals).Concat(Problems(totals))),
            RunStatus.Completed => List("success", "nothing to do", Done(totals).Concat(Problems(totals))),
            _ when result.ExitCode >= ExitMask.NothingDone => "FAILED, nothing was done",
            RunStatus.Failed => List("FAILED", "see the warnings above", Problems(totals).Concat(Done(totals))),
            _ => "FAILED, the run has no end in the record",
        };
    }

    private static string List(string verdict, string otherwise, IEnumerable<string> facts) =>
        string.Join(", ", facts.DefaultIfEmpty(otherwise).Prepend(verdict));

    private static IEnumerable<string> Done(RunTotals totals) => Present(
        (totals.Files.Copied, "file copied", "files copied"),
        (totals.Linked, "name linked", "names linked"),
        (totals.Files.Copied + totals.Linked > 0 ? 0 : totals.Dirs.Copied, "folder made", "folders made"),
        (totals.MetadataUpdated, "file with new attributes only", "files with new attributes only"),
        (totals.Deleted, "deleted", "deleted"),
        (totals.VersionsKept, "older version kept", "older versions kept"),
        (totals.VersionsDropped, "older version dropped", "older versions dropped"));

    private static IEnumerable<string> Planned(RunTotals totals) => Present(
        (totals.Files.Copied, "file would be copied", "files would be copied"),
        (totals.Linked, "name linked", "names linked"),
        (totals.Files.Copied + totals.Linked > 0 ? 0 : totals.Dirs.Copied, "folder made", "folders made"),
        (totals.MetadataUpdated, "file with new attributes only", "files with new attributes only"),
        (totals.Deleted, "deleted", "deleted"),
        (totals.VersionsKept, "older version kept", "older versions kept"));

    private static IEnumerable<string> Problems(RunTotals totals) => Present(
        (totals.Files.Failed, "file could not be copied", "files could not be copied"),
        (totals.Dirs.Failed - totals.FailedScopes, "folder could not be finished", "folders could not be finished"),
        (totals.FailedScopes, "folder could not be listed", "folders could not be listed"),
        (totals.Withheld, "deletion held back", "deletions held back"));

    private static IEnumerable<string> Present(params (long Number, string One, string Many)[] facts) =>
        facts.Where(f => f.Number > 0).Select(f => Words.Count(f.Number, f.One, f.Many));
}
