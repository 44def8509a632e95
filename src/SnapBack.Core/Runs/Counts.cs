namespace SnapBack.Runs;

/// <summary>One row of robocopy's summary. <see cref="Total"/> does not hold the extras.</summary>
public sealed record Counts
{
    /// <summary>All that the source has in scope or leaves out by a filter.</summary>
    public long Total { get; init; }

    /// <summary>Copied; for folders: made.</summary>
    public long Copied { get; init; }

    /// <summary>In order already, or left out.</summary>
    public long Skipped { get; init; }

    /// <summary>Of different kinds on the two sides.</summary>
    public long Mismatch { get; init; }

    /// <summary>Failed after all tries.</summary>
    public long Failed { get; init; }

    /// <summary>Only at the destination, deleted or not.</summary>
    public long Extras { get; init; }
}
