using SnapBack.Platform.Linux;

namespace SnapBack.Trees.Unix;

/// <summary>Makes an <see cref="Entry"/> of what statx says.</summary>
internal static class UnixEntry
{
    public const uint Mask = Libc.STATX_BASIC_STATS | Libc.STATX_BTIME;
    public const int LookFlags = Libc.AT_SYMLINK_NOFOLLOW | Libc.AT_NO_AUTOMOUNT;

    /// <summary>The entry of an open handle.</summary>
    public static unsafe Entry OfHandle(int descriptor, string name, string phase)
    {
        Libc.Statx statx;
        byte empty = 0;
        if (Libc.statx(descriptor, &empty, Libc.AT_EMPTY_PATH | LookFlags, Mask, &statx) != 0)
        {
            throw Errno.Last(phase);
        }

        return From(name, in statx);
    }

    public static Entry From(string name, in Libc.Statx statx) => new()
    {
        Name = name,
        Kind = KindOf(statx.Mode),
        Size = (long)statx.Size,
        AllocatedBytes = (long)statx.Blocks * 512,
        Modified = Time(statx.Modified),
        Accessed = Time(statx.Accessed),
        Changed = Time(statx.Changed),
        Created = (statx.Mask & Libc.STATX_BTIME) != 0 ? Time(statx.Created) : default,
        Mode = (uint)(statx.Mode & 0xFFF),
        Owner = statx.Owner,
        Group = statx.Group,
        LinkCount = statx.LinkCount,
        FileId = statx.Inode,
        VolumeNumber = ((ulong)statx.VolumeMajor << 32) | statx.VolumeMinor,
    };

    private static Timestamp Time(Libc.StatxTimestamp time) => new(time.Seconds, (int)time.Nanoseconds);

    private static EntryKind KindOf(ushort mode) => (ushort)(mode & Libc.S_IFMT) switch
    {
        Libc.S_IFREG => EntryKind.File,
        Libc.S_IFDIR => EntryKind.Directory,
        Libc.S_IFLNK => EntryKind.SymbolicLink,
        Libc.S_IFIFO => EntryKind.Fifo,
        Libc.S_IFSOCK => EntryKind.Socket,
        Libc.S_IFCHR => EntryKind.CharacterDevice,
        Libc.S_IFBLK => EntryKind.BlockDevice,
        _ => EntryKind.Unknown,
    };
}
