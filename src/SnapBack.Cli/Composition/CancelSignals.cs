using System.Runtime.InteropServices;
using SnapBack.Runs;

namespace SnapBack.Cli.Composition;

/// <summary>
/// Turns the first Ctrl+C or SIGTERM into a cancellation, so that a run can end in order; the second ends the process at once. On Windows also
/// Ctrl+Break, the closing of the console window, logging off and shutting down.
/// </summary>
internal sealed class CancelSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly List<PosixSignalRegistration> _signals;
    private int _count;

    /// <summary>Begins to listen.</summary>
    public CancelSignals()
    {
        // By these names .NET knows the events of a Windows console: Ctrl+Break is SIGQUIT, the closed window SIGHUP, the shutdown SIGTERM.
        PosixSignal[] wanted = OperatingSystem.IsWindows()
            ? [PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM];
        _signals = [.. wanted.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Set();
        _signals.ForEach(signal => signal.Dispose());

        // The source and the event stay: a signal that comes in this very moment still cancels it from another thread.
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            // Listeners of the token may take their time; the signal thread must stay free for the second signal.
            ThreadPool.QueueUserWorkItem(_ => _source.Cancel());
            if (OperatingSystem.IsWindows() && context.Signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM)
            {
                // Windows ends the process when this returns; as long as it does not, the run has some seconds to end in order.
                _ended.Wait();
            }

            return;
        }

#pragma warning disable RS0030 // The user asked twice: there is no Main to return to in time.
        Environment.Exit(ExitMask.Cancelled);
#pragma warning restore RS0030
    }
}
