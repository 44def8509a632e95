namespace SnapBack.Catalog;

/// <summary>Where the time of a run went, in seconds.</summary>
public sealed record RunPhaseRow
{
    /// <summary>The run.</summary>
    public required RunRow Run { get; init; }

    /// <summary>Wall time of the whole run.</summary>
    public required double TotalSeconds { get; init; }

    /// <summary>Making the snapshot.</summary>
    public required double SnapshotSeconds { get; init; }

    /// <summary>Listing and comparing.</summary>
    public required double PlanSeconds { get; init; }

    /// <summary>Copying, deleting and finishing.</summary>
    public required double ExecuteSeconds { get; init; }

    /// <summary>Of that, waiting before failed files were tried again.</summary>
    public required double RetryWaitSeconds { get; init; }
}
