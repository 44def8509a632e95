using SnapBack.Planning;

namespace SnapBack.Tests.Execution;

/// <summary>A plan as a test reads it.</summary>
internal sealed record Decisions(IReadOnlyList<Decision> All, IReadOnlyList<PlannedFolder> Folders, PlanTally Tally, int FailedScopes)
{
    /// <summary>One line each, in the order of the text.</summary>
    public string[] Lines => [.. All.Select(d => d.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>What would change the destination.</summary>
    public string[] Changes =>
    [
        .. All.Where(d => d.Action != ActionKind.None).Select(d => d.ToString())
            .Concat(Folders.Where(f => f.IsTouched || f.Action != ActionKind.None).Select(f => $"{f.Path} folder {f.Class} {f.Action} touched={f.IsTouched}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a plan to its end.</summary>
    public static Decisions Of(Plan plan)
    {
        List<Decision> all = [];
        foreach (Spool<PlannedBatch> batches in new[] { plan.Work, plan.Late, plan.Links })
        {
            while (batches.TryTake(out PlannedBatch batch))
            {
                all.AddRange(batch.Actions.Select(a => new Decision(batch.Folder.Child(a.Name).ToString(), a.Class, a.Action)
                {
                    Reason = a.Reason,
                    Refusal = a.Refusal?.Kind,
                    IsGone = a.IsGone,
                }));
            }
        }

        all.AddRange(plan.Deletions.Backwards().Select(d => new Decision(d.Path.ToString(), d.Class, ActionKind.Delete)));
        return new Decisions(all, [.. plan.Folders.Backwards()], plan.Tally, plan.FailedScopeCount);
    }
}
