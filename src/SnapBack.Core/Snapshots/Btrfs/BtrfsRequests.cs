using System.Runtime.InteropServices;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// Numbers and structures of the btrfs requests, as https://github.com/torvalds/linux/blob/master/include/uapi/linux/btrfs.h has them.
/// The size of a structure is part of its request's number, so a wrong size is refused by the kernel, never misread.
/// </summary>
internal static class BtrfsRequests
{
    /// <summary>f_type of a btrfs (linux/magic.h).</summary>
    internal const long FileSystemType = 0x9123683E;

    /// <summary>Inode number of the top of every subvolume: BTRFS_FIRST_FREE_OBJECTID.</summary>
    internal const ulong TopInode = 256;

    /// <summary>BTRFS_SUBVOL_RDONLY.</summary>
    internal const ulong ReadOnlyFlag = 1UL << 1;

    /// <summary>BTRFS_SUBVOL_SPEC_BY_ID.</summary>
    internal const ulong ByIdFlag = 1UL << 4;

    /// <summary>BTRFS_MAX_ROOTREF_BUFFER_NUM.</summary>
    internal const int RootRefsPerCall = 255;

    private const uint Writes = 1;
    private const uint Reads = 2;

    internal static nuint InodeLookup => Number(Reads | Writes, 18, Marshal.SizeOf<InodeLookupArguments>());

    internal static nuint SnapshotCreate => Number(Writes, 23, Marshal.SizeOf<VolumeArguments>());

    internal static nuint GetFlags => Number(Reads, 25, sizeof(ulong));

    internal static nuint FileSystemInfo => Number(Reads, 31, Marshal.SizeOf<FileSystemArguments>());

    internal static nuint SubvolumeInfo => Number(Reads, 60, Marshal.SizeOf<SubvolumeArguments>());

    internal static nuint RootRefs => Number(Reads | Writes, 61, Marshal.SizeOf<RootRefArguments>());

    internal static nuint InodeLookupUser => Number(Reads | Writes, 62, Marshal.SizeOf<InodeLookupUserArguments>());

    internal static nuint SubvolumeDestroy => Number(Writes, 63, Marshal.SizeOf<VolumeArguments>());

    // asm-generic/ioctl.h: two bits of direction, 14 of size, 8 of type (0x94 is btrfs), 8 of number.
    private static nuint Number(uint direction, uint number, int size) => (direction << 30) | ((uint)size << 16) | (0x94u << 8) | number;

    /// <summary>struct btrfs_ioctl_vol_args_v2, 4096 bytes; the name's place holds the subvolume's id under <see cref="ByIdFlag"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct VolumeArguments
    {
        internal long Handle;
        internal ulong TransactionId;
        internal ulong Flags;
        internal fixed ulong Unused[4];
        internal fixed byte Name[4040];
    }

    /// <summary>struct btrfs_ioctl_ino_lookup_args, 4096 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct InodeLookupArguments
    {
        internal ulong TreeId;
        internal ulong ObjectId;
        internal fixed byte Name[4080];
    }

    /// <summary>struct btrfs_ioctl_ino_lookup_user_args, 4096 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct InodeLookupUserArguments
    {
        internal ulong FolderId;
        internal ulong TreeId;
        internal fixed byte Name[256];
        internal fixed byte Path[3824];
    }

    /// <summary>struct btrfs_ioctl_get_subvol_rootref_args, 4096 bytes: pairs of tree id and folder id.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct RootRefArguments
    {
        internal ulong MinTreeId;
        internal fixed ulong Pairs[RootRefsPerCall * 2];
        internal byte Count;
        internal fixed byte Align[7];
    }

    /// <summary>struct btrfs_ioctl_get_subvol_info_args, 504 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 504)]
    internal unsafe struct SubvolumeArguments
    {
        [FieldOffset(0)]
        internal ulong TreeId;
        [FieldOffset(264)]
        internal ulong ParentId;
        [FieldOffset(288)]
        internal ulong Flags;
        [FieldOffset(296)]
        internal fixed byte Uuid[16];
        [FieldOffset(312)]
        internal fixed byte ParentUuid[16];
    }

    /// <summary>struct btrfs_ioctl_fs_info_args, 1024 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 1024)]
    internal unsafe struct FileSystemArguments
    {
        [FieldOffset(16)]
        internal fixed byte Id[16];
    }
}
