namespace SnapBack.Catalog;

/// <summary>One of the largest files that are held. Texts are exact and must be escaped for the screen.</summary>
public sealed record LargeFileRow
{
    /// <summary>The path below the roots, '/' between its parts.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The run that brought this version.</summary>
    public required long FromRun { get; init; }

    /// <summary>How often it was recorded anew.</summary>
    public required long States { get; init; }

    /// <summary>Source that the path lies below.</summary>
    public required string Source { get; init; }

    /// <summary>Destination of that source.</summary>
    public required string Destination { get; init; }
}
