using System.Security.Cryptography;
using System.Text;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>The plan of a run, with both sides of every pair held open.</summary>
internal sealed class RunPlan : IDisposable
{
    private readonly List<ITree> _sources = [];

    private RunPlan(string spoolFolder)
    {
        Plan = new Plan(spoolFolder);
    }

    /// <summary>What is to be done.</summary>
    public Plan Plan { get; }

    /// <summary>By pair, as planned.</summary>
    public IReadOnlyList<PlanSides> Sides { get; private set; } = [];

    /// <summary>By pair, true when the source may change while it is read.</summary>
    public IReadOnlyList<bool> IsLive { get; private set; } = [];

    /// <summary>Lists and compares both sides of every pair. Changes nothing.</summary>
    /// <exception cref="SnapBackException">A source can't be opened or listed.</exception>
    public static RunPlan Make(Job job, CatalogWriter catalog, RunDestinations destinations, RunSnapshot snapshot, RunInProgress run, CancellationToken cancellation)
    {
        run.Enter(RunPhase.Planning);
        RunPlan made = new(Path.GetDirectoryName(Path.GetFullPath(job.Catalog!))!);
        try
        {
            made.Sides = [.. Enumerable.Range(0, job.Pairs.Count).Select(pair => made.Open(pair, job, catalog, destinations, snapshot, run))];
            made.IsLive = [.. snapshot.Sources.Select(s => !s.View.IsSnapshot)];
            Past past = new(catalog.KnownIn, catalog.KnownAt, catalog.SealOf);
            new Planner(job, past, run.Seen).Make(made.Plan, made.Sides, cancellation);
            if (made.Plan.FailedScopeCount > 0)
            {
                run.Notice(new Notice("scope-unreadable", $"{made.Plan.FailedScopeCount} folders could not be listed; nothing below them was copied or deleted."));
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Tells and records every decision, as a dry run does.</summary>
    public void TellWhatWouldBeDone(RunInProgress run)
    {
        foreach (Spool<PlannedBatch> batches in new[] { Plan.Work, Plan.Late, Plan.Links })
        {
            while (batches.TryTake(out PlannedBatch batch))
            {
                foreach (PlannedAction action in batch.Actions.Where(a => a is { IsGone: false, Action: not ActionKind.Discard }))
                {
                    run.TellPlanned(batch.Pair, batch.Folder.Child(action.Name), action.Entry, action.Class, action.Action, action.Refusal);
                }
            }
        }

        foreach (PlannedDeletion deletion in Plan.Deletions.Backwards())
        {
            run.TellPlanned(deletion.Pair, deletion.Path, deletion.Entry, deletion.Class, ActionKind.Delete, null);
        }
    }

    public void Dispose()
    {
        Plan.Dispose();
        _sources.ForEach(s => s.Dispose());
    }

    private PlanSides Open(int pair, Job job, CatalogWriter catalog, RunDestinations destinations, RunSnapshot snapshot, RunInProgress run)
    {
        Selection selection = job.SelectionFor(job.Pairs[pair]);
        SourceView view = snapshot.Sources[pair].View;
        (ITree? destination, DestinationTraits traits) = destinations.All[pair];
        try
        {
            ITree source = run.Ports.OpenSource(job.Pairs[pair].Source, view, destination?.Order ?? NameOrder.Exact);
            _sources.Add(source);
            DateTimeOffset moment = view.IsSnapshot && snapshot.Set is { } set ? set.Created : run.Ports.Clock.GetUtcNow();
            return new PlanSides
            {
                Pair = pair,
                Source = source,
                Destination = destination,
                Selection = selection,
                Traits = traits,
                NotCovered = view.NotCovered,
                Moment = Timestamp.From(moment),
                Rules = RulesOf(job, selection, traits),
                HasPast = catalog.LastRunOf(pair) is not null,
            };
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(
                ErrorCode.SourceUnreadable,
                $"The source '{DisplayText.Escape(job.Pairs[pair].Source)}' can't be opened: {failure.Error.Message}. Nothing was copied or deleted.",
                "Check that it is there and that this account may read it.",
                failure);
        }
    }

    // Whatever decides about an entry besides the entry itself. The number grows when the comparison changes.
    private static byte[] RulesOf(Job job, Selection selection, DestinationTraits traits) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"1|{job.Mode}|{traits}|{Environment.UserName}|{selection.Fingerprint}"));
}
