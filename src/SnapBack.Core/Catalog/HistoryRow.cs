namespace SnapBack.Catalog;

/// <summary>
/// What happened to a path in one run, or what has been so since it. Words are those of <see cref="CatalogWords"/>; texts are exact and must be
/// escaped for the screen.
/// </summary>
public sealed record HistoryRow
{
    /// <summary>The run that brought it, or in which it happened.</summary>
    public required long Run { get; init; }

    /// <summary>The last run for which it held; null while it holds, and for what only happened.</summary>
    public long? LastRun { get; init; }

    /// <summary>Start of <see cref="Run"/> in UTC; null when that run was pruned.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>
    /// <c>appeared</c>, <c>changed</c>, <c>security-changed</c>, <c>metadata-changed</c>, <c>deleted</c>, <c>gone</c> (it ended, and no run that is
    /// still known says how), <c>skipped</c> or <c>extra</c> (no part of the backup), or an outcome: <c>failed</c>, <c>withheld</c>, <c>vanished</c>, <c>cancelled</c>.
    /// </summary>
    public required string Change { get; init; }

    /// <summary>What it is.</summary>
    public required string Kind { get; init; }

    /// <summary>Bytes; null when not known.</summary>
    public long? Size { get; init; }

    /// <summary>Last write at the source, ISO 8601 in UTC; null when not known.</summary>
    public string? Modified { get; init; }

    /// <summary>Hash of the content in lower-case hex; null when it was not read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Where this version lies now, as a full path; null when it is nowhere any more.</summary>
    public string? At { get; init; }

    /// <summary>Why it failed or was withheld.</summary>
    public string? Error { get; init; }

    /// <summary>Source that the path lies below.</summary>
    public required string Source { get; init; }

    /// <summary>Destination of that source.</summary>
    public required string Destination { get; init; }
}
