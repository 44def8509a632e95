namespace SnapBack.Execution;

/// <summary>
/// One limit of bytes per second for all copies of the process: a bucket that fills with time and holds half a second's worth.
/// Thread-safe; who takes more than there is waits its turn.
/// </summary>
internal sealed class Throttle
{
    private readonly long _bytesPerSecond;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly long _started;
    private double _owed;

    public Throttle(long bytesPerSecond, TimeProvider clock)
    {
        _bytesPerSecond = bytesPerSecond;
        _clock = clock;
        _started = clock.GetTimestamp();
    }

    /// <summary>Waits until <paramref name="bytes"/> may pass.</summary>
    public void Take(int bytes, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            double now = _clock.GetElapsedTime(_started).TotalSeconds;

            // What was not used is not saved up for longer than half a second.
            _owed = Math.Max(_owed, now - 0.5) + ((double)bytes / _bytesPerSecond);
            wait = TimeSpan.FromSeconds(Math.Max(0, _owed - now));
        }

        if (wait > TimeSpan.Zero)
        {
            cancellation.WaitHandle.WaitOne(wait);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
