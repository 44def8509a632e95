namespace SnapBack.Catalog;

/// <summary>A path that the catalog has heard of. Words are those of <see cref="CatalogWords"/>; texts are exact and must be escaped for the screen.</summary>
public sealed record FoundRow
{
    /// <summary>The path below the roots, '/' between its parts.</summary>
    public required string Path { get; init; }

    /// <summary>What it is, or was.</summary>
    public required string Kind { get; init; }

    /// <summary>How it stands now: <c>held</c>, <c>skipped</c>, <c>extra</c>, or <c>gone</c>.</summary>
    public required string Now { get; init; }

    /// <summary>The first run that knew of it.</summary>
    public required long FirstRun { get; init; }

    /// <summary>The last run that knew of it: for what stands, the last run of its tree that looked.</summary>
    public required long LastRun { get; init; }

    /// <summary>How often it was recorded anew; 0 for what no run could ever bring over.</summary>
    public required int States { get; init; }

    /// <summary>Bytes, as last known; null when it never was.</summary>
    public long? Size { get; init; }

    /// <summary>Last write at the source as last known, ISO 8601 in UTC.</summary>
    public string? Modified { get; init; }

    /// <summary>Source that the path lies below.</summary>
    public required string Source { get; init; }

    /// <summary>Destination of that source.</summary>
    public required string Destination { get; init; }
}
