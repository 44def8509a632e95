namespace SnapBack.Catalog;

/// <summary>How much a run saw, brought and took. What is null is not known: the run did not come to its end, or there is none before it.</summary>
public sealed record RunGrowthRow
{
    /// <summary>The run.</summary>
    public required RunRow Run { get; init; }

    /// <summary>Files that the source had.</summary>
    public long? Files { get; init; }

    /// <summary>Sum of their sizes.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many more than in the run before of the same job.</summary>
    public long? FilesGrown { get; init; }

    /// <summary>How many bytes more than in the run before of the same job.</summary>
    public long? BytesGrown { get; init; }

    /// <summary>Copied and deleted files as a share of all, 0 to 1 and more.</summary>
    public double? Churn { get; init; }

    /// <summary>Wall time.</summary>
    public double? Seconds { get; init; }
}
