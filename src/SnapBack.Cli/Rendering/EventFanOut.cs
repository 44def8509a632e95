using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>
/// Passes every event on to several listeners. One that throws is told of once on standard error and not called again: a full disk under
/// the log or a closed terminal must not end a backup. A phase that is entered again is told of once.
/// </summary>
internal sealed class EventFanOut : IRunEvents
{
    private readonly TextWriter _error;
    private readonly List<IRunEvents> _listeners;
    private RunPhase? _phase;

    /// <summary>Takes the listeners.</summary>
    public EventFanOut(TextWriter error, params IRunEvents[] listeners)
    {
        _error = error;
        _listeners = [.. listeners];
    }

    /// <inheritdoc/>
    public void Started(long runId, Job job) => Tell(l => l.Started(runId, job));

    /// <inheritdoc/>
    public void EnteredPhase(RunPhase phase)
    {
        if (_phase != phase)
        {
            _phase = phase;
            Tell(l => l.EnteredPhase(phase));
        }
    }

    /// <inheritdoc/>
    public void Progressed(RunProgress progress) => Tell(l => l.Progressed(progress));

    /// <inheritdoc/>
    public void Handled(PathRecord record) => Tell(l => l.Handled(record));

    /// <inheritdoc/>
    public void Stepped(WorkStep step) => Tell(l => l.Stepped(step));

    /// <inheritdoc/>
    public void Noticed(Notice notice) => Tell(l => l.Noticed(notice));

    /// <inheritdoc/>
    public void HookSaid(Hook hook, string line) => Tell(l => l.HookSaid(hook, line));

    /// <inheritdoc/>
    public void Ended(RunResult result) => Tell(l => l.Ended(result));

    /// <inheritdoc/>
    public void Closed(Errors.SnapBackException? failure) => Tell(l => l.Closed(failure));

    private void Tell(Action<IRunEvents> call)
    {
        for (int i = _listeners.Count - 1; i >= 0; i--)
        {
            try
            {
                call(_listeners[i]);
            }
#pragma warning disable CA1031 // Best-effort listeners: none of them may end a run.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Drop(i, e);
            }
        }
    }

    private void Drop(int index, Exception error)
    {
        string what = _listeners[index] switch
        {
            LogEvents => "the log can't be written",
            Commands.AfterRun => "what is done after a run failed",
            _ => "the screen can't be written",
        };
        _listeners.RemoveAt(index);
        try
        {
            _error.WriteLine($"snapback: {what} ({DisplayText.Escape(error.Message)}); the run goes on without it.");
        }
        catch (IOException)
        {
            // Standard error is gone as well: nobody is left to tell.
            _listeners.TrimExcess();
        }
    }
}
