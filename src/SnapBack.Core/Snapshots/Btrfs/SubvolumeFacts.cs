namespace SnapBack.Snapshots.Btrfs;

/// <summary>What btrfs tells of a subvolume (BTRFS_IOC_GET_SUBVOL_INFO).</summary>
/// <param name="Id">Number, unique in the file system and never used again.</param>
/// <param name="IsReadOnly">True when nothing in it can change.</param>
/// <param name="Uuid">Its identity; may be all zeros for the top level of an old file system.</param>
/// <param name="OriginUuid">Identity of the subvolume that it is a snapshot of; zeros when it is none.</param>
internal sealed record SubvolumeFacts(ulong Id, bool IsReadOnly, Guid Uuid, Guid OriginUuid);
