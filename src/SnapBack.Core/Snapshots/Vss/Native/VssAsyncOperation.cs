using System.Diagnostics;

namespace SnapBack.Snapshots.Vss.Native;

/// <summary>IVssAsync: something that the service does meanwhile (https://learn.microsoft.com/windows/win32/api/vss/nn-vss-ivssasync).</summary>
internal sealed unsafe class VssAsyncOperation : ComPointer
{
    private const int CancelSlot = 3;
    private const int WaitSlot = 4;
    private const int QueryStatusSlot = 5;

    private const int VSS_S_ASYNC_PENDING = 0x00042309;
    private const int VSS_S_ASYNC_FINISHED = 0x0004230A;
    private const int VSS_S_ASYNC_CANCELLED = 0x0004230B;

    private const int SliceMilliseconds = 250;

    /// <summary>E_ABORT.</summary>
    private static readonly int Aborted = unchecked((int)0x80004004);

    private readonly string _step;
    private readonly TimeSpan _patience;

    /// <summary>Takes over the reference.</summary>
    /// <param name="reference">The object.</param>
    /// <param name="step">The call that gave it, for failures.</param>
    /// <param name="patience">How long an answer to a cancellation is waited for.</param>
    internal VssAsyncOperation(nint reference, string step, TimeSpan patience)
        : base(reference)
    {
        _step = step;
        _patience = patience;
    }

    /// <summary>Waits for the end. Whether it went well is asked, not guessed from the wait, which succeeds for failed operations as well.</summary>
    /// <exception cref="VssException">The operation failed.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token fired; the service was told, and had answered or had had its time to. The operation may have ended well all the same.
    /// </exception>
    internal void Complete(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (EndsSoon(cancellation))
            {
                return;
            }
        }

        CancelAndWait();
        throw new OperationCanceledException($"{_step} was cancelled.", cancellation);
    }

    private void CancelAndWait()
    {
        // Its answer tells only whether there was still something to cancel; the status tells the rest.
        ((delegate* unmanaged[Stdcall]<void*, int>)Slot(CancelSlot))(This);
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (!EndsSoon(CancellationToken.None) && Stopwatch.GetElapsedTime(start) < _patience)
            {
            }
        }
        catch (VssException)
        {
            // An operation that was called off has no failure of interest.
        }
    }

    /// <summary>Waits a quarter of a second at most; true when the operation ended well.</summary>
    private bool EndsSoon(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        int waited = ((delegate* unmanaged[Stdcall]<void*, uint, int>)Slot(WaitSlot))(This, SliceMilliseconds);
        int status = Status();
        VssAnswer.Check(status, _step);
        switch (status)
        {
            case VSS_S_ASYNC_FINISHED:
                return true;
            case VSS_S_ASYNC_CANCELLED:
                throw new VssException(Aborted, _step);
            case VSS_S_ASYNC_PENDING:
                VssAnswer.Check(waited, _step);
                if (Stopwatch.GetElapsedTime(start).TotalMilliseconds < SliceMilliseconds / 2)
                {
                    // A service that does not wait must not make us spin.
                    cancellation.WaitHandle.WaitOne(SliceMilliseconds);
                }

                return false;
            default:
                throw VssAnswer.WrongTable($"{_step} (QueryStatus: 0x{status:X8})");
        }
    }

    private int Status()
    {
        int status = VssAnswer.Untouched;
        int result = ((delegate* unmanaged[Stdcall]<void*, int*, int*, int>)Slot(QueryStatusSlot))(This, &status, null);
        return VssAnswer.Number(result, status, $"{_step} (QueryStatus)");
    }
}
