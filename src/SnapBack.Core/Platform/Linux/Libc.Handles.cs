using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SnapBack.Platform.Linux;

/// <summary>The same calls for descriptors that a <see cref="SafeFileHandle"/> owns: it can't be closed while a call goes on.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial int openat(SafeFileHandle directory, byte* name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint openat2(nint number, SafeFileHandle directory, byte* path, OpenHow* how, nint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int statx(SafeFileHandle directory, byte* name, int flags, uint mask, Statx* result);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ioctl(SafeFileHandle descriptor, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int syncfs(SafeFileHandle descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fstatfs(SafeFileHandle descriptor, Statfs* result);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int futimens(SafeFileHandle descriptor, Timespec* times);

    // fspick and fsconfig have no manual page; https://docs.kernel.org/filesystems/mount_api.html and include/uapi/linux/mount.h state them.
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint fspick(nint number, SafeFileHandle directory, byte* path, nuint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint fsconfig(nint number, SafeFileHandle context, nuint command, byte* key, byte* value, nint auxiliary);
}
