using System.Runtime.InteropServices;

namespace SnapBack.Platform.Linux;

/// <summary>
/// The calls of the C library that this program makes, and their constants, as the manual pages and the kernel's user headers state them
/// (https://man7.org/linux/man-pages/dir_section_2.html), for 64-bit Linux. Declarations only, no decisions. Names are bytes ending in 0.
/// </summary>
internal static unsafe partial class Libc
{
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_REMOVEDIR = 0x200;
    public const uint RENAME_NOREPLACE = 1;
    public const int AT_NO_AUTOMOUNT = 0x800;
    public const int AT_EMPTY_PATH = 0x1000;

    public const int O_RDONLY = 0;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_NONBLOCK = 0x800;
    public const int O_NOATIME = 0x40000;
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;

    public const uint STATX_TYPE = 0x1;
    public const uint STATX_INO = 0x100;
    public const uint STATX_BASIC_STATS = 0x7ff;
    public const uint STATX_BTIME = 0x800;
    public const uint STATX_MNT_ID = 0x1000;

    public const int PATH_MAX = 4096;
    public const long ST_RDONLY = 1;

    public const ushort S_IFMT = 0xF000;
    public const ushort S_IFSOCK = 0xC000;
    public const ushort S_IFLNK = 0xA000;
    public const ushort S_IFREG = 0x8000;
    public const ushort S_IFBLK = 0x6000;
    public const ushort S_IFDIR = 0x4000;
    public const ushort S_IFCHR = 0x2000;
    public const ushort S_IFIFO = 0x1000;

    public const int SEEK_SET = 0;
    public const int SEEK_DATA = 3;
    public const int SEEK_HOLE = 4;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const int LOCK_UN = 8;
    public const long UTIME_OMIT = (1L << 30) - 2;
    public const int POSIX_FADV_DONTNEED = 4;
    public const uint FICLONE = 0x40049409;
    public const long SYS_fsconfig = 431;
    public const long SYS_fspick = 433;
    public const long SYS_openat2 = 437;
    public const long SYS_pidfd_open = 434;
    public const long SYS_pidfd_send_signal = 424;
    public const ulong RESOLVE_NO_XDEV = 0x01;
    public const ulong RESOLVE_NO_MAGICLINKS = 0x02;
    public const ulong RESOLVE_NO_SYMLINKS = 0x04;
    public const ulong RESOLVE_BENEATH = 0x08;
    public const uint FSPICK_CLOEXEC = 0x1;
    public const uint FSPICK_EMPTY_PATH = 0x8;
    public const uint FSCONFIG_SET_FLAG = 0;
    public const uint FSCONFIG_CMD_RECONFIGURE = 7;

    // O_DIRECTORY and O_NOFOLLOW are the two flags whose values differ between x86 and arm.
    public static int O_DIRECTORY => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    public static int O_NOFOLLOW => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int open(byte* path, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int openat(int directory, byte* name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint openat2(nint number, nint directory, byte* path, OpenHow* how, nint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint pidfd_open(nint number, nint process, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint pidfd_send_signal(nint number, nint descriptor, nint signal, nint details, nint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int statx(int directory, byte* name, int flags, uint mask, Statx* result);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint getdents64(int directory, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pread(int descriptor, byte* buffer, nuint size, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pwrite(int descriptor, byte* buffer, nuint size, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial long lseek(int descriptor, long offset, int whence);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ftruncate(int descriptor, long length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint copy_file_range(int source, long* sourceOffset, int target, long* targetOffset, nuint length, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(int descriptor, nuint request, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int syncfs(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int posix_fadvise(int descriptor, long offset, long length, int advice);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mkdirat(int directory, byte* name, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int renameat2(int fromDirectory, byte* from, int toDirectory, byte* to, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int linkat(int fromDirectory, byte* from, int toDirectory, byte* to, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int symlinkat(byte* target, int directory, byte* name);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint readlinkat(int directory, byte* name, byte* buffer, nuint size);

    [LibraryImport("libc")]
    public static partial byte* realpath(byte* path, byte* resolved);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unlinkat(int directory, byte* name, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchmod(int descriptor, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int chmod(byte* path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchownat(int directory, byte* name, uint owner, uint group, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int utimensat(int directory, byte* name, Timespec* times, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int futimens(int descriptor, Timespec* times);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint flistxattr(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint fgetxattr(int descriptor, byte* name, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsetxattr(int descriptor, byte* name, byte* value, nuint size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fremovexattr(int descriptor, byte* name);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint listxattr(byte* path, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint getxattr(byte* path, byte* name, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setxattr(byte* path, byte* name, byte* value, nuint size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int removexattr(byte* path, byte* name);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fstatfs(int descriptor, Statfs* result);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int flock(int descriptor, int operation);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    [LibraryImport("libc")]
    public static partial uint getegid();

    [StructLayout(LayoutKind.Sequential)]
    public struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct StatxTimestamp
    {
        public long Seconds;
        public uint Nanoseconds;
        public int Reserved;
    }

    /// <summary>struct statx, 256 bytes (https://man7.org/linux/man-pages/man2/statx.2.html).</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    public struct Statx
    {
        public uint Mask;
        public uint BlockSize;
        public ulong Attributes;
        public uint LinkCount;
        public uint Owner;
        public uint Group;
        public ushort Mode;
        public ushort Spare0;
        public ulong Inode;
        public ulong Size;
        public ulong Blocks;
        public ulong AttributesMask;
        public StatxTimestamp Accessed;
        public StatxTimestamp Created;
        public StatxTimestamp Changed;
        public StatxTimestamp Modified;
        public uint DeviceMajor;
        public uint DeviceMinor;
        public uint VolumeMajor;
        public uint VolumeMinor;
        public ulong MountId;
    }

    /// <summary>struct statfs on 64-bit Linux, 120 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 120)]
    public struct Statfs
    {
        public long Type;
        public long BlockSize;
        public ulong Blocks;
        public ulong BlocksFree;
        public ulong BlocksAvailable;
        public ulong Files;
        public ulong FilesFree;
        public int Id0;
        public int Id1;
        public long NameLength;
        public long FragmentSize;
        public long Flags;
    }
}
