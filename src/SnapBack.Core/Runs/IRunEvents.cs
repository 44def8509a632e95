using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;

namespace SnapBack.Runs;

/// <summary>
/// What a run tells while it goes on: the one source of console, log and <c>--json</c>. Called from several threads, one call at a time;
/// an implementation must be quick. A listener that throws is told of once on standard error and not called again; the run goes on.
/// The record is not made from these calls.
/// </summary>
public interface IRunEvents
{
    /// <summary>The run has a number and begins.</summary>
    void Started(long runId, Job job);

    /// <summary>The run enters a phase.</summary>
    void EnteredPhase(RunPhase phase);

    /// <summary>About ten times a second.</summary>
    void Progressed(RunProgress progress);

    /// <summary>Something was done, failed or withheld about a path; not called for what is in order.</summary>
    void Handled(PathRecord record);

    /// <summary>A step of the work on one path; told only when the job asks for a listing (<see cref="Job.Listing"/>).</summary>
    void Stepped(WorkStep step)
    {
    }

    /// <summary>Something about the run as a whole.</summary>
    void Noticed(Notice notice);

    /// <summary>A line of what a hook says, as it says it: not escaped, at most 64 KB of one hook.</summary>
    void HookSaid(Hook hook, string line)
    {
    }

    /// <summary>The run is over and recorded.</summary>
    void Ended(RunResult result);

    /// <summary>
    /// The run holds nothing any more: its record is closed, locks and snapshots are gone. Called once for every run, whatever ended it, also for one that never
    /// began; an implementation may take its time.
    /// </summary>
    /// <param name="failure">Why nothing was done, when that ended it; else null.</param>
    void Closed(Errors.SnapBackException? failure)
    {
    }
}
