namespace SnapBack.Catalog;

/// <summary>What one run has to say about one path. Words are those of <see cref="CatalogWords"/>; texts are exact and must be escaped for the screen.</summary>
public sealed record FileRow
{
    /// <summary>The path below the roots, '/' between its parts, "." for the root; exact (see <see cref="Paths.NameCodec"/>).</summary>
    public required string Path { get; init; }

    /// <summary>What the comparison found; null where the run did not look: it was cut short, did nothing, or could not list the folder.</summary>
    public string? Class { get; init; }

    /// <summary>What was to be done.</summary>
    public required string Action { get; init; }

    /// <summary>What became of it.</summary>
    public required string Outcome { get; init; }

    /// <summary>What it is.</summary>
    public required string Kind { get; init; }

    /// <summary>Bytes; null when not known.</summary>
    public long? Size { get; init; }

    /// <summary>Last write at the source, ISO 8601 in UTC with nanoseconds; null when not known.</summary>
    public string? Modified { get; init; }

    /// <summary><c>snapshot</c> or <c>live</c>: what the run read the pair through; null when it did not come that far.</summary>
    public string? View { get; init; }

    /// <summary>Hash of the content that the destination holds, in lower-case hex; null when it was not read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Why it failed or was withheld.</summary>
    public string? Error { get; init; }

    /// <summary>The kind of <see cref="Error"/>, by which advice is given.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>Number of tries.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Why it was left out, for what is.</summary>
    public string? Reason { get; init; }

    /// <summary>Index of the pair in the job.</summary>
    public required int Pair { get; init; }
}
