using SnapBack.Catalog;
using SnapBack.Paths;

namespace SnapBack.Planning;

/// <summary>A folder that is still to be looked at.</summary>
/// <param name="Sides">The pair it belongs to.</param>
/// <param name="Path">The folder.</param>
/// <param name="Presence">Which sides have it.</param>
/// <param name="IsLate">True when it stands where something else must be deleted first.</param>
/// <param name="Known">What the past knew of the folder itself, when <paramref name="IsKnownLoaded"/>.</param>
/// <param name="IsKnownLoaded">False when the past was not asked yet.</param>
/// <param name="ParentVolume">Volume of the folder above, to notice when a mount point is crossed; 0 for the root.</param>
internal sealed record FolderTask(
    PlanSides Sides,
    RelativePath Path,
    FolderPresence Presence,
    bool IsLate,
    KnownPath? Known,
    bool IsKnownLoaded,
    ulong ParentVolume);
