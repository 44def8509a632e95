using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Runs;

/// <summary>
/// The version stores of a run's destinations. Opening brings record and disk together where an earlier run was cut off between the two. Nothing is
/// made at a destination before something has to be kept there, unless the job keeps all.
/// </summary>
internal sealed class RunVersions : IDisposable
{
    private readonly Job _job;
    private readonly CatalogWriter _catalog;
    private readonly RunInProgress _run;
    private readonly List<IDestinationTree> _trees = [];
    private readonly List<VersionStore> _stores = [];

    private RunVersions(Job job, CatalogWriter catalog, RunInProgress run)
    {
        _job = job;
        _catalog = catalog;
        _run = run;
    }

    /// <summary>Opens the stores; a dry run has none.</summary>
    public static RunVersions Open(Job job, CatalogWriter catalog, RunDestinations destinations, RunInProgress run)
    {
        RunVersions opened = new(job, catalog, run);
        if (job.IsDryRun)
        {
            return opened;
        }

        foreach ((int pair, (ITree? tree, _)) in destinations.All.Index())
        {
            opened.Open(pair, (IDestinationTree)tree!);
        }

        return opened;
    }

    /// <summary>The store of a pair's destination; null in a dry run.</summary>
    public VersionStore? StoreOf(int pair) => pair < _stores.Count ? _stores[pair] : null;

    /// <summary>Makes the stores ready where the job keeps versions.</summary>
    /// <exception cref="SnapBackException">A store is not safe to use; nothing was copied.</exception>
    public void Prepare()
    {
        for (int pair = 0; _job.KeepsVersions && pair < _stores.Count; pair++)
        {
            Prepare(_stores[pair], _trees[pair]);
        }
    }

    /// <summary>All that was kept is recorded.</summary>
    /// <param name="isDurable">False when it may not survive a power cut: the next run looks at it again.</param>
    public void Complete(bool isDurable)
    {
        if (isDurable && _stores.Any(store => store.HasBegun))
        {
            _catalog.OfVersions(versions => versions.Settle());
        }
    }

    /// <summary>Removes versions that no run needs that the job keeps. Nothing is removed when the run did not end well, or its clock can't be right.</summary>
    /// <param name="tally">Counts what was removed.</param>
    /// <param name="hasEndedWell">True when nothing of the run failed.</param>
    public void Prune(ExecutionTally tally, bool hasEndedWell)
    {
        if (!_job.KeepsVersions)
        {
            return;
        }

        for (int pair = 0; pair < _stores.Count; pair++)
        {
            int at = pair;
            string? doubt = Retention.WhyNotBelieved(_run.Started, _catalog.OfVersions(versions => versions.NewestStart(at)));
            if (doubt is not null)
            {
                _run.Notice(new Notice(
                    VersionTables.ClockNotBelieved,
                    $"The clock of this machine can't be believed: {doubt}. No older version was dropped. Set the clock; this run does not count when the rules of 'keep' are applied."));
                return;
            }

            if (_job.Keep is { } rules && hasEndedWell)
            {
                Prune(at, rules, tally);
            }
        }
    }

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    private void Prune(int pair, KeepRules rules, ExecutionTally tally)
    {
        _catalog.OfVersions(versions =>
        {
            Retention retention = new(rules, [.. versions.GoodRuns(pair), new GoodRun(_run.Id, _run.Started)], _run.Ports.Clock.LocalTimeZone);
            return versions.BeginDrop([.. versions.Weigh(pair).Where(version => !retention.Needs(version))]);
        });
        Drop(pair, tally);
    }

    // First from the disk, then from the record, which has not counted on them since it was told that this begins.
    private void Drop(int pair, ExecutionTally? tally)
    {
        List<(long Path, long MovedBy, string Folder, string Text, long Bytes)> open = _catalog.OfVersions(versions => versions.OpenDrops(pair));
        if (open.Count == 0)
        {
            return;
        }

        List<(long Path, long MovedBy)> gone = [];
        TreeException? first = null;
        try
        {
            foreach ((long path, long movedBy, string folder, string text, long bytes) in open)
            {
                try
                {
                    StoredFiles.Remove(_trees[pair], StorePath.Of(folder, RelativePath.FromTrusted(text)));
                    gone.Add((path, movedBy));
                    tally?.Dropped(bytes);
                }
                catch (TreeException failure)
                {
                    first ??= failure;
                }
            }

            StoredFiles.Flush(_trees[pair]);
            _catalog.OfVersions(versions => versions.EndDrop(gone));
        }
        catch (TreeException failure)
        {
            first ??= failure;
        }

        if (first is not null)
        {
            _run.Notice(new Notice(
                "versions-not-dropped",
                $"{open.Count - gone.Count} older versions that no run needs any more could not be removed: {first.Error.Message}. The next run tries again."));
        }
    }

    private void Open(int pair, IDestinationTree tree)
    {
        _trees.Add(tree);
        Drop(pair, tally: null);
        foreach ((long run, string folder) in _catalog.OfVersions(versions => versions.Unsettled(pair)))
        {
            TakeUp(pair, tree, run, folder);
        }

        VersionStore store = new(tree, _run.Id, _job.KeepsVersions, folder => _catalog.OfVersions(versions => versions.Begin(pair, folder)));
        _stores.Add(store);
    }

    private static void Prepare(VersionStore store, IDestinationTree tree)
    {
        try
        {
            store.Prepare();
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(
                ErrorCode.VersionStoreUnsafe,
                $"The folder for older versions, '{DisplayText.Escape(Path.Join(tree.DisplayRoot, StorePath.Root.Value))}', can't be used: {failure.Error.Message}. Nothing was copied.",
                "Look who made it, and move what stands there out of the way: the next run makes it anew.",
                failure);
        }
    }

    // Between moving a file aside and recording it a run can be killed. What it moved is found here; what it had only given a second name is as it was.
    private void TakeUp(int pair, IDestinationTree tree, long run, string folder)
    {
        try
        {
            HashSet<string> known = _catalog.OfVersions(versions => versions.Known(pair, run));
            List<(RelativePath Path, KeptVersion Kept)> found = [];
            foreach ((RelativePath path, Entry entry) in StoredFiles.Of(tree, folder).Where(file => !known.Contains(file.Path.Value)))
            {
                if (!StoredFiles.TakeBackSecondName(tree, folder, path, entry))
                {
                    found.Add((path, new KeptVersion(folder, entry, IsConflict: false)));
                }
            }

            StoredFiles.Flush(tree, folder);
            _catalog.TakeUpVersions(pair, run, found);
            if (found.Count > 0)
            {
                _run.Notice(new Notice(
                    "versions-taken-up",
                    $"Run {run} was cut off after it had moved {found.Count} {(found.Count == 1 ? "file" : "files")} aside; {(found.Count == 1 ? "it is" : "they are")} in the record of older versions now.",
                    IsWarning: false));
            }
        }
        catch (TreeException failure)
        {
            _run.Notice(new Notice(
                "versions-not-taken-up",
                $"What run {run} moved to '{StorePath.Of(folder, RelativePath.Root)}' at the destination could not be looked at: {failure.Error.Message}. It stays there, and the next run tries again."));
        }
    }
}
