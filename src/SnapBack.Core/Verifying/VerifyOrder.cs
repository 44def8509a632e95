namespace SnapBack.Verifying;

/// <summary>What is to be looked at. Immutable.</summary>
public sealed record VerifyOrder
{
    /// <summary>The run whose record counts.</summary>
    public required long Run { get; init; }

    /// <summary>
    /// Share of the files in percent, 1 to 100. Which ones depends on the day, so that all have their turn within 100 / share days, rounded up.
    /// </summary>
    public int SamplePercent { get; init; } = 100;

    /// <summary>Bytes per second that may be read; null for no limit.</summary>
    public long? BandwidthBytesPerSecond { get; init; }

    /// <summary>True to look at every older version of the destination as well, whichever runs they are of.</summary>
    public bool Versions { get; init; }

    /// <summary>True to bring what is missing or corrupt from the source again, when the source still has the recorded content.</summary>
    public bool Repair { get; init; }
}
