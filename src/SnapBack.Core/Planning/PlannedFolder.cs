using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>A folder that is finished after everything in it: its metadata set, its state recorded, its seal taken.</summary>
public sealed record PlannedFolder
{
    /// <summary>Index of the pair in the job.</summary>
    public required int Pair { get; init; }

    /// <summary>The folder.</summary>
    public required RelativePath Path { get; init; }

    /// <summary>What the comparison found about the folder itself.</summary>
    public required FileClass Class { get; init; }

    /// <summary>What is done about the folder itself.</summary>
    public required ActionKind Action { get; init; }

    /// <summary>The source's entry of the folder.</summary>
    public required Entry Entry { get; init; }

    /// <summary>True when entries of it are made, replaced or removed, so that its times must be set again.</summary>
    public bool IsTouched { get; init; }

    /// <summary>True when the catalog must be told of the folder's state.</summary>
    public bool IsNews { get; init; }

    /// <summary>Digest of what the source listed, or null when the folder can't be sealed.</summary>
    public byte[]? SourceDigest { get; init; }

    /// <summary>Digest of what the destination listed, when nothing in it will change.</summary>
    public byte[]? DestinationDigest { get; init; }
}
