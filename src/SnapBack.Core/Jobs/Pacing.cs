namespace SnapBack.Jobs;

/// <summary>How much of disk, line and day a run may take, beside <see cref="Job.BandwidthBytesPerSecond"/>. Immutable.</summary>
public sealed record Pacing
{
    /// <summary>No restraint.</summary>
    public static readonly Pacing None = new();

    /// <summary>Pause after each 64 KB of all copies together (robocopy's <c>/IPG</c>).</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>Files smaller than this, in bytes, are never slowed down (robocopy's <c>/Threshold</c>).</summary>
    public long ThrottleFrom { get; init; }

    /// <summary>Largest single read or write in bytes (robocopy's <c>/IoMaxSize</c>); null for the usual one.</summary>
    public long? IoSize { get; init; }

    /// <summary>Free space to be left at the destination; null for none.</summary>
    public SpaceFloor? Floor { get; init; }

    /// <summary>Hours in which copies may begin; null for all.</summary>
    public HourWindow? Hours { get; init; }

    /// <summary>Whether <see cref="Hours"/> holds for each file (robocopy's <c>/PF</c>) and not for the run as a whole.</summary>
    public bool HoursPerFile { get; init; }
}
