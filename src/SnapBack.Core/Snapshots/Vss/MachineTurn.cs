namespace SnapBack.Snapshots.Vss;

/// <summary>A turn among the SnapBacks of a machine, held by a mutex. Ends when it is disposed, on the thread that took it.</summary>
internal sealed class MachineTurn : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly Mutex _mutex;

    private MachineTurn(Mutex mutex)
    {
        _mutex = mutex;
    }

    /// <summary>Waits for the mutex, which is taken over: disposed with the turn, or at once when none is had.</summary>
    /// <returns>Null when the time is up.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static MachineTurn? Take(Mutex mutex, TimeSpan limit, CancellationToken cancellation)
    {
        bool isHeld = false;
        try
        {
            isHeld = Wait(mutex, limit, cancellation);
            return isHeld ? new MachineTurn(mutex) : null;
        }
        finally
        {
            if (!isHeld)
            {
                mutex.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mutex.ReleaseMutex();
        _mutex.Dispose();
    }

    private static bool Wait(Mutex mutex, TimeSpan time)
    {
        try
        {
            return mutex.WaitOne(time);
        }
        catch (AbandonedMutexException)
        {
            // Whoever held it died; what it guards, a place in a queue, can't be damaged by that.
            return true;
        }
    }

    private static bool Wait(Mutex mutex, TimeSpan limit, CancellationToken cancellation)
    {
        // In slices: waiting for a named mutex and something else at once is not possible everywhere.
        for (TimeSpan waited = TimeSpan.Zero; waited <= limit; waited += Slice)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Wait(mutex, limit - waited < Slice ? limit - waited : Slice))
            {
                return true;
            }
        }

        return false;
    }
}
