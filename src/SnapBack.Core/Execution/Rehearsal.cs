using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Execution;

/// <summary>
/// What carrying out a plan would come to, if nothing failed: tells of every action what <see cref="Executor"/> would, in the same order, and counts
/// it the same way. Changes nothing; where only content can decide, it is read. Used by one thread.
/// </summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly Job _job;
    private readonly Plan _plan;
    private readonly IReadOnlyList<PlanSides> _sides;
    private readonly Action<PathRecord> _tell;
    private readonly CancellationToken _cancellation;
    private readonly FileCopier _reader;
    private readonly Action<WorkStep>? _follow;
    private long _batchesTaken;

    // Names that other names of the same file are to be linked to, and whose content turned out to have moved.
    private readonly HashSet<(int Pair, RelativePath Path)> _renewed = [];

    /// <summary>Prepares.</summary>
    /// <param name="job">Its bandwidth limit holds for what is read here too.</param>
    /// <param name="plan">Taken out of its spools.</param>
    /// <param name="sides">By pair.</param>
    /// <param name="tell">Takes one record per action.</param>
    /// <param name="clock">For the bandwidth limit.</param>
    /// <param name="cancellation">Stops within seconds.</param>
    /// <param name="follow">Takes every step; null when nobody follows.</param>
    public Rehearsal(
        Job job, Plan plan, IReadOnlyList<PlanSides> sides, Action<PathRecord> tell, TimeProvider clock, CancellationToken cancellation, Action<WorkStep>? follow = null)
    {
        _follow = follow;
        _job = job;
        _plan = plan;
        _sides = sides;
        _tell = tell;
        _cancellation = cancellation;
        _reader = new FileCopier(job, Throttle.For(job, clock), Tally.Moved, cancellation);
    }

    /// <summary>What was counted.</summary>
    public ExecutionTally Tally { get; } = new();

    /// <summary>Goes through the whole plan.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Play()
    {
        Play(_plan.Work);
        foreach (PlannedDeletion deletion in _plan.Deletions.Backwards())
        {
            _cancellation.ThrowIfCancellationRequested();
            Delete(deletion);
        }

        Play(_plan.Late);
        Play(_plan.Links);
        foreach (PlannedFolder folder in _plan.Folders.Backwards())
        {
            // That a folder is made was told and counted where it is made.
            if (folder.Action == ActionKind.UpdateMetadata)
            {
                _tell(Would(Record(folder.Pair, folder.Path, folder.Entry, folder.Class, folder.Action)));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static PathRecord Record(int pair, RelativePath path, Entry entry, FileClass found, ActionKind action) => new()
    {
        Pair = pair,
        Path = path,
        Kind = entry.Kind,
        Class = found,
        Action = action,
        Outcome = ActionOutcome.Skipped,
        Bytes = entry.IsDirectory ? 0 : entry.Size,
    };

    private void Play(Spool<PlannedBatch> batches)
    {
        while (batches.TryTake(out PlannedBatch batch))
        {
            BatchSteps? steps = _follow is null ? null : new BatchSteps(_follow, ++_batchesTaken, batch);
            steps?.Begin();
            foreach (PlannedAction action in batch.Actions)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (action.IsListedOnly)
                {
                    steps?.List(action);
                    continue;
                }

                steps?.Start(action, attempt: 1);
                if (Play(action, batch) is { } told)
                {
                    steps?.Finish(told);
                    _tell(told);
                }
            }

            steps?.End();
        }
    }

    // What is told of it; null for what is neither counted nor recorded.
    private PathRecord? Play(PlannedAction action, PlannedBatch batch)
    {
        PathRecord record = Record(batch.Pair, batch.Folder.Child(action.Name), action.Entry, action.Class, action.Action) with { Reason = action.Reason };
        switch (action)
        {
            case { Action: ActionKind.Discard }:
                return null;
            case { IsGone: true }:
                return record with { Class = FileClass.Same, Outcome = ActionOutcome.Gone };
            case { Refusal: { } refusal }:
                return Refused(record, refusal);
            case { Action: ActionKind.Recheck }:
                return Recheck(action, batch, record);
            case { Action: ActionKind.Link }:
                return Link(action, batch, record);
            default:
                return Would(record, action.IsConflict);
        }
    }

    // Told as what it is, a decision; counted as what it would have become.
    private PathRecord Would(PathRecord record, bool isConflict = false)
    {
        Tally.Count(record with { Outcome = ActionOutcome.Done });
        if ((_job.KeepsVersions || isConflict) && record.Class is not (FileClass.New or FileClass.Tweaked)
            && record.Action is ActionKind.Copy or ActionKind.Link && Present(record) is { } present && VersionStore.CanKeep(present))
        {
            Tally.Kept(new KeptVersion(string.Empty, present, isConflict));
        }

        return record;
    }

    private Entry? Present(PathRecord record)
    {
        try
        {
            using IFolder? folder = _sides[record.Pair].Destination?.OpenFolder(record.Path.Parent);
            return folder?.Find(record.Path.Name);
        }
        catch (TreeException)
        {
            // Nothing that could be kept.
            return null;
        }
    }

    private PathRecord Refused(PathRecord record, ActionError error)
    {
        record = record with { Outcome = error.Kind == ErrorKind.NotFound ? ActionOutcome.Vanished : ActionOutcome.Failed, Error = error };
        Tally.Count(record);
        return record;
    }

    private void Delete(PlannedDeletion deletion)
    {
        PathRecord record = Record(deletion.Pair, deletion.Path, deletion.Entry, deletion.Class, ActionKind.Delete);
        if (_plan.IsInFailedScope(deletion.Pair, deletion.Path))
        {
            record = record with { Outcome = ActionOutcome.Withheld, Error = DeletionRunner.NotDeleted(DeletionRunner.BelowUnlisted) };
            Tally.Count(record);
            _tell(record);
            return;
        }

        if ((_job.KeepsVersions || deletion.IsConflict) && VersionStore.CanKeep(deletion.Entry))
        {
            Tally.Kept(new KeptVersion(string.Empty, deletion.Entry, deletion.IsConflict));
        }

        _tell(Would(record));
    }

    private PathRecord Recheck(PlannedAction action, PlannedBatch batch, PathRecord record)
    {
        try
        {
            if (IsEqual(action, batch))
            {
                return Equal(action, record with { Action = action.Class == FileClass.Same ? ActionKind.None : ActionKind.Recheck });
            }

            if (action.Entry.LinkCount > 1)
            {
                _renewed.Add((batch.Pair, record.Path));
            }

            return Would(record with { Action = ActionKind.Copy, Class = FileClass.Modified }, action.IsConflict);
        }
        catch (TreeException failure)
        {
            return Refused(record, failure.Error);
        }
    }

    private PathRecord Equal(PlannedAction action, PathRecord record)
    {
        Tally.FoundEqual(action.Entry.Size);
        return record;
    }

    private bool IsEqual(PlannedAction action, PlannedBatch batch)
    {
        using IFolder folder = _sides[batch.Pair].Source.OpenFolder(batch.Folder);
        using ISourceFile source = folder.OpenFile(action.Name);
        byte[] found = _reader.HashOf(source);
        return found.AsSpan().SequenceEqual(action.KnownSha256 ?? HashAtDestination(action, batch));
    }

    private byte[] HashAtDestination(PlannedAction action, PlannedBatch batch)
    {
        try
        {
            using IFolder folder = _sides[batch.Pair].Destination!.OpenFolder(batch.Folder);
            using ISourceFile copy = folder.OpenFile(action.Name);
            return _reader.HashOf(copy);
        }
        catch (TreeException)
        {
            // What can't be read at the destination is not equal to anything: it would be copied again.
            return [];
        }
    }

    // A name that is one file with its leader already (told by its class) stays so, unless the leader is brought over anew.
    private PathRecord Link(PlannedAction action, PlannedBatch batch, PathRecord record)
    {
        if (action.Class != FileClass.Same)
        {
            return Would(record, action.IsConflict);
        }

        return _renewed.Contains((batch.Pair, action.Leader))
            ? Would(record with { Class = FileClass.Changed })
            : Equal(action, record with { Action = ActionKind.None });
    }
}
