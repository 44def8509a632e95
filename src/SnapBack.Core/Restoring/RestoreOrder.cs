using SnapBack.Catalog;

namespace SnapBack.Restoring;

/// <summary>What is to be brought back, and where to. Immutable.</summary>
public sealed record RestoreOrder
{
    /// <summary>The run whose tree is wanted.</summary>
    public required long Run { get; init; }

    /// <summary>Paths below the source; empty for everything.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Full path of the folder that takes it; empty when it goes back to where it came from.</summary>
    public string To { get; init; } = string.Empty;

    /// <summary>True to bring each tree back to the source that it was backed up from.</summary>
    public bool IsInPlace => To.Length == 0;

    /// <summary>True to go back in place whatever volume lies there now.</summary>
    public bool AcceptsVolume { get; init; }

    /// <summary>Only this pair of the run, straight into <see cref="To"/>; null for all.</summary>
    public int? Pair { get; init; }

    /// <summary>Which of the rows are wanted, besides <see cref="Paths"/>; null for all.</summary>
    public Func<ListRow, bool>? Takes { get; init; }

    /// <summary>True when what stands there in the way may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True to say only what would be done.</summary>
    public bool IsDryRun { get; init; }
}
