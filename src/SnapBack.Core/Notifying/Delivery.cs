using System.Globalization;

namespace SnapBack.Notifying;

/// <summary>Tries to tell somebody, as often and as long as it is worth.</summary>
internal sealed class Delivery
{
    private const int Growth = 4;

    private readonly Patience _patience;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _hurry;

    /// <summary>Takes the limits, the clock for them, and what ends the patience: once it is cancelled, nothing is tried a second time.</summary>
    public Delivery(Patience patience, TimeProvider clock, CancellationToken hurry)
    {
        _patience = patience;
        _clock = clock;
        _hurry = hurry;
    }

    /// <summary>Tries; null when it worked, else why not, as the end of a sentence.</summary>
    /// <param name="send">One try. It ends with a <see cref="DeliveryException"/> when it fails.</param>
    public string? Try(Func<CancellationToken, Task> send)
    {
        TimeSpan pause = _patience.FirstPause;
        for (int made = 1; ; made++)
        {
            try
            {
                Once(send);
                return null;
            }
            catch (DeliveryException e)
            {
                if (e.IsFinal || made >= _patience.Tries || !Waited(pause))
                {
                    return made == 1 ? e.Message : string.Create(CultureInfo.InvariantCulture, $"{e.Message}, after {made} tries");
                }
            }

            pause *= Growth;
        }
    }

    private void Once(Func<CancellationToken, Task> send)
    {
        using CancellationTokenSource limit = new(_patience.Limit, _clock);
        try
        {
            // What does not heed the limit, such as a look-up of a name, is left behind.
            send(limit.Token).WaitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new DeliveryException(string.Create(CultureInfo.InvariantCulture, $"there was no answer within {_patience.Limit.TotalSeconds:0.###} seconds"), isFinal: false, e);
        }
    }

    private bool Waited(TimeSpan pause)
    {
        try
        {
            Task.Delay(pause, _clock, _hurry).GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException) when (_hurry.IsCancellationRequested)
        {
            return false;
        }
    }
}
