using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Reporting;
using SnapBack.Runs;

namespace SnapBack.Notifying;

/// <summary>Finds the class of a run in its record.</summary>
internal static class RunClasses
{
    /// <summary>The class of a run that is over.</summary>
    public static RunClass Of(RunDetails details) => details.Run.Status switch
    {
        "completed" => Verdict.Of(details).Level switch
        {
            VerdictLevel.Good => RunClass.Success,
            VerdictLevel.Warning => RunClass.Warnings,
            _ => RunClass.Failure,
        },
        "interrupted" => RunClass.Interrupted,
        _ => details.Run.ExitCode >= ExitMask.NothingDone ? RunClass.NothingDone : RunClass.Failure,
    };

    /// <summary>True when everything that was selected is in the copy.</summary>
    public static bool IsComplete(this RunClass found) => found is RunClass.Success or RunClass.Warnings;
}
