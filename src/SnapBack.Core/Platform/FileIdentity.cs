using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Platform;

/// <summary>
/// Which file or folder a path leads to, as the system tells them apart, whatever the path is called.
/// </summary>
/// <param name="Device">Number of the device; every btrfs subvolume has its own. On Windows the serial number of the volume.</param>
/// <param name="Inode">Number on the device, the same in a snapshot as in its original; 0 when the file system has none.</param>
/// <param name="MountId">Number of the mount it was reached through, as in /proc/self/mountinfo; 0 when the system does not tell.</param>
/// <param name="IsDirectory">True for a folder.</param>
/// <param name="IsLink">True for a symbolic link that was not followed.</param>
internal sealed record FileIdentity(ulong Device, ulong Inode, ulong MountId, bool IsDirectory, bool IsLink)
{
    private const uint Wanted = Libc.STATX_TYPE | Libc.STATX_INO | Libc.STATX_MNT_ID;

    /// <summary>
    /// On Windows the volume's own name, by which a clone of a volume can be told from its original; empty where there is none, as on a share.
    /// </summary>
    public string Volume { get; init; } = string.Empty;

    /// <summary>Reads the identity of what <paramref name="path"/> leads to; <paramref name="error"/> is errno, or the Win32 error, when that fails.</summary>
    public static unsafe bool TryRead(string path, bool followLinks, [NotNullWhen(true)] out FileIdentity? identity, out int error)
    {
        if (OperatingSystem.IsWindows())
        {
            return Windows.PathIdentity.TryRead(path, followLinks, out identity, out error);
        }

        Libc.Statx status;
        using CName name = new(path);
        fixed (byte* bytes = name)
        {
            error = Libc.statx(Libc.AT_FDCWD, bytes, followLinks ? 0 : Libc.AT_SYMLINK_NOFOLLOW, Wanted, &status) == 0
                ? 0
                : Marshal.GetLastPInvokeError();
        }

        identity = error == 0 ? Of(status) : null;
        return identity is not null;
    }

    /// <summary>The identity of what a handle holds, its mount included.</summary>
    /// <exception cref="TreeException">The system refuses, or is older than Linux 5.8 and does not tell the mount.</exception>
    [SupportedOSPlatform("linux")]
    public static unsafe FileIdentity Read(SafeFileHandle handle)
    {
        Libc.Statx status;
        byte nothing = 0;
        if (Libc.statx(handle, &nothing, Libc.AT_EMPTY_PATH, Wanted, &status) != 0)
        {
            throw Errno.Last("ask for a folder's status");
        }

        return (status.Mask & Libc.STATX_MNT_ID) != 0
            ? Of(status)
            : throw Errno.Exception(Errno.ENOSYS, "ask for a folder's mount, which Linux tells since 5.8");
    }

    /// <summary>The path without links, '.' and '..', of something that exists; null when it can't be found out.</summary>
    public static unsafe string? RealPath(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Windows.PathIdentity.RealPath(path);
        }

        byte[] resolved = new byte[Libc.PATH_MAX + 1];
        using CName name = new(path);
        fixed (byte* bytes = name, result = resolved)
        {
            return Libc.realpath(bytes, result) is null ? null : NameCodec.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(result));
        }
    }

    /// <summary>True when both are surely the same file or folder, through whichever mount.</summary>
    public bool IsSameAs(FileIdentity other) =>
        Inode != 0
        && Inode == other.Inode
        && Device == other.Device
        && (Volume.Length == 0 || other.Volume.Length == 0 || string.Equals(Volume, other.Volume, StringComparison.OrdinalIgnoreCase));

    private static FileIdentity Of(in Libc.Statx status) => new(
        ((ulong)status.VolumeMajor << 32) | status.VolumeMinor,
        status.Inode,
        (status.Mask & Libc.STATX_MNT_ID) != 0 ? status.MountId : 0,
        (status.Mode & Libc.S_IFMT) == Libc.S_IFDIR,
        (status.Mode & Libc.S_IFMT) == Libc.S_IFLNK);
}
