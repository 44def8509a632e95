using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;

namespace SnapBack.Runs;

/// <summary>What must hold before a plan may change anything; docs/guards.md is the table of it.</summary>
internal static class RunGuards
{
    // A share of changes that needs no history to be unusual, and how many times the usual one is.
    private const double UnusualShare = 0.4;
    private const double TimesUsual = 3;
    private const long FewestFiles = 100;
    private const int RunsLookedAt = 30;

    /// <summary>Stops the run when the plan must not be carried out.</summary>
    /// <exception cref="SnapBackException">A guard speaks; nothing was changed. In a dry run a notice instead.</exception>
    public static void Check(Job job, RunPlan plan, CatalogWriter catalog, RunInProgress run)
    {
        CheckDeletions(job, plan, catalog, run);
        CheckChanges(job, plan.Plan.Tally, catalog, run);
    }

    /// <summary>How many files may change: 40 % of those that the backup holds, three times the usual share where that is more, and 100 in any case.</summary>
    /// <param name="held">Files that the backup holds.</param>
    /// <param name="past">The numbers of earlier runs.</param>
    /// <remarks>Usual is the second largest share of the last runs: one big night that somebody allowed does not open the door for the next.</remarks>
    internal static long AllowedChanges(long held, IEnumerable<RunTotals> past) =>
        Math.Max(FewestFiles, (long)Math.Ceiling(held * Math.Max(UnusualShare, TimesUsual * UsualShare(past))));

    internal static double UsualShare(IEnumerable<RunTotals> past) => past
        .Where(run => run.FilesHeldBefore >= FewestFiles)
        .Select(run => (double)run.FilesChanged / run.FilesHeldBefore)
        .OrderDescending()
        .Skip(1)
        .FirstOrDefault();

    private static void CheckDeletions(Job job, RunPlan plan, CatalogWriter catalog, RunInProgress run)
    {
        PlanTally tally = plan.Plan.Tally;
        if (job.Mode != JobMode.Mirror || tally.Deletions == 0 || job.MaxDelete.IsLifted)
        {
            return;
        }

        foreach (PlanSides pair in plan.Sides)
        {
            if (catalog.HeldCount(pair.Pair) > 0 && IsEmpty(pair))
            {
                run.Stop(
                    ErrorCode.SourceEmpty,
                    $"The source '{DisplayText.Escape(pair.Source.DisplayRoot)}' is empty, but the last run saw files in it. Nothing was copied or deleted.",
                    "Is its disk mounted? If everything was really deleted, run once with --max-delete 100%.");
            }
        }

        long allowed = job.MaxDelete.Allowed(tally.DestinationEntries);
        if (tally.Deletions > allowed)
        {
            run.Stop(
                ErrorCode.TooManyDeletions,
                $"This mirror would delete {tally.Deletions} of the destination's {tally.DestinationEntries} entries; the limit is {allowed} ({job.MaxDelete}). Nothing was copied or deleted.",
                $"Look at the plan with --dry-run. If it is right, run once with --max-delete {tally.Deletions}.");
        }
    }

    // What ransomware, a failing disk or a wrong restore leaves in the source must not take the place of the good copy.
    private static void CheckChanges(Job job, PlanTally tally, CatalogWriter catalog, RunInProgress run)
    {
        // Deletions alone are the business of their own limit, and none of this guard's where somebody set that. Beside changes they are part of the picture.
        long gone = job.MaxDelete != DeleteLimit.Default ? tally.FilesRenamed : Math.Max(tally.FilesDeleted, tally.FilesRenamed);
        long changed = tally.FilesChanged + gone;
        long held = tally.FilesHeldBefore;
        if (held == 0 || tally.FilesChanged + tally.FilesRenamed < (job.MaxChange is null ? FewestFiles : 1) || job.MaxChange is { IsLifted: true })
        {
            return;
        }

        IReadOnlyList<RunTotals> past = job.MaxChange is null ? catalog.TotalsOf(0, RunsLookedAt) : [];
        long allowed = job.MaxChange?.Allowed(held) ?? AllowedChanges(held, past);
        if (changed <= allowed)
        {
            return;
        }

        string examples = string.Join(", ", tally.Examples.Select(e => $"'{e.Path}'"));
        string usual = job.MaxChange is null ? $"usual for this job is up to {Percent(UsualShare(past))}, and the limit is {allowed}" : $"the limit is {allowed} ({job.MaxChange})";
        run.Stop(
            ErrorCode.TooManyChanges,
            $"Of the {held} files that the backup holds, {changed} ({Percent((double)changed / held)}) would be replaced or deleted: {tally.FilesChanged} have other content, {tally.FilesDeleted} are to be deleted, "
                + $"{tally.FilesRenamed} came again with a further ending; {usual}. Such as {examples}. Nothing was copied or deleted.",
            "Was the source encrypted or damaged? Then the backup is the good copy: leave it alone. If the changes are right, run once with --max-change 100%.");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(share, 1) * 100:0.#} %");

    private static bool IsEmpty(PlanSides pair)
    {
        using Trees.IFolder root = pair.Source.OpenFolder(RelativePath.Root);
        return !root.List().Any();
    }
}
