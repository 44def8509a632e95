namespace SnapBack.Jobs;

/// <summary>How patiently, and by which engine, snapshots are asked of the shadow copy service of Windows. Other systems have no use for it.</summary>
public sealed record VssOptions
{
    /// <summary>What holds when nothing is said.</summary>
    public static readonly VssOptions Default = new();

    /// <summary>The engine.</summary>
    public VssEngineChoice Engine { get; init; } = VssEngineChoice.Auto;

    /// <summary>Tries altogether for a failure that may pass; 0 and 1 mean that nothing is tried again. Waiting for another program's snapshot is no try.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>Pause before the second try; each further pause is three times as long.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most time that all of it may take: tries, pauses, and waiting for other programs.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(600);
}
