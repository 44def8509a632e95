namespace SnapBack.Restoring;

/// <summary>What is to be brought back, and where to. Immutable.</summary>
public sealed record RestoreOrder
{
    /// <summary>The run whose tree is wanted.</summary>
    public required long Run { get; init; }

    /// <summary>Paths below the source; empty for everything.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Full path of the folder that takes it.</summary>
    public required string To { get; init; }

    /// <summary>True when what stands there in the way may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True to say only what would be done.</summary>
    public bool IsDryRun { get; init; }
}
