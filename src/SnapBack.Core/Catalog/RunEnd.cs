using SnapBack.Runs;

namespace SnapBack.Catalog;

/// <summary>What the catalog is told when a run ends.</summary>
public sealed record RunEnd
{
    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Robocopy's mask, or 130 after a cancellation; never the simple style.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The numbers.</summary>
    public required RunTotals Totals { get; init; }

    /// <summary>End of the run.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>Why nothing was done, or why it ended early: one sentence.</summary>
    public string? Message { get; init; }
}
