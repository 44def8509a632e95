using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>The view that a run reads its sources through, and what becomes of it.</summary>
internal sealed class RunSnapshot : IDisposable
{
    private readonly SnapshotOutcome _outcome;
    private readonly CatalogWriter _catalog;

    private RunSnapshot(SnapshotOutcome outcome, CatalogWriter catalog)
    {
        _outcome = outcome;
        _catalog = catalog;
    }

    /// <summary>The set, or null when every source is read live.</summary>
    public SnapshotSet? Set => _outcome.Session?.Set;

    /// <summary>By pair.</summary>
    public IReadOnlyList<SourceOutcome> Sources => _outcome.Sources;

    /// <summary>Makes the snapshot set as the job's policy has it, and says loudly where a live tree is read instead.</summary>
    /// <exception cref="Errors.SnapBackException">A snapshot is required and can't be had.</exception>
    public static RunSnapshot Open(Job job, CatalogWriter catalog, RunPorts ports, RunInProgress run, CancellationToken cancellation)
    {
        run.Enter(RunPhase.Snapshot);
        SnapshotOutcome outcome = new SnapshotStage(ports.SnapshotProviders).Open(job, catalog, cancellation);
        if (outcome.Session is { } session)
        {
            catalog.NoteSnapshot(session.Set);
            foreach (Notice notice in session.Set.Notices)
            {
                run.Notice(notice);
            }
        }

        for (int pair = 0; pair < outcome.Sources.Count; pair++)
        {
            SourceOutcome source = outcome.Sources[pair];
            catalog.NoteView(pair, source.View);
            if (source.LiveReason is { } why && job.SnapshotFor(job.Pairs[pair]) != SnapshotPolicy.Never)
            {
                run.Notice(new Notice(
                    "live-view",
                    $"NO SNAPSHOT: '{DisplayText.Escape(source.Source)}' is read live, so files that are open or change meanwhile may be missed or inconsistent. {why}"));
            }

            foreach (RelativePath place in source.View.NotCovered)
            {
                run.Notice(new Notice("not-covered", $"'{place}' below '{DisplayText.Escape(source.Source)}' is another volume that the snapshot does not hold; it was neither copied nor purged."));
            }
        }

        return new RunSnapshot(outcome, catalog);
    }

    /// <summary>Why nothing may be deleted now, or null.</summary>
    public string? WhyNothingMayBeDeleted() =>
        _outcome.Session is null || _outcome.Session.IsAlive() ? null : "the snapshot is gone, so what the source holds can't be told any more";

    /// <summary>Releases the set, says what could not be released, and keeps how the writers fared at the end.</summary>
    public void Release(RunInProgress run)
    {
        if (_outcome.Session is not { } session)
        {
            return;
        }

        SnapshotSet before = session.Set;
        IReadOnlyList<string> failures = session.Release();
        if (!ReferenceEquals(session.Set, before))
        {
            _catalog.NoteSnapshot(session.Set);
        }

        IEnumerable<Notice> told = failures.Select(sentence => new Notice("snapshot-not-released", sentence));
        foreach (Notice notice in session.Set.Notices.Skip(before.Notices.Count).Concat(told))
        {
            run.Notice(notice);
        }
    }

    public void Dispose() => _outcome.Session?.Dispose();
}
