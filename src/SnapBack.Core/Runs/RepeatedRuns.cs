using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Platform;

namespace SnapBack.Runs;

/// <summary>
/// Runs a job once, or, where it wants that (<see cref="Job.Watch"/>), again and again until it is cancelled. Each pass is a run of its own, with a number,
/// a snapshot and a plan of its own; between two passes lies at least a minute.
/// </summary>
public sealed class RepeatedRuns
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly RunPorts _ports;

    /// <summary>Takes the ports of this system.</summary>
    public RepeatedRuns(RunPorts ports)
    {
        _ports = ports;
    }

    /// <summary>Carries out a job whose catalog is set. One call at a time per instance.</summary>
    /// <returns>How the last pass ended.</returns>
    /// <exception cref="SnapBackException">The first pass did nothing, and why. A later one that does nothing is recorded as failed, and the next one tries again.</exception>
    public RunResult Run(Job job, IRunEvents events, CancellationToken cancellation)
    {
        if (job.Watch is not { } watch || job.IsDryRun)
        {
            return Pass(job, events, cancellation);
        }

        using ChangeCounter changes = new(job.Pairs.Select(p => p.Source));
        RunResult last = Pass(job, events, cancellation);
        while (IsWanted(watch, changes, cancellation))
        {
            // What changes from here on may be missing in the snapshot of this pass.
            changes.Reset();
            try
            {
                last = Pass(job, events, cancellation);
            }
            catch (SnapBackException failure)
            {
                _ports.Log.Warning("A pass of job {Job} was not carried out, the next one tries again: {Reason}", job.Name, failure.Message);
            }
        }

        return last;
    }

    private RunResult Pass(Job job, IRunEvents events, CancellationToken cancellation)
    {
        SnapBackException? failure = null;
        try
        {
            return new RunCoordinator(_ports).Run(job, events, cancellation);
        }
        catch (SnapBackException e)
        {
            failure = e;
            throw;
        }
        finally
        {
            events.Closed(failure);
        }
    }

    private bool IsWanted(Watch watch, ChangeCounter changes, CancellationToken cancellation)
    {
        long began = _ports.Clock.GetTimestamp();
        TimeSpan pause = TimeSpan.FromMinutes(watch.Minutes ?? 0);
        pause = pause > ShortestPause ? pause : ShortestPause;
        long needed = watch.Changes ?? 0;
        try
        {
            while (_ports.Clock.GetElapsedTime(began) < pause || changes.Count <= needed)
            {
                Task.Delay(LookEvery, _ports.Clock, cancellation).GetAwaiter().GetResult();
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
