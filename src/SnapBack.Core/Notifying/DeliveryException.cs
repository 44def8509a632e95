namespace SnapBack.Notifying;

/// <summary>
/// A try to tell somebody failed. The message is written here, never taken from a server or from an exception of the system: those may repeat an address or a
/// password.
/// </summary>
internal sealed class DeliveryException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">Why, as the end of a sentence.</param>
    /// <param name="isFinal">True when another try would fail just so.</param>
    /// <param name="inner">What the system said; for nobody's eyes.</param>
    public DeliveryException(string message, bool isFinal, Exception? inner = null)
        : base(message, inner)
    {
        IsFinal = isFinal;
    }

    /// <summary>True when another try would fail just so.</summary>
    public bool IsFinal { get; }
}
