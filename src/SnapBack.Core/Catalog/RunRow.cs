namespace SnapBack.Catalog;

/// <summary>A run in a list. Words are those of <see cref="CatalogWords"/>; texts are exact and must be escaped for the screen.</summary>
public sealed record RunRow
{
    /// <summary>Number.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary><c>backup</c>, <c>plan</c> or <c>drill</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>incremental</c> or <c>mirror</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Full path; several are joined by "; ".</summary>
    public required string Source { get; init; }

    /// <summary>Full path; several are joined by "; ", in the order of the sources.</summary>
    public required string Destination { get; init; }

    /// <summary>Start, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>End, or the last sign of life of an interrupted run; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Exit mask; null while it runs and for a run whose process died.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How it stands.</summary>
    public required string Status { get; init; }

    /// <summary>Provider and identity of the snapshot set that was read; null for live trees.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Files copied; null when the run did not come to its end.</summary>
    public long? FilesCopied { get; init; }

    /// <summary>Bytes copied; null when the run did not come to its end.</summary>
    public long? BytesCopied { get; init; }

    /// <summary>Files failed; null when the run did not come to its end.</summary>
    public long? FilesFailed { get; init; }

    /// <summary>Entries deleted from the destination; null when the run did not come to its end.</summary>
    public long? FilesDeleted { get; init; }

    /// <summary>
    /// <c>full</c> when everything that the run backed up can still be restored, by the record; <c>partly</c> when content of it is gone; null for what backed
    /// nothing up.
    /// </summary>
    public string? Restorable { get; init; }
}
