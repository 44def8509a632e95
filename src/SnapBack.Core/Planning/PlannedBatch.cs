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
}
