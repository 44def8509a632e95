using SnapBack.Paths;

namespace SnapBack.Planning;

/// <summary>Some decisions about one folder, handed to one worker. Small enough that many workers stay busy.</summary>
/// <param name="Pair">Index of the pair in the job.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Actions">In the order of names.</param>
public sealed record PlannedBatch(int Pair, RelativePath Folder, IReadOnlyList<PlannedAction> Actions)
{
    /// <summary>Most actions in one batch.</summary>
    public const int MostActions = 64;

    /// <summary>What a listing says of the folder before its entries; null but for the first batch of a listed folder.</summary>
    public FolderHeading? Heading { get; init; }

    /// <summary>True when the actions stand in the order of a listing and are told as they come; false when they were listed before, or never are.</summary>
    public bool IsListed { get; init; }

    /// <summary>True for entries of a folder that only the destination has: they stand among those of the folder above.</summary>
    public bool IsBelowExtra { get; init; }
}
