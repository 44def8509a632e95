using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.Catalog;

/// <summary>All that the catalog keeps of a run as a whole.</summary>
public sealed record RunDetails
{
    /// <summary>The run as a list shows it.</summary>
    public required RunRow Run { get; init; }

    /// <summary>Its pairs.</summary>
    public required IReadOnlyList<RunTreeRow> Trees { get; init; }

    /// <summary><c>require</c>, <c>prefer</c> or <c>never</c>.</summary>
    public required string SnapshotPolicy { get; init; }

    /// <summary>Moment of the snapshot set; null for live trees.</summary>
    public DateTimeOffset? SnapshotCreated { get; init; }

    /// <summary>The snapshots.</summary>
    public required IReadOnlyList<SnapshotNote> Snapshots { get; init; }

    /// <summary>The writers that took part.</summary>
    public required IReadOnlyList<WriterStatus> Writers { get; init; }

    /// <summary>What the owner must know.</summary>
    public required IReadOnlyList<Notice> Notices { get; init; }

    /// <summary>The numbers; null when the run did not come to its end.</summary>
    public RunTotals? Totals { get; init; }

    /// <summary>Name of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Why nothing was done, or why the run ended early; else null.</summary>
    public string? Message { get; init; }

    /// <summary>What failed, at most the first 1,000; <see cref="CatalogReader.Files"/> gives all.</summary>
    public required IReadOnlyList<FileRow> Failures { get; init; }
}
