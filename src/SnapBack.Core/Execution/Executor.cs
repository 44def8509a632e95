using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>
/// Carries out a plan, phase by phase. Within a phase one bounded pool of workers takes batches; failures that may pass are tried again in rounds at
/// the end of the phase, so that one locked file holds nobody up. After a cancellation nothing new is begun; what is complete gets its name, and
/// the rest is left as it was.
/// </summary>
internal sealed class Executor
{
    private static readonly ActionError NotDurable = new(ErrorKind.WriteFault, 0, "flush", "the destination could not be made durable");

    private const int MostWaitingForDurability = 10_000;

    private readonly Job _job;
    private readonly Plan _plan;
    private readonly IReadOnlyList<ExecutionSides> _sides;
    private readonly Action<PathRecord> _record;
    private readonly Action<Action> _recordAfter;
    private readonly Publisher[] _publishers;
    private readonly TemporaryNames _names = new();
    private readonly Throttle? _throttle;
    private readonly CopyGate? _gate;
    private readonly HashSet<(int Pair, RelativePath Path)> _unsettled = [];
    private readonly HashSet<(int Pair, RelativePath Path)> _notMade = [];
    private readonly List<(int Pair, RelativePath Path)> _made = [];
    private readonly Lock _unsettledGate = new();
    private readonly Lock _taking = new();
    private readonly CancellationToken _cancellation;
    private readonly Action<WorkStep>? _tell;
    private readonly TimeProvider _clock;
    private int _waitingForDurability;
    private long _batchesTaken;

    /// <param name="job">The rules.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="sides">The pairs, in the order of the job.</param>
    /// <param name="record">Takes what became of each path, from several threads.</param>
    /// <param name="recordAfter">Runs the flush that it is given; when that succeeds, what was recorded before it would survive a power cut.</param>
    /// <param name="clock">For the bandwidth limit, and to tell how long was waited.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="tell">Takes every step of the work, from several threads; null when nobody follows it.</param>
    /// <param name="gate">Holds copies back until they may begin; null when they always may.</param>
    public Executor(
        Job job,
        Plan plan,
        IReadOnlyList<ExecutionSides> sides,
        Action<PathRecord> record,
        Action<Action> recordAfter,
        TimeProvider clock,
        CancellationToken cancellation,
        Action<WorkStep>? tell = null,
        CopyGate? gate = null)
    {
        _tell = tell;
        _clock = clock;
        _job = job;
        _plan = plan;
        _sides = sides;
        _record = record;
        _cancellation = cancellation;
        _throttle = Throttle.For(job, clock);
        _gate = gate;
        _recordAfter = recordAfter;

        // One flush makes one destination durable, and the record is of all of them.
        _publishers = [.. sides.Select(s => new Publisher(s.Destination, Settle, sides.Count == 1 ? RecordAfter : flush => flush(), s.Versions))];
    }

    /// <summary>The numbers so far.</summary>
    public ExecutionTally Tally { get; } = new();

    /// <summary>Folders that were made, where the job wants them removed from the source.</summary>
    public IReadOnlyList<(int Pair, RelativePath Path)> Made => _made;

    /// <summary>Copies what can be copied at once.</summary>
    public void Copy() => RunBatches(_plan.Work);

    /// <summary>Brings what had to wait for a deletion, then the further names of hard-linked files.</summary>
    public void CopyLate()
    {
        RunBatches(_plan.Late);
        RunBatches(_plan.Links);
    }

    /// <summary>Deletes, children before their folders.</summary>
    /// <param name="withheldBecause">Why nothing may be deleted, or null.</param>
    public void Delete(string? withheldBecause)
    {
        DeletionRunner runner = new(_plan, withheldBecause);
        OpenFolders? open = null;
        try
        {
            foreach (PlannedDeletion deletion in _plan.Deletions.Backwards())
            {
                if (_cancellation.IsCancellationRequested)
                {
                    return;
                }

                if (open is null || open.Pair != deletion.Pair || open.Path != deletion.Path.Parent)
                {
                    open?.Dispose();
                    open = new OpenFolders(_sides[deletion.Pair], deletion.Path.Parent);
                }

                Settle(runner.Run(deletion, open));
            }
        }
        finally
        {
            open?.Dispose();
        }
    }

    /// <summary>Sets the folders' metadata, deepest first, and takes their seals.</summary>
    /// <returns>The seals, by pair and folder.</returns>
    public IEnumerable<(int Pair, RelativePath Folder, byte[] Seal)> FinishFolders()
    {
        // What is begun with a folder is ended: the little that a folder may have of its own is no matter for bandwidth or cancellation.
        using FileCopier copier = new(_job, throttle: null, moved: _ => { }, CancellationToken.None);
        using FolderFinisher finisher = new(_sides, _job, copier, Tally.Lost);
        foreach (PlannedFolder folder in _plan.Folders.Backwards())
        {
            if (_cancellation.IsCancellationRequested)
            {
                yield break;
            }

            if (_notMade.Contains((folder.Pair, folder.Path)) || _plan.Lazy.IsWaiting(folder.Pair, folder.Path))
            {
                continue;
            }

            bool isUnsettled = IsUnsettled(folder.Pair, folder.Path);
            (PathRecord? record, byte[]? seal) = finisher.Finish(folder, isUnsettled);
            if (_job.Move == MoveMode.All && folder.Class == FileClass.New && !folder.Path.IsRoot && record is null or { Outcome: ActionOutcome.Done })
            {
                _made.Add((folder.Pair, folder.Path));
            }

            if (record is not null)
            {
                Settle(record);
            }

            if (seal is not null)
            {
                yield return (folder.Pair, folder.Path, seal);
            }
        }
    }

    /// <summary>Makes all names and metadata durable. Where that fails the destination's root is recorded as failed.</summary>
    /// <returns>False when it failed anywhere: what was done may not survive a power cut.</returns>
    public bool Flush()
    {
        bool isDurable = true;
        for (int pair = 0; pair < _sides.Count; pair++)
        {
            if (_sides[pair].Destination.Traits.HasVolumeFlush)
            {
                isDurable &= FlushVolume(pair);
            }
        }

        return isDurable;
    }

    // What is recorded waits in memory until it is durable at the destination: not too much of it may.
    private void MakeDurableNowAndThen()
    {
        if (Interlocked.Increment(ref _waitingForDurability) != MostWaitingForDurability)
        {
            return;
        }

        try
        {
            RecordAfter(() => _ = Flush() ? true : throw new TreeException(NotDurable));
        }
        catch (TreeException)
        {
            // Recorded by the flush itself, because the system tells of it once only; what waits goes on waiting.
        }
    }

    private void RecordAfter(Action flush)
    {
        _recordAfter(flush);
        Interlocked.Exchange(ref _waitingForDurability, 0);
    }

    private bool FlushVolume(int pair)
    {
        try
        {
            _sides[pair].Destination.FlushVolume();
            return true;
        }
        catch (TreeException failure)
        {
            Settle(new PathRecord
            {
                Pair = pair,
                Path = RelativePath.Root,
                Kind = EntryKind.Directory,
                Class = FileClass.Same,
                Action = ActionKind.UpdateMetadata,
                Outcome = ActionOutcome.Failed,
                Error = failure.Error,
            });
            return false;
        }
    }

    private void RunBatches(Spool<PlannedBatch> batches)
    {
        Spool<PlannedBatch> again = NewSpool();
        try
        {
            RunRound(batches, _job.Retry > 0 ? again : null, attempt: 1);
            for (int round = 1; round <= _job.Retry && again.Count > 0; round++)
            {
                long before = _clock.GetTimestamp();
                _cancellation.WaitHandle.WaitOne(_job.RetryWait);
                Tally.Wait(_clock.GetElapsedTime(before));
                again.Seal();
                using Spool<PlannedBatch> now = again;
                again = NewSpool();
                RunRound(now, round < _job.Retry ? again : null, attempt: round + 1);
            }
        }
        finally
        {
            again.Dispose();
        }
    }

    private Spool<PlannedBatch> NewSpool() => new(_plan.SpoolFolder, PlanFormat.Write, PlanFormat.ReadBatch);

    private void RunRound(Spool<PlannedBatch> batches, Spool<PlannedBatch>? again, int attempt)
    {
        if (batches.Count > 0)
        {
            int workers = (int)Math.Min(_job.Threads, batches.Count);
            Task[] tasks = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
                () => Work(batches, again, attempt), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            try
            {
                Task.WaitAll(tasks, CancellationToken.None);
            }
            catch (AggregateException failures)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
            }
        }

        foreach (Publisher publisher in _publishers)
        {
            publisher.Complete();
        }
    }

    private void Work(Spool<PlannedBatch> batches, Spool<PlannedBatch>? again, int attempt)
    {
        BatchSteps? steps = null;
        using FileCopier copier = new(_job, _throttle, Moved, _cancellation);
        ActionRunner runner = new(_job, copier, _names, Tally);
        while (!_cancellation.IsCancellationRequested && TryTake(batches, out PlannedBatch? batch, out long number))
        {
            steps = _tell is null ? null : new BatchSteps(_tell, number, batch);
            steps?.Begin();
            using OpenFolders folders = new(_sides[batch.Pair], batch.Folder);
            foreach (PlannedAction action in batch.Actions)
            {
                if (_cancellation.IsCancellationRequested)
                {
                    return;
                }

                if (action.IsListedOnly)
                {
                    steps?.List(action);
                }
                else if (action.Action != ActionKind.CreateFolder)
                {
                    Run(runner, action, folders, again, attempt, steps);
                }
            }

            steps?.End();
        }

        void Moved(long bytes)
        {
            Tally.Moved(bytes);
            steps?.Move(bytes);
        }
    }

    // Folders are made while the batch is taken, in the order of the plan: before any worker can take what lies in them.
    private bool TryTake(Spool<PlannedBatch> batches, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PlannedBatch? batch, out long number)
    {
        lock (_taking)
        {
            number = 0;
            if (!batches.TryTake(out PlannedBatch taken))
            {
                batch = null;
                return false;
            }

            batch = taken;
            number = ++_batchesTaken;
            using OpenFolders folders = new(_sides[batch.Pair], batch.Folder);
            foreach (PlannedAction action in batch.Actions.Where(a => a is { Action: ActionKind.CreateFolder, IsListedOnly: false }))
            {
                MakeFolder(action, folders);
            }

            return true;
        }
    }

    private void MakeFolder(PlannedAction action, OpenFolders folders)
    {
        try
        {
            folders.Destination.CreateFolder(action.Name);
        }
        catch (TreeException failure)
        {
            _notMade.Add((folders.Pair, folders.Path.Child(action.Name)));
            Settle(ActionRunner.Failed(action, folders, failure.Error));
        }
    }

    private void Run(ActionRunner runner, PlannedAction action, OpenFolders folders, Spool<PlannedBatch>? again, int attempt, BatchSteps? steps)
    {
        PathRecord? record;
        PendingFile? pending;
        steps?.Start(action, attempt);
        bool isCopy = action.Action is ActionKind.Copy or ActionKind.Replace;
        try
        {
            if (isCopy)
            {
                _gate?.Enter(folders.Pair, action.Entry.Size);
            }

            try
            {
                (record, pending) = runner.Run(action, folders);
            }
            finally
            {
                if (isCopy)
                {
                    _gate?.Leave(folders.Pair, action.Entry.Size);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (pending is not null)
        {
            pending = pending with { Record = pending.Record with { Attempts = attempt } };
            steps?.Finish(pending.Record);
            _publishers[folders.Pair].Add(pending);
        }
        else if (record is not null && again is not null && record.Error is { IsTransient: true })
        {
            steps?.Postpone(record.Error);
            again.Append(new PlannedBatch(folders.Pair, folders.Path, [action]));
        }
        else if (record is not null)
        {
            record = record with { Attempts = attempt };
            steps?.Finish(record);
            Settle(record);
        }
    }

    private void Settle(PathRecord record)
    {
        Tally.Count(record);
        if (_job.ChangesSource && record is { Outcome: ActionOutcome.Done, Copied: { } copied })
        {
            _plan.Copied.Append(new CopiedEntry(record.Pair, record.Path, copied));
        }

        if (record.Outcome is not (ActionOutcome.Done or ActionOutcome.Skipped))
        {
            lock (_unsettledGate)
            {
                _unsettled.Add((record.Pair, record.Path.Parent));
            }
        }

        if (record.State is not null || record.EndsState || record.Outcome != ActionOutcome.Done || record.Class == FileClass.Mismatch)
        {
            _record(record);
            MakeDurableNowAndThen();
        }
    }

    private bool IsUnsettled(int pair, RelativePath folder)
    {
        lock (_unsettledGate)
        {
            return _unsettled.Contains((pair, folder));
        }
    }
}
