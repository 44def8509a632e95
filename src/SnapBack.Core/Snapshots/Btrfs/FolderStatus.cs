namespace SnapBack.Snapshots.Btrfs;

/// <summary>What tells one folder from another.</summary>
/// <param name="Device">Device number; every btrfs subvolume has its own.</param>
/// <param name="Inode">Inode number; the same in a snapshot as in its original.</param>
/// <param name="MountId">The mount it was reached through, as in <c>/proc/self/mountinfo</c>.</param>
internal readonly record struct FolderStatus(ulong Device, ulong Inode, ulong MountId)
{
    /// <summary>True when both are the same folder, through whichever mount.</summary>
    internal bool IsSameFolder(FolderStatus other) => Device == other.Device && Inode == other.Inode;
}
