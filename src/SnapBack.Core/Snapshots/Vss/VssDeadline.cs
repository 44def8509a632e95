namespace SnapBack.Snapshots.Vss;

/// <summary>The end of all waiting for one set: tries, pauses and steps together.</summary>
internal sealed class VssDeadline
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _total;
    private readonly long _start;

    public VssDeadline(TimeProvider clock, TimeSpan total)
    {
        _clock = clock;
        _total = total;
        _start = clock.GetTimestamp();
    }

    /// <summary>Time spent so far.</summary>
    public TimeSpan Spent => _clock.GetElapsedTime(_start);

    /// <summary>Time left; zero when it is over.</summary>
    public TimeSpan Left => Spent < _total ? _total - Spent : TimeSpan.Zero;

    /// <summary>How long a step may take: its own limit, or what is left.</summary>
    /// <exception cref="VssException">Nothing is left.</exception>
    public TimeSpan Limit(TimeSpan own, string step) => Left == TimeSpan.Zero ? throw new VssException(VssResult.TimedOut, step) : own < Left ? own : Left;
}
