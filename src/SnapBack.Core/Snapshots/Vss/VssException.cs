namespace SnapBack.Snapshots.Vss;

/// <summary>
/// The shadow copy service refused a call. <see cref="Exception.HResult"/> is the service's answer
/// (https://learn.microsoft.com/windows/win32/api/vsbackup/); what follows from it is decided by its failure class, not here.
/// </summary>
public sealed class VssException : Exception
{
    /// <summary>Takes the answer and the call that it came from.</summary>
    /// <param name="result">The HRESULT.</param>
    /// <param name="step">The call, in the service's words, such as <c>DoSnapshotSet</c>.</param>
    /// <param name="inner">What the engine met, when it was an exception.</param>
    public VssException(int result, string step, Exception? inner = null)
        : base($"{step} answered 0x{result:X8}.", inner)
    {
        HResult = result;
        Step = step;
    }

    /// <summary>The call, in the service's words.</summary>
    public string Step { get; }
}
