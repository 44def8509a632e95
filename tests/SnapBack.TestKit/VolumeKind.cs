namespace SnapBack.TestKit;

/// <summary>File systems that a <see cref="LoopVolume"/> can be.</summary>
public enum VolumeKind
{
    /// <summary>btrfs.</summary>
    Btrfs,

    /// <summary>ext4.</summary>
    Ext4,

    /// <summary>xfs with reflinks.</summary>
    Xfs,

    /// <summary>tmpfs: a size limit without a disk.</summary>
    Tmpfs,

    /// <summary>NTFS through ntfs-3g, with real security descriptors and streams as extended attributes.</summary>
    Ntfs,
}
