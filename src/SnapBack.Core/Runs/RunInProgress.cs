using System.Runtime.ExceptionServices;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Security;
using SnapBack.Snapshots;
using SnapBack.Trees;

namespace SnapBack.Runs;

/// <summary>
/// What a run carries from stage to stage: its number, its listeners, its record, its clock. Ends exactly once, in the catalog first and then to the
/// listeners.
/// </summary>
internal sealed class RunInProgress : IDisposable
{
    private const int MostFailuresKept = 25;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(100);

    private readonly Job _job;
    private readonly CatalogWriter _catalog;
    private readonly BestEffortEvents _events;
    private readonly Recorder _recorder;
    private readonly CancellationTokenSource _stop;
    private readonly CopyGate _gate;
    private readonly ITimer _progress;
    private readonly DateTimeOffset _started;
    private readonly Dictionary<RunPhase, TimeSpan> _phaseTimes = [];
    private readonly List<Notice> _notices = [];
    private readonly List<PathRecord> _failures = [];
    private readonly long _startMark;
    private readonly long _runId;
    private long _phaseMark;
    private long _seen;
    private RunPhase _phase = RunPhase.Preparing;
    private PlanTally? _planned;
    private ExecutionTally? _done;

    private RunInProgress(Job job, CatalogWriter catalog, RunPorts ports, IRunEvents events, CancellationTokenSource stop)
    {
        _job = job;
        _catalog = catalog;
        _stop = stop;
        Ports = ports;
        _events = new BestEffortEvents(events, ports.Log);
        _started = ports.Clock.GetUtcNow();
        _startMark = _phaseMark = ports.Clock.GetTimestamp();
        IReadOnlyList<long> interrupted = catalog.MarkInterrupted();
        _runId = catalog.BeginRun(new RunStart
        {
            Job = job.Name,
            IsDryRun = job.IsDryRun,
            Mode = job.Mode,
            Pairs = job.Pairs,
            Snapshot = job.Snapshot,
            Version = RunStart.ThisVersion,
            Started = _started,
        });
        _recorder = new Recorder(catalog, stop);
        _gate = new CopyGate(
            job.Pacing, [.. job.Pairs.Select(p => p.Destination)], ports.SpaceAt, ports.Clock, (code, text) => Notice(new Notice(code, text, IsWarning: false)), stop.Token);
        _events.Started(_runId, job);
        ports.Log.Information("Run {RunId} of job {Job} begins", _runId, job.Name);
        foreach (Notice notice in catalog.Notices.Concat(ports.Notices))
        {
            Notice(notice);
        }

        foreach (long run in interrupted)
        {
            Notice(new Notice("run-interrupted", $"Run {run} was still marked as running and its process is gone; it is recorded as interrupted now.", IsWarning: false));
        }

        _progress = ports.Clock.CreateTimer(_ => TellProgress(), null, ProgressEvery, ProgressEvery);
    }

    /// <summary>Number of the run in the catalog.</summary>
    public long Id => _runId;

    /// <summary>The ports of this system.</summary>
    public RunPorts Ports { get; }

    /// <summary>Begins a run in the catalog.</summary>
    public static RunInProgress Begin(Job job, CatalogWriter catalog, RunPorts ports, IRunEvents events, CancellationTokenSource stop) =>
        new(job, catalog, ports, events, stop);

    /// <summary>Removes snapshots that killed runs left behind; not those that another run of this catalog reads just now.</summary>
    public void RemoveLeftovers()
    {
        foreach (Notice notice in Leftovers.Remove(_catalog.Leftovers(), Ports.SnapshotProviders, _catalog))
        {
            Notice(notice);
        }
    }

    /// <summary>Waits until the hours of the job begin, before anything is opened.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void WaitForHours()
    {
        if (!_job.IsDryRun)
        {
            _gate.WaitForHours();
        }
    }

    /// <summary>Holds the job against this machine, and waits for a share that is not there yet where the job wants that.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="SnapBackException">The job does not fit this machine.</exception>
    public void WaitUntilReady()
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                JobCheck.Check(_job);
                return;
            }
            catch (SnapBackException missing) when (
                _job.WaitsForShare && tries <= _job.Retry && missing.Code is ErrorCode.SourceMissing or ErrorCode.SourceUnreadable or ErrorCode.DestinationUnusable)
            {
                if (tries == 1)
                {
                    Notice(new Notice("waiting-for-share", $"{missing.Message} The run waits for it.", IsWarning: false));
                }

                Task.Delay(_job.RetryWait, Ports.Clock, _stop.Token).GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>The next phase begins.</summary>
    public void Enter(RunPhase phase)
    {
        EndPhase();
        _phase = phase;
        _events.EnteredPhase(phase);
    }

    /// <summary>Does something that counts for no phase, only for the whole of the run.</summary>
    public void Untimed(Action work)
    {
        EndPhase();
        work();
        _phaseMark = Ports.Clock.GetTimestamp();
    }

    /// <summary>Passes on a line of what a hook says.</summary>
    public void HookSaid(Hook hook, string line)
    {
        Ports.Log.Information("Run {RunId}: {Hook:l}: {Line:l}", _runId, Path.GetFileName(hook.Program), line);
        _events.HookSaid(hook, line);
    }

    /// <summary>True when there is something that makes the result worth less.</summary>
    public bool HasWarnings => _notices.Exists(notice => notice.IsWarning);

    /// <summary>Counts entries looked at while planning. Thread-safe.</summary>
    public void Seen(long entries) => Interlocked.Add(ref _seen, entries);

    /// <summary>Keeps and tells something about the run as a whole.</summary>
    public void Notice(Notice notice)
    {
        _notices.Add(notice);
        _catalog.AddNotice(notice);
        if (notice.IsWarning)
        {
            Ports.Log.Warning("Run {RunId}: {Notice}", _runId, notice.Text);
        }

        _events.Noticed(notice);
    }

    /// <summary>A guard speaks. A dry run, which changes nothing, only tells what it says.</summary>
    /// <exception cref="SnapBackException">The same, when the run would change something.</exception>
    public void Stop(ErrorCode code, string sentence, string hint)
    {
        SnapBackException stop = new(code, sentence, hint);
        if (!_job.IsDryRun)
        {
            throw stop;
        }

        Notice(new Notice("would-stop", $"This is a dry run. The run itself would stop with {stop.CodeText}: {sentence} {hint}"));
    }

    /// <summary>Writes the plan into the file that the job names, if it names one.</summary>
    public void SavePlan(RunPlan plan)
    {
        if (_job.PlanOut is { } file)
        {
            SavedPlan.Write(file, _job, plan.Plan);
        }
    }

    /// <summary>A rehearsal of a plan, wired to this run's record.</summary>
    public Rehearsal Rehearsal(RunPlan plan) => new(_job, plan.Plan, plan.Sides, Take, Ports.Clock, _stop.Token, Follower);

    private Action<WorkStep>? Follower => _job.Listing == ListingDetail.None ? null : _events.Stepped;

    /// <summary>An executor for a plan, wired to this run's record.</summary>
    public Executor Executor(RunPlan plan, RunVersions versions)
    {
        Enter(RunPhase.Copying);
        ExecutionSides[] sides =
        [
            .. plan.Sides.Select((s, i) => new ExecutionSides(s, (IDestinationTree)s.Destination!, plan.IsLive[i]) { Versions = versions.StoreOf(i) }),
        ];
        Executor executor = new(_job, plan.Plan, sides, Take, _recorder.CommitAfter, Ports.Clock, _stop.Token, Follower, _gate);
        _planned = plan.Plan.Tally;
        _done = executor.Tally;
        return executor;
    }

    /// <summary>Finishes folders, makes everything durable, then commits the record of it.</summary>
    /// <returns>False when what was done may not survive a power cut.</returns>
    public bool Finish(Executor executor)
    {
        foreach ((int pair, RelativePath folder, byte[] seal) in executor.FinishFolders())
        {
            _recorder.AddSeal(pair, folder, seal);
        }

        bool isDurable = executor.Flush();
        if (!isDurable)
        {
            _recorder.WithdrawSeals();
        }

        _recorder.Commit();
        return isDurable;
    }

    /// <summary>Waits until all that was done is recorded.</summary>
    public void CompleteRecord() => _recorder.Complete();

    /// <summary>Does at the live source what the job wants done with what was copied. Only for copies that are durable and recorded.</summary>
    /// <param name="executor">That copied.</param>
    /// <param name="plan">What was copied.</param>
    /// <param name="withheldBecause">Why nothing may be done, or null.</param>
    public void ReleaseSource(Executor executor, RunPlan plan, string? withheldBecause)
    {
        if (!_job.ChangesSource || plan.Plan.Copied.Count + executor.Made.Count == 0 || _stop.IsCancellationRequested)
        {
            return;
        }

        if (withheldBecause is not null)
        {
            Notice(new Notice("source-not-released", $"The source was left as it is: {withheldBecause}."));
            return;
        }

        // What the catalog does not hold yet may not be taken from the source: wait until it does.
        _recorder.Drain();
        using SourceRelease release = new(_job, plan.Plan, OpenLive, record =>
        {
            executor.Tally.Count(record);
            Take(record);
        }, _stop.Token);
        release.Run(executor.Made);
        _recorder.Commit();
        string done = _job.Move == MoveMode.None
            ? $"The archive attribute of {release.ArchivesCleared} copied files was cleared at the source"
            : $"{release.FilesRemoved} copied files and {release.FoldersRemoved} empty folders were removed from the source";
        string left = release.Left == 0 ? string.Empty : $"; {release.Left} were left, because they changed meanwhile or could not be changed";
        Notice(new Notice("source-released", $"{done}{left}.", IsWarning: release.Left > 0));
    }

    private IDestinationTree OpenLive(int pair) => Ports.PeekDestination(_job.Pairs[pair].Source, SecuritySections.None)
        ?? throw new TreeException(new ActionError(ErrorKind.NotFound, 0, "open", "the source is gone"));

    /// <summary>True when a run that was carried out was not cancelled, and nothing of it failed.</summary>
    public bool HasEndedWell(Plan plan, ExecutionTally done) =>
        !_stop.IsCancellationRequested && RunNumbers.Mask(RunNumbers.Of(plan.Tally, done), done.Failures > 0) < ExitMask.Failed;

    /// <summary>Start of the run.</summary>
    public DateTimeOffset Started => _started;

    /// <summary>What became of a run that was carried out, wholly or until it was cancelled.</summary>
    public RunEnding EndingOf(Plan plan, ExecutionTally done, SnapshotSet? set)
    {
        // What becomes of security was told before anything was copied.
        if ((done.Loss & ~MetadataLoss.Security) is not MetadataLoss.None and var loss)
        {
            Notice(new Notice("metadata-lost", $"The destination could not take all metadata ({loss}); content and times are kept.", IsWarning: false));
        }

        if (done.SecurityAdjusted is > 0 and var adjusted)
        {
            Notice(new Notice(
                "security-adjusted",
                $"{adjusted} security descriptors are held otherwise by the destination than they were given; the catalog has them as the source has them.",
                IsWarning: false));
        }

        TellConflicts(plan.Tally.Conflicts);
        RunTotals totals = RunNumbers.Of(plan.Tally, done);
        bool isCancelled = _stop.IsCancellationRequested;
        int mask = RunNumbers.Mask(totals, done.Failures > 0);
        RunStatus status = isCancelled ? RunStatus.Interrupted : mask < ExitMask.Failed ? RunStatus.Completed : RunStatus.Failed;
        return new RunEnding(status, isCancelled ? ExitMask.Cancelled : mask, totals)
        {
            Snapshot = set,
            HasOnlyFailedDeletions = done.Failures > 0 && done.Failures == done.DeletionsFailed,
        };
    }

    /// <summary>What became of a dry run.</summary>
    public RunEnding EndingAsPlanned(Plan plan, ExecutionTally rehearsed, SnapshotSet? set)
    {
        TellConflicts(plan.Tally.Conflicts);
        RunTotals totals = RunNumbers.Of(plan.Tally, rehearsed);
        return new RunEnding(RunStatus.Planned, RunNumbers.Mask(totals, rehearsed.Failures > 0), totals) { Snapshot = set };
    }

    /// <summary>What became of a run that something broke off. One that copied files can't be said to have done nothing.</summary>
    public RunEnding EndingAsBroken(SnapBackException failure)
    {
        if (_planned is not { } planned || _done is not { } done || done.FilesHandled + done.DirsMade + done.Deleted == 0)
        {
            Ports.Log.Error("Run {RunId} was not carried out: {Reason}", _runId, failure.Message);
            return new RunEnding(RunStatus.Failed, ExitMask.NothingDone, new RunTotals()) { Message = failure.Message, Refusal = failure };
        }

        _notices.Add(new Notice("run-broken-off", $"The run was broken off: {failure.Message} What was copied until then is complete, but not all of it is recorded."));
        Ports.Log.Error("Run {RunId} was broken off: {Reason}", _runId, failure.Message);
        RunTotals totals = RunNumbers.Of(planned, done);
        return new RunEnding(RunStatus.Failed, RunNumbers.Mask(totals, hasFailed: true), totals) { Message = failure.Message };
    }

    /// <summary>Lets the hooks after the run have their turn, then ends the run: in the catalog first, then for its listeners.</summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="SnapBackException">Why nothing was done.</exception>
    public RunResult End(RunEnding ending, RunHooks hooks)
    {
        EndPhase();
        _recorder.Dispose();
        ending = hooks.After(ending);
        _progress.Dispose();
        DateTimeOffset ended = Ports.Clock.GetUtcNow();
        RunTotals totals = ending.Totals with
        {
            SnapshotTime = _phaseTimes.GetValueOrDefault(RunPhase.Snapshot),
            PlanTime = _phaseTimes.GetValueOrDefault(RunPhase.Planning),
            ExecuteTime = _phaseTimes.GetValueOrDefault(RunPhase.Copying) + _phaseTimes.GetValueOrDefault(RunPhase.Deleting) + _phaseTimes.GetValueOrDefault(RunPhase.Finishing),
            TotalTime = Ports.Clock.GetElapsedTime(_startMark),
        };
        Record(new RunEnd { Status = ending.Status, ExitCode = ending.ExitCode, Totals = totals, Ended = ended, Message = ending.Message });
        Ports.Log.Information("Run {RunId} ended: {Outcome}, exit code {ExitCode}", _runId, ending.Status, ending.ExitCode);
        RunResult result = new()
        {
            RunId = _runId,
            Job = _job,
            Status = ending.Status,
            ExitCode = ending.ExitCode,
            Totals = totals,
            Snapshot = ending.Snapshot,
            Notices = _notices,
            FirstFailures = _failures,
            Catalog = Path.GetFullPath(_job.Catalog!),
            Started = _started,
            Ended = ended,
            HasOnlyFailedDeletions = ending.HasOnlyFailedDeletions,
        };
        _events.Ended(result);
        if (ending.Refusal is { } refusal)
        {
            ExceptionDispatchInfo.Throw(refusal);
        }

        return result;
    }

    public void Dispose()
    {
        _progress.Dispose();
        _recorder.Dispose();
    }

    private void TellConflicts(long count)
    {
        if (count == 0)
        {
            return;
        }

        (string what, string they, string versions) = count == 1
            ? ("1 file at the destination was", "it", "an older version") : ($"{count} files at the destination were", "they", "older versions");
        string became = (_job.Conflict, _job.IsDryRun) switch
        {
            (ConflictPolicy.Overwrite, false) => $"{they} {(count == 1 ? "was" : "were")} kept as {versions}, then overwritten or deleted",
            (ConflictPolicy.Overwrite, true) => $"{they} would be kept as {versions}, then overwritten or deleted",
            (ConflictPolicy.Keep, _) => $"{they} {(count == 1 ? "stays" : "stay")}, and {(count == 1 ? "is" : "are")} no backup of what the source has",
            _ => $"{they} {(count == 1 ? "stays" : "stay")}, and {(count == 1 ? "counts" : "count")} as failed",
        };
        Notice(new Notice("copy-changed", $"{what} changed by somebody since the last run wrote {(count == 1 ? "it" : "them")}: {became} (--conflict)."));
    }

    private void EndPhase()
    {
        long now = Ports.Clock.GetTimestamp();
        _phaseTimes[_phase] = _phaseTimes.GetValueOrDefault(_phase) + Ports.Clock.GetElapsedTime(_phaseMark, now);
        _phaseMark = now;
    }

    private void Record(RunEnd end)
    {
        try
        {
            _catalog.EndRun(end);
        }
        catch (SnapBackException failure) when (end.Status == RunStatus.Failed)
        {
            // The catalog is what broke the run off: the next start marks the run as interrupted, and the first failure is the one to tell.
            Ports.Log.Error("Run {RunId} could not be closed in the catalog: {Reason}", _runId, failure.Message);
        }
    }

    private void Take(PathRecord record)
    {
        _recorder.Add(record);
        if (record.Outcome == ActionOutcome.Failed)
        {
            lock (_failures)
            {
                if (_failures.Count < MostFailuresKept)
                {
                    _failures.Add(record);
                }
            }

            Ports.Log.Warning("Failed: {Path}: {ErrorKind} {NativeCode} {Reason}", record.Path.ToString(), record.Error?.Kind, record.Error?.NativeCode, record.Error?.Message);
        }

        if (record.Outcome != ActionOutcome.Gone)
        {
            _events.Handled(record);
        }
    }

    private void TellProgress()
    {
        PlanTally? planned = _planned;
        ExecutionTally? done = _done;
        _events.Progressed(new RunProgress(
            _phase,
            done?.FilesHandled ?? Interlocked.Read(ref _seen),
            planned?.FilesToHandle ?? 0,
            done?.BytesMoved ?? 0,
            planned?.BytesToCopy ?? 0,
            done?.Failures ?? 0,
            Ports.Clock.GetElapsedTime(_startMark)));
    }
}
