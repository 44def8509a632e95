namespace SnapBack.Catalog;

/// <summary>A path that failed and has not succeeded since. Words are those of <see cref="CatalogWords"/>; texts are exact and must be escaped for the screen.</summary>
public sealed record FailureRow
{
    /// <summary>The path below the roots, "." for the root.</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required string Kind { get; init; }

    /// <summary>What was to be done.</summary>
    public required string Action { get; init; }

    /// <summary>Why it failed, the last time.</summary>
    public string? Error { get; init; }

    /// <summary>In how many runs it has failed since it last succeeded.</summary>
    public required int Failures { get; init; }

    /// <summary>The first of these runs.</summary>
    public required long FirstRun { get; init; }

    /// <summary>The last of these runs.</summary>
    public required long LastRun { get; init; }

    /// <summary>Start of the first of these runs, in UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Source that the path lies below.</summary>
    public required string Source { get; init; }

    /// <summary>Destination of that source.</summary>
    public required string Destination { get; init; }
}
