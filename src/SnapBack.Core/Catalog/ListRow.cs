using System.Text.Json.Serialization;

namespace SnapBack.Catalog;

/// <summary>One entry of the tree as it was backed up. Words are those of <see cref="CatalogWords"/>; texts are exact and must be escaped for the screen.</summary>
public sealed record ListRow
{
    /// <summary>The path below the roots, '/' between its parts; exact (see <see cref="Paths.NameCodec"/>).</summary>
    public required string Path { get; init; }

    /// <summary>What it is.</summary>
    public required string Kind { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Last write at the source, ISO 8601 in UTC with nanoseconds; null outside the years 0001 to 9999.</summary>
    public string? Modified { get; init; }

    /// <summary>Unix permissions in octal, four digits or more.</summary>
    public required string Mode { get; init; }

    /// <summary>Target of a symbolic link.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Hash of the content in lower-case hex; null when it was not read.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Index of the pair in the job.</summary>
    public required int Pair { get; init; }

    /// <summary>The run since which it is so: the one that brought this version.</summary>
    public required long FromRun { get; init; }

    /// <summary>All that is known of it.</summary>
    [JsonIgnore]
    public required PathState State { get; init; }
}
