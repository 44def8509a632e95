using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Planning;

namespace SnapBack.Runs;

/// <summary>The pipeline: job, snapshot, plan, execute, catalog. Stages meet here and nowhere else.</summary>
public sealed class RunCoordinator
{
    private readonly RunPorts _ports;

    /// <summary>Takes the ports of this system.</summary>
    public RunCoordinator(RunPorts ports)
    {
        _ports = ports;
    }

    /// <summary>Carries out a job whose catalog is set. One call at a time per instance.</summary>
    /// <returns>How it ended; the same stands in the catalog.</returns>
    /// <exception cref="SnapBackException">Nothing was done, and why. The run is recorded as failed all the same.</exception>
    public RunResult Run(Job job, IRunEvents events, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CatalogWriter catalog = CatalogWriter.Open(job.Catalog ?? throw new ArgumentException("The job names no catalog.", nameof(job)), _ports.Clock);
        using RunInProgress run = RunInProgress.Begin(job, catalog, _ports, events, stop);
        using RunHooks hooks = new(job, catalog, run);
        RunEnding ending;
        try
        {
            ending = CarryOut(job, catalog, run, hooks, stop);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            ending = RunEnding.Interrupted;
        }
        catch (SnapBackException failure)
        {
            ending = run.EndingAsBroken(failure);
        }

        return run.End(ending, hooks);
    }

    // What is opened here is closed when it returns, so that a hook after the run may take away a disk.
    private RunEnding CarryOut(Job job, CatalogWriter catalog, RunInProgress run, RunHooks hooks, CancellationTokenSource stop)
    {
        run.WaitForHours();
        hooks.Before(stop.Token);
        run.WaitUntilReady();
        new SnapshotStage(_ports.SnapshotProviders).Check(job);
        run.RemoveLeftovers();
        SavedPlan? reviewed = job.PlanFile is { } file ? SavedPlan.Open(file, job) : null;
        RunEnds ends = RunEnds.Check(job, catalog, _ports, run);
        using RunDestinations destinations = RunDestinations.Open(job, catalog, _ports, run);
        using RunVersions versions = RunVersions.Open(job, catalog, destinations, run);
        using RunSnapshot snapshot = RunSnapshot.Open(job, catalog, _ports, run, stop.Token);
        hooks.SnapshotReady(snapshot);
        using RunPlan plan = RunPlan.Make(job, catalog, destinations, snapshot, run, stop.Token);
        RunGuards.Check(job, plan, catalog, run);
        if (job.IsDryRun)
        {
            run.SavePlan(plan);
            using Rehearsal rehearsal = run.Rehearsal(plan);
            rehearsal.Play();
            return run.EndingAsPlanned(plan.Plan, rehearsal.Tally, snapshot.Set);
        }

        reviewed?.RequireSame(plan.Plan);
        ends.Mark(destinations);
        versions.Prepare();
        Executor executor = run.Executor(plan, versions);
        executor.Copy();
        run.Enter(RunPhase.Deleting);
        string? withheldBecause = snapshot.WhyNothingMayBeDeleted();
        executor.Delete(withheldBecause);
        executor.CopyLate();
        run.Enter(RunPhase.Finishing);
        bool isDurable = run.Finish(executor);
        run.ReleaseSource(executor, plan, isDurable ? withheldBecause : "what was copied could not be made durable");
        run.CompleteRecord();
        versions.Complete(isDurable);
        snapshot.Release(run);
        versions.Prune(executor.Tally, run.HasEndedWell(plan.Plan, executor.Tally));
        return run.EndingOf(plan.Plan, executor.Tally, snapshot.Set);
    }
}
