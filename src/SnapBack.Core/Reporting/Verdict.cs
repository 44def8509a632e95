using SnapBack.Catalog;

namespace SnapBack.Reporting;

/// <summary>How a run ended, in words a tired person understands. It never claims more than the record says.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Text">The verdict.</param>
/// <param name="More">What it means, in a sentence.</param>
public sealed record Verdict(VerdictLevel Level, string Text, string More)
{
    private const int Failed = 8;
    private const int NothingDone = 16;

    // Of a run that would have been complete without it.
    private const string HookFailed = "hook-failed-run";

    /// <summary>The verdict on a run.</summary>
    public static Verdict Of(RunDetails details)
    {
        Verdict verdict = Of(details.Run);
        long failures = details.Totals is { } totals ? totals.Files.Failed + totals.Dirs.Failed : details.Failures.Count;
        return verdict.Level switch
        {
            VerdictLevel.Good when details.Notices.Any(notice => notice.IsWarning) =>
                new Verdict(VerdictLevel.Warning, "The backup is complete, with something to know", "Nothing failed; the warnings below say what this run is worth less for."),
            VerdictLevel.Bad when details.Notices.FirstOrDefault(notice => notice.Code == HookFailed) is { } hook => new Verdict(VerdictLevel.Bad, "The backup is complete, but a hook failed", hook.Text),
            VerdictLevel.Bad when details.Message is { } message => verdict with { More = message },
            VerdictLevel.Bad when details.Run.Status != "interrupted" && failures > 0 => verdict with { More = $"{Amount.Count(failures, "file or folder", "files or folders")} could not be backed up. Everything else was." },
            _ => verdict,
        };
    }

    /// <summary>The same from the list of runs, where warnings are not known.</summary>
    public static Verdict Of(RunRow run) => run.Status switch
    {
        "planned" => new Verdict(VerdictLevel.None, "A plan, not a backup", "Nothing was changed: this was a dry run."),
        "running" => new Verdict(VerdictLevel.None, "Still running", "Its end is not recorded yet."),
        "interrupted" => new Verdict(VerdictLevel.Bad, "The backup was interrupted", "What was copied is whole and recorded; the rest is as it was. The next run goes on from there."),
        "completed" when run.ExitCode is < Failed && run.Kind != "backup" => new Verdict(VerdictLevel.Good, "All is well", "It came to its end without a failure."),
        "completed" when run.ExitCode is < Failed => new Verdict(VerdictLevel.Good, "The backup is complete", "Everything that was selected is in the copy."),
        _ when run.ExitCode >= NothingDone => new Verdict(VerdictLevel.Bad, "Nothing was done", "The run stopped before its first change."),
        _ => new Verdict(VerdictLevel.Bad, "The backup is NOT complete", "Something could not be backed up."),
    };
}
