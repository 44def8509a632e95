using SnapBack.Jobs;

namespace SnapBack.Execution;

/// <summary>
/// Holds copies back until they may begin: until the hours of the job, and until the destination has room for them above its floor. Copies under way count
/// with their whole size. Thread-safe.
/// </summary>
internal sealed class CopyGate
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5);

    private readonly Pacing _pacing;
    private readonly IReadOnlyList<string> _destinations;
    private readonly Func<string, (long Free, long Total)?> _space;
    private readonly TimeProvider _clock;
    private readonly Action<string, string> _tell;
    private readonly CancellationToken _cancellation;
    private readonly long[] _underWay;
    private readonly HashSet<string> _told = [];
    private readonly Lock _gate = new();

    /// <param name="pacing">What the job wants.</param>
    /// <param name="destinations">Full paths, by pair.</param>
    /// <param name="space">Room on the volume under a path, or null when it is not known.</param>
    /// <param name="clock">The clock, for the hours and the pauses.</param>
    /// <param name="tell">Told once, as code and sentence, why copies wait.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public CopyGate(
        Pacing pacing, IReadOnlyList<string> destinations, Func<string, (long Free, long Total)?> space, TimeProvider clock, Action<string, string> tell, CancellationToken cancellation)
    {
        _pacing = pacing;
        _destinations = destinations;
        _space = space;
        _clock = clock;
        _tell = tell;
        _cancellation = cancellation;
        _underWay = new long[destinations.Count];
    }

    /// <summary>Waits for the hours of the job, as far as they hold for the run as a whole.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void WaitForHours()
    {
        while (_pacing.Hours is { } hours && hours.WaitAt(TimeOnly.FromDateTime(_clock.GetLocalNow().DateTime)) is { Ticks: > 0 } wait)
        {
            TellOnce("waiting-for-hours", $"Outside of the hours {hours} no copy begins: the run waits.");
            Pause(wait < TimeSpan.FromMinutes(1) ? wait : TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>Waits until a copy may begin.</summary>
    /// <param name="pair">Index of the pair in the job.</param>
    /// <param name="bytes">Size of the file.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Enter(int pair, long bytes)
    {
        if (_pacing.HoursPerFile)
        {
            WaitForHours();
        }

        while (_pacing.Floor is { } floor && !TryReserve(pair, bytes, floor))
        {
            TellOnce("waiting-for-space", $"The destination '{_destinations[pair]}' has no room for the next file above the floor of {floor}: the run waits for free space.");
            Pause(PollEvery);
        }
    }

    /// <summary>The copy is complete, or failed; each call of <see cref="Enter"/> that returned is followed by one of this.</summary>
    public void Leave(int pair, long bytes)
    {
        if (_pacing.Floor is not null)
        {
            Interlocked.Add(ref _underWay[pair], -bytes);
        }
    }

    private bool TryReserve(int pair, long bytes, SpaceFloor floor)
    {
        lock (_gate)
        {
            if (_space(_destinations[pair]) is not { } space)
            {
                TellOnce("space-not-known", $"How much space is free at '{_destinations[pair]}' can't be found out: the floor is not kept.");
            }
            else if (space.Free - Interlocked.Read(ref _underWay[pair]) - bytes < floor.At(space.Total))
            {
                return false;
            }

            Interlocked.Add(ref _underWay[pair], bytes);
            return true;
        }
    }

    private void TellOnce(string code, string text)
    {
        lock (_told)
        {
            if (_told.Add(code))
            {
                _tell(code, text);
            }
        }
    }

    private void Pause(TimeSpan time) => Task.Delay(time, _clock, _cancellation).GetAwaiter().GetResult();
}
