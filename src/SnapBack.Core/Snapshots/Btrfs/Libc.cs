using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>Declarations only, for 64-bit Linux (x64 and arm64). Facts: the manual pages of the same names in section 2.</summary>
[SupportedOSPlatform("linux")]
internal static partial class Libc
{
    internal const int CurrentFolder = -100;
    internal const int EmptyPath = 0x1000;
    internal const uint StatxInode = 0x100;
    internal const uint StatxMountId = 0x1000;
    internal const long OpenAt2Number = 437;
    internal const ulong ResolveNoOtherMount = 0x01;
    internal const ulong ResolveNoMagicLinks = 0x02;
    internal const ulong ResolveNoSymbolicLinks = 0x04;
    internal const ulong ResolveBeneath = 0x08;

    private const int CloseOnExec = 0x80000;

    /// <summary>Flags for opening a folder for reading; the numbers differ between processors (asm/fcntl.h).</summary>
    internal static int OpenFolderFlags => CloseOnExec | (IsArm ? 0x4000 : 0x10000);

    /// <summary>The flag that refuses a symbolic link as last component.</summary>
    internal static int NoFollowFlag => IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    internal static unsafe partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    internal static unsafe partial int OpenAt(SafeFileHandle folder, byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial long OpenAt2(long number, SafeFileHandle folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static unsafe partial int IoControl(SafeFileHandle handle, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    internal static unsafe partial int Statx(SafeFileHandle folder, byte* path, int flags, uint mask, StatxBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    internal static unsafe partial int FStatFs(SafeFileHandle handle, StatFsBuffer* buffer);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    internal static partial int SyncFs(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true)]
    internal static unsafe partial nint ReadLink(byte* path, byte* buffer, nuint size);

    /// <summary>struct open_how, 24 bytes (man 2 openat2).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenHow
    {
        internal ulong Flags;
        internal ulong Mode;
        internal ulong Resolve;
    }

    /// <summary>struct statx, 256 bytes; only what is used here has a name (man 2 statx).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatxBuffer
    {
        [FieldOffset(0)]
        internal uint Mask;
        [FieldOffset(32)]
        internal ulong Inode;
        [FieldOffset(136)]
        internal uint DeviceMajor;
        [FieldOffset(140)]
        internal uint DeviceMinor;
        [FieldOffset(144)]
        internal ulong MountId;
    }

    /// <summary>struct statfs of 64-bit Linux, 120 bytes (man 2 statfs).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    internal struct StatFsBuffer
    {
        [FieldOffset(0)]
        internal long Type;
        [FieldOffset(80)]
        internal long Flags;
    }
}
