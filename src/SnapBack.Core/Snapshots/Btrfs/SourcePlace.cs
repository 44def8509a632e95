using SnapBack.Paths;
using SnapBack.Platform;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>Where one source lies, and which subvolumes lie below it.</summary>
/// <param name="Source">As it was given.</param>
/// <param name="Holder">The subvolume that holds it.</param>
/// <param name="Path">Its path below the top of that subvolume.</param>
/// <param name="Status">Which folder it is; its snapshot must have the same inode number.</param>
/// <param name="Nested">The subvolumes below it that get a snapshot, by their path below the source.</param>
/// <param name="NotCovered">Places below the source that no snapshot holds.</param>
internal sealed record SourcePlace(
    string Source,
    Subvolume Holder,
    RelativePath Path,
    FileIdentity Status,
    Dictionary<RelativePath, Subvolume> Nested,
    HashSet<RelativePath> NotCovered);
