namespace SnapBack.Catalog;

/// <summary>One path that is not the same in two runs. Texts are exact and must be escaped for the screen.</summary>
public sealed record DiffRow
{
    /// <summary>Added, removed, changed (content, kind or link target), security-changed, or metadata-changed (mode, owner, attributes, creation).</summary>
    public required string Change { get; init; }

    /// <summary>The path below the roots, '/' between its parts.</summary>
    public required string Path { get; init; }

    /// <summary>What it is, or was: a word of <see cref="CatalogWords.Kinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Bytes in the first run; null when it was not there.</summary>
    public long? SizeBefore { get; init; }

    /// <summary>Bytes in the second run; null when it is not there.</summary>
    public long? SizeAfter { get; init; }

    /// <summary>Last write as the first run saw it, ISO 8601 in UTC.</summary>
    public string? ModifiedBefore { get; init; }

    /// <summary>Last write as the second run saw it.</summary>
    public string? ModifiedAfter { get; init; }

    /// <summary>Number of the tree in the catalog: the pair of source and destination.</summary>
    public required long Tree { get; init; }
}
