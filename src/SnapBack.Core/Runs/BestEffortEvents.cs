using Serilog;
using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;

namespace SnapBack.Runs;

/// <summary>Passes events on, one at a time. A listener that throws is noted in the log once and left alone; the run goes on.</summary>
internal sealed class BestEffortEvents : IRunEvents
{
    private readonly IRunEvents _inner;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private bool _isBroken;

    public BestEffortEvents(IRunEvents inner, ILogger log)
    {
        _inner = inner;
        _log = log;
    }

    public void Started(long runId, Job job) => Tell(e => e.Started(runId, job));

    public void EnteredPhase(RunPhase phase) => Tell(e => e.EnteredPhase(phase));

    public void Progressed(RunProgress progress) => Tell(e => e.Progressed(progress));

    public void Handled(PathRecord record) => Tell(e => e.Handled(record));

    public void Stepped(WorkStep step) => Tell(e => e.Stepped(step));

    public void Noticed(Notice notice) => Tell(e => e.Noticed(notice));

    public void HookSaid(Hook hook, string line) => Tell(e => e.HookSaid(hook, line));

    public void Ended(RunResult result) => Tell(e => e.Ended(result));

    private void Tell(Action<IRunEvents> tell)
    {
        lock (_gate)
        {
            if (_isBroken)
            {
                return;
            }

            try
            {
                tell(_inner);
            }
#pragma warning disable CA1031 // A boundary: what shows the run must never end it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _isBroken = true;
                _log.Warning(failure, "Progress can't be shown any more; the run goes on");
            }
        }
    }
}
