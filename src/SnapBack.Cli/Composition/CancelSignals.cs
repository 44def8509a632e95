using System.Runtime.InteropServices;
using SnapBack.Runs;

namespace SnapBack.Cli.Composition;

/// <summary>
/// Turns the first Ctrl+C or SIGTERM into a cancellation, so that a run can end in order; the second ends the process at once.
/// </summary>
internal sealed class CancelSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _count;

    /// <summary>Begins to listen.</summary>
    public CancelSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();

        // The source stays: a signal that comes in this very moment still cancels it from another thread.
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            // Listeners of the token may take their time; the signal thread must stay free for the second signal.
            ThreadPool.QueueUserWorkItem(_ => _source.Cancel());
            return;
        }

#pragma warning disable RS0030 // The user asked twice: there is no Main to return to in time.
        Environment.Exit(ExitMask.Cancelled);
#pragma warning restore RS0030
    }
}
