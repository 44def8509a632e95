using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;

namespace SnapBack.Runs;

/// <summary>What must hold before a plan may change anything.</summary>
internal static class RunGuards
{
    /// <summary>Throws when the plan must not be carried out.</summary>
    /// <param name="job">The rules.</param>
    /// <param name="plan">The whole plan.</param>
    /// <param name="pairs">The pairs, opened.</param>
    /// <param name="heldByLastRun">How many files the last run had in the backup of a pair.</param>
    /// <param name="run">Stops, or in a dry run says that it would.</param>
    /// <exception cref="SnapBackException">A guard speaks; nothing was changed.</exception>
    public static void Check(Job job, Plan plan, IReadOnlyList<PlanSides> pairs, Func<int, long> heldByLastRun, RunInProgress run)
    {
        if (job.Mode != JobMode.Mirror || plan.Tally.Deletions == 0 || job.MaxDelete is { Count: null, Percent: 100 })
        {
            return;
        }

        foreach (PlanSides pair in pairs)
        {
            if (heldByLastRun(pair.Pair) > 0 && IsEmpty(pair))
            {
                run.Stop(
                    ErrorCode.SourceEmpty,
                    $"The source '{DisplayText.Escape(pair.Source.DisplayRoot)}' is empty, but the last run saw files in it. Nothing was copied or deleted.",
                    "Is its disk mounted? If everything was really deleted, run once with --max-delete 100%.");
            }
        }

        long allowed = job.MaxDelete.Allowed(plan.Tally.DestinationEntries);
        if (plan.Tally.Deletions > allowed)
        {
            run.Stop(
                ErrorCode.TooManyDeletions,
                $"This mirror would delete {plan.Tally.Deletions} of the destination's {plan.Tally.DestinationEntries} entries; the limit is {allowed} ({job.MaxDelete}). Nothing was copied or deleted.",
                $"Look at the plan with --dry-run. If it is right, run once with --max-delete {plan.Tally.Deletions}.");
        }
    }

    private static bool IsEmpty(PlanSides pair)
    {
        using Trees.IFolder root = pair.Source.OpenFolder(RelativePath.Root);
        return !root.List().Any();
    }
}
