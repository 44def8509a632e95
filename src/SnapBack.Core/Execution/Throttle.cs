using SnapBack.Jobs;

namespace SnapBack.Execution;

/// <summary>
/// One restraint for all copies of the process: a limit of bytes per second, as a bucket that fills with time and holds half a second's worth, and a pause
/// after each 64 KB, which nothing makes up for. Thread-safe; who takes more than there is waits its turn.
/// </summary>
internal sealed class Throttle
{
    private const double GapBytes = 64 * 1024;

    private readonly double _secondsPerByte;
    private readonly double _gapPerByte;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly long _started;
    private double _owed;
    private double _pausedUntil;

    public Throttle(long? bytesPerSecond, TimeSpan gap, TimeProvider clock)
    {
        _secondsPerByte = bytesPerSecond is { } rate ? 1.0 / rate : 0;
        _gapPerByte = gap.TotalSeconds / GapBytes;
        _clock = clock;
        _started = clock.GetTimestamp();
    }

    /// <summary>The restraint that a job wants, or null for none.</summary>
    public static Throttle? For(Job job, TimeProvider clock) =>
        job.BandwidthBytesPerSecond is null && job.Pacing.Gap == TimeSpan.Zero ? null : new Throttle(job.BandwidthBytesPerSecond, job.Pacing.Gap, clock);

    /// <summary>Waits until <paramref name="bytes"/> may pass.</summary>
    public void Take(int bytes, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_gate)
        {
            double now = _clock.GetElapsedTime(_started).TotalSeconds;

            // What was not used is not saved up for longer than half a second.
            _owed = Math.Max(_owed, now - 0.5) + (bytes * _secondsPerByte);
            _pausedUntil = Math.Max(_pausedUntil, now) + (bytes * _gapPerByte);
            wait = TimeSpan.FromSeconds(Math.Max(0, Math.Max(_owed, _pausedUntil) - now));
        }

        if (wait > TimeSpan.Zero)
        {
            cancellation.WaitHandle.WaitOne(wait);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
