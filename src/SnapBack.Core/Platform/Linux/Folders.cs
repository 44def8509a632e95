using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Platform.Linux;

/// <summary>Folders by handle. Every member throws <see cref="TreeException"/> for what the system refuses.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe class Folders
{
    private const int LongestPath = 65536;

    private static int OpenFlags => Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC;

    /// <summary>Opens a folder by its full path; links on the way, and at its end, are followed.</summary>
    public static SafeFileHandle Open(string path)
    {
        using CName name = new(path);
        fixed (byte* bytes = name)
        {
            return Handle(Libc.open(bytes, OpenFlags, 0), path);
        }
    }

    /// <summary>Opens the folder named <paramref name="name"/> in <paramref name="parent"/>; a link is refused.</summary>
    public static SafeFileHandle OpenChild(SafeFileHandle parent, string name)
    {
        using CName child = new(name);
        fixed (byte* bytes = child)
        {
            return Handle(Libc.openat(parent, bytes, OpenFlags | Libc.O_NOFOLLOW, 0), name);
        }
    }

    /// <summary>Opens a folder some way below <paramref name="parent"/> without following a link or entering another mount.</summary>
    public static SafeFileHandle OpenBelow(SafeFileHandle parent, string path)
    {
        Libc.OpenHow how = new()
        {
            Flags = (ulong)OpenFlags,
            Resolve = Libc.RESOLVE_BENEATH | Libc.RESOLVE_NO_SYMLINKS | Libc.RESOLVE_NO_MAGICLINKS | Libc.RESOLVE_NO_XDEV,
        };
        using CName name = new(path.Length == 0 ? "." : path);
        fixed (byte* bytes = name)
        {
            return Handle((int)Libc.openat2((nint)Libc.SYS_openat2, parent, bytes, &how, sizeof(Libc.OpenHow)), path);
        }
    }

    /// <summary>The folder's full path now, without links.</summary>
    public static string RealPath(SafeFileHandle folder)
    {
        byte[] buffer = new byte[LongestPath];
        using CName link = new(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.DangerousGetHandle()}"));
        fixed (byte* path = link, target = buffer)
        {
            nint length = Libc.readlinkat(Libc.AT_FDCWD, path, target, (nuint)buffer.Length);
            return length < 0 ? throw Errno.Last("ask for a folder's path") : NameCodec.Decode(buffer.AsSpan(0, (int)length));
        }
    }

    /// <summary>Type of the file system as in linux/magic.h, and whether it can be written through this mount.</summary>
    public static (long Type, bool IsReadOnly) FileSystem(SafeFileHandle folder)
    {
        Libc.Statfs result;
        return Libc.fstatfs(folder, &result) == 0
            ? (result.Type, (result.Flags & Libc.ST_RDONLY) != 0)
            : throw Errno.Last("ask for a folder's file system");
    }

    private static SafeFileHandle Handle(int descriptor, string path) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Errno.Last($"open '{DisplayText.Escape(path)}'");
}
