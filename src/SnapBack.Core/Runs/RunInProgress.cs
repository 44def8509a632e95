using System.Reflection;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
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
            Version = VersionText,
            Started = _started,
        });
        _recorder = new Recorder(catalog, stop);
        _events.Started(_runId, job);
        ports.Log.Information("Run {RunId} of job {Job} begins", _runId, job.Name);
        foreach (Notice notice in catalog.Notices)
        {
            Notice(notice);
        }

        foreach (long run in interrupted)
        {
            Notice(new Notice("run-interrupted", $"Run {run} was still marked as running and its process is gone; it is recorded as interrupted now.", IsWarning: false));
        }

        _progress = ports.Clock.CreateTimer(_ => TellProgress(), null, ProgressEvery, ProgressEvery);
    }

    /// <summary>Version of this program.</summary>
    public static string VersionText =>
        typeof(RunInProgress).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>The ports of this system.</summary>
    public RunPorts Ports { get; }

    /// <summary>Begins a run in the catalog.</summary>
    public static RunInProgress Begin(Job job, CatalogWriter catalog, RunPorts ports, IRunEvents events, CancellationTokenSource stop) =>
        new(job, catalog, ports, events, stop);

    /// <summary>Removes snapshots that killed runs left behind.</summary>
    public void RemoveLeftovers()
    {
        foreach (Notice notice in Leftovers.Remove(_catalog.OpenNotes(), Ports.SnapshotProviders, _catalog))
        {
            Notice(notice);
        }
    }

    /// <summary>The next phase begins.</summary>
    public void Enter(RunPhase phase)
    {
        EndPhase();
        _phase = phase;
        _events.EnteredPhase(phase);
    }

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

    /// <summary>Records and tells a decision of a dry run.</summary>
    public void TellPlanned(int pair, RelativePath path, Entry entry, FileClass found, ActionKind action, ActionError? refusal) => Take(new PathRecord
    {
        Pair = pair,
        Path = path,
        Kind = entry.Kind,
        Class = found,
        Action = action,
        Outcome = refusal is null ? ActionOutcome.Skipped : ActionOutcome.Failed,
        Error = refusal,
        Bytes = entry.IsDirectory ? 0 : entry.Size,
    });

    /// <summary>An executor for a plan, wired to this run's record.</summary>
    public Executor Executor(RunPlan plan)
    {
        Enter(RunPhase.Copying);
        ExecutionSides[] sides = [.. plan.Sides.Select((s, i) => new ExecutionSides(s, (IDestinationTree)s.Destination!, plan.IsLive[i]))];
        Executor executor = new(_job, plan.Plan, sides, Take, _recorder.Commit, Ports.Clock, _stop.Token);
        _planned = plan.Plan.Tally;
        _done = executor.Tally;
        return executor;
    }

    /// <summary>Finishes folders, makes everything durable, then commits the record of it.</summary>
    public void Finish(Executor executor)
    {
        foreach ((int pair, RelativePath folder, byte[] seal) in executor.FinishFolders())
        {
            _recorder.AddSeal(pair, folder, seal);
        }

        executor.Flush();
        _recorder.Commit();
        _recorder.Complete();
    }

    /// <summary>Ends a run that was carried out, wholly or until it was cancelled.</summary>
    public RunResult End(Plan plan, ExecutionTally done, SnapshotSet? set)
    {
        if (done.Loss is not MetadataLoss.None and var loss)
        {
            Notice(new Notice("metadata-lost", $"The destination could not take all metadata ({loss}); content and times are kept.", IsWarning: false));
        }

        RunTotals totals = RunNumbers.Of(plan.Tally, done);
        bool isCancelled = _stop.IsCancellationRequested;
        int mask = RunNumbers.Mask(totals, done.Failures > 0);
        RunStatus status = isCancelled ? RunStatus.Interrupted : mask < ExitMask.Failed ? RunStatus.Completed : RunStatus.Failed;
        return End(status, isCancelled ? ExitMask.Cancelled : mask, totals, set, null);
    }

    /// <summary>Ends a dry run.</summary>
    public RunResult EndAsPlanned(PlanTally tally, SnapshotSet? set)
    {
        RunTotals totals = RunNumbers.Planned(tally) with { Files = RunNumbers.Planned(tally).Files with { Failed = _failures.Count } };
        return End(RunStatus.Planned, RunNumbers.Mask(totals, _failures.Count > 0), totals, set, null);
    }

    /// <summary>Ends a run that was cancelled before anything was carried out.</summary>
    public RunResult EndAsInterrupted() => End(RunStatus.Interrupted, ExitMask.Cancelled, new RunTotals(), null, null);

    /// <summary>
    /// Ends a run that something broke off. Null when nothing had been done; else the result, because a run that copied files can't be said to have
    /// done nothing.
    /// </summary>
    public RunResult? EndAsBroken(SnapBackException failure)
    {
        if (_planned is not { } planned || _done is not { } done || done.FilesHandled + done.DirsMade + done.Deleted == 0)
        {
            EndAsRefused(failure);
            return null;
        }

        _notices.Add(new Notice("run-broken-off", $"The run was broken off: {failure.Message} What was copied until then is complete, but not all of it is recorded."));
        Ports.Log.Error("Run {RunId} was broken off: {Reason}", _runId, failure.Message);
        RunTotals totals = RunNumbers.Of(planned, done);
        return End(RunStatus.Failed, RunNumbers.Mask(totals, hasFailed: true), totals, null, failure.Message);
    }

    public void Dispose()
    {
        _progress.Dispose();
        _recorder.Dispose();
    }

    private void EndAsRefused(SnapBackException failure)
    {
        Ports.Log.Error("Run {RunId} was not carried out: {Reason}", _runId, failure.Message);
        End(RunStatus.Failed, ExitMask.NothingDone, new RunTotals(), null, failure.Message);
    }

    private RunResult End(RunStatus status, int exitCode, RunTotals totals, SnapshotSet? set, string? message)
    {
        EndPhase();
        _progress.Dispose();
        _recorder.Dispose();
        DateTimeOffset ended = Ports.Clock.GetUtcNow();
        totals = totals with
        {
            SnapshotTime = _phaseTimes.GetValueOrDefault(RunPhase.Snapshot),
            PlanTime = _phaseTimes.GetValueOrDefault(RunPhase.Planning),
            ExecuteTime = _phaseTimes.GetValueOrDefault(RunPhase.Copying) + _phaseTimes.GetValueOrDefault(RunPhase.Deleting) + _phaseTimes.GetValueOrDefault(RunPhase.Finishing),
            TotalTime = Ports.Clock.GetElapsedTime(_startMark),
        };
        Record(new RunEnd { Status = status, ExitCode = exitCode, Totals = totals, Ended = ended, Message = message });
        Ports.Log.Information("Run {RunId} ended: {Outcome}, exit code {ExitCode}", _runId, status, exitCode);
        RunResult result = new()
        {
            RunId = _runId,
            Job = _job,
            Status = status,
            ExitCode = exitCode,
            Totals = totals,
            Snapshot = set,
            Notices = _notices,
            FirstFailures = _failures,
            Catalog = Path.GetFullPath(_job.Catalog!),
            Started = _started,
            Ended = ended,
        };
        _events.Ended(result);
        return result;
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

        _events.Handled(record);
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
