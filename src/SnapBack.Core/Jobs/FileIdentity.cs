using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>
/// Which file or folder a path leads to, as the system tells them apart, whatever the path is called. Linux only: on Windows nothing can
/// be read and callers compare full paths instead.
/// </summary>
/// <param name="Device">Number of the device; every btrfs subvolume has its own.</param>
/// <param name="Inode">Number on the device; 0 when the file system has none.</param>
/// <param name="MountId">Number of the mount it was reached through, as in /proc/self/mountinfo; 0 when the kernel does not tell.</param>
/// <param name="IsDirectory">True for a folder.</param>
/// <param name="IsLink">True for a symbolic link that was not followed.</param>
internal sealed partial record FileIdentity(ulong Device, ulong Inode, ulong MountId, bool IsDirectory, bool IsLink)
{
    /// <summary>errno: no such entry.</summary>
    public const int NotFound = 2;

    /// <summary>errno: a component that is not the last is no folder.</summary>
    public const int NotDirectory = 20;

    private const int PathMax = 4096;
    private const int AtFdCwd = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const uint StatxType = 0x1;
    private const uint StatxInode = 0x100;
    private const uint StatxMountId = 0x1000;
    private const int FormatMask = 0xF000;
    private const int FormatDirectory = 0x4000;
    private const int FormatLink = 0xA000;

    /// <summary>Reads the identity of what <paramref name="path"/> leads to; <paramref name="error"/> is errno when that fails.</summary>
    public static unsafe bool TryRead(string path, bool followLinks, [NotNullWhen(true)] out FileIdentity? identity, out int error)
    {
        Statx status = default;
        fixed (byte* bytes = ZeroEnded(path))
        {
            error = CallStatx(AtFdCwd, bytes, followLinks ? 0 : AtSymlinkNoFollow, StatxType | StatxInode | StatxMountId, &status) == 0
                ? 0
                : Marshal.GetLastPInvokeError();
        }

        identity = error != 0 ? null : new FileIdentity(
            ((ulong)status.DeviceMajor << 32) | status.DeviceMinor,
            status.Inode,
            (status.Mask & StatxMountId) != 0 ? status.MountId : 0,
            (status.Mode & FormatMask) == FormatDirectory,
            (status.Mode & FormatMask) == FormatLink);
        return identity is not null;
    }

    /// <summary>The path without links, '.' and '..', of something that exists; null when it can't be found out.</summary>
    public static unsafe string? RealPath(string path)
    {
        byte[] resolved = new byte[PathMax + 1];
        fixed (byte* bytes = ZeroEnded(path))
        fixed (byte* result = resolved)
        {
            return CallRealPath(bytes, result) is null ? null : NameCodec.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(result));
        }
    }

    /// <summary>True when both are surely the same file or folder.</summary>
    public bool IsSameAs(FileIdentity other) => Inode != 0 && Inode == other.Inode && Device == other.Device;

    private static byte[] ZeroEnded(string path) => [.. NameCodec.Encode(path), 0];

    // https://man7.org/linux/man-pages/man2/statx.2.html
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static unsafe partial int CallStatx(int folder, byte* path, int flags, uint mask, Statx* status);

    // https://man7.org/linux/man-pages/man3/realpath.3.html
    [LibraryImport("libc", EntryPoint = "realpath")]
    private static unsafe partial byte* CallRealPath(byte* path, byte* resolved);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;

        [FieldOffset(144)]
        public ulong MountId;
    }
}
