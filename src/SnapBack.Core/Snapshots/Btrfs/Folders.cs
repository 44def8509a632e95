using System.Globalization;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Paths;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>Folders by handle. Every member throws <see cref="NativeCallException"/> for what the system refuses.</summary>
[SupportedOSPlatform("linux")]
internal static class Folders
{
    private const long MountedReadOnly = 1;
    private const int LongestPath = 65536;

    /// <summary>Opens a folder by its full path; links on the way, and at its end, are followed.</summary>
    internal static unsafe SafeFileHandle Open(string path)
    {
        fixed (byte* bytes = Terminated(path))
        {
            return Handle(Libc.Open(bytes, Libc.OpenFolderFlags), path);
        }
    }

    /// <summary>Opens the folder named <paramref name="name"/> in <paramref name="parent"/>; a link is refused.</summary>
    internal static unsafe SafeFileHandle OpenChild(SafeFileHandle parent, string name)
    {
        fixed (byte* bytes = Terminated(name))
        {
            return Handle(Libc.OpenAt(parent, bytes, Libc.OpenFolderFlags | Libc.NoFollowFlag), name);
        }
    }

    /// <summary>Opens a folder some way below <paramref name="parent"/> without following a link or entering another mount.</summary>
    internal static unsafe SafeFileHandle OpenBelow(SafeFileHandle parent, string path)
    {
        Libc.OpenHow how = new()
        {
            Flags = (ulong)Libc.OpenFolderFlags,
            Resolve = Libc.ResolveBeneath | Libc.ResolveNoSymbolicLinks | Libc.ResolveNoMagicLinks | Libc.ResolveNoOtherMount,
        };
        fixed (byte* bytes = Terminated(path.Length == 0 ? "." : path))
        {
            long result = Libc.OpenAt2(Libc.OpenAt2Number, parent, bytes, &how, (nuint)sizeof(Libc.OpenHow));
            return Handle((int)result, path);
        }
    }

    /// <summary>Which folder this is.</summary>
    internal static unsafe FolderStatus Status(SafeFileHandle folder)
    {
        Libc.StatxBuffer buffer;
        byte nothing = 0;
        if (Libc.Statx(folder, &nothing, Libc.EmptyPath, Libc.StatxInode | Libc.StatxMountId, &buffer) != 0)
        {
            throw NativeCallException.Last("ask for a folder's status");
        }

        if ((buffer.Mask & Libc.StatxMountId) == 0)
        {
            throw new NativeCallException("ask for a folder's mount, which Linux tells since 5.8", Errno.NoSuchCall);
        }

        return new FolderStatus(((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Inode, buffer.MountId);
    }

    /// <summary>The folder's full path now, without links.</summary>
    internal static unsafe string RealPath(SafeFileHandle folder)
    {
        byte[] buffer = new byte[LongestPath];
        string link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.DangerousGetHandle()}");
        fixed (byte* path = Terminated(link), target = buffer)
        {
            nint length = Libc.ReadLink(path, target, (nuint)buffer.Length);
            return length < 0 ? throw NativeCallException.Last("ask for a folder's path") : NameCodec.Decode(buffer.AsSpan(0, (int)length));
        }
    }

    /// <summary>Type of the file system as in linux/magic.h, and whether it can be written through this mount.</summary>
    internal static unsafe (long Type, bool IsReadOnly) FileSystem(SafeFileHandle folder)
    {
        Libc.StatFsBuffer buffer;
        return Libc.FStatFs(folder, &buffer) == 0
            ? (buffer.Type, (buffer.Flags & MountedReadOnly) != 0)
            : throw NativeCallException.Last("ask for a folder's file system");
    }

    private static SafeFileHandle Handle(int descriptor, string path) =>
        descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw NativeCallException.Last($"open '{DisplayText.Escape(path)}'");

    private static byte[] Terminated(string path)
    {
        byte[] bytes = NameCodec.Encode(path);
        Array.Resize(ref bytes, bytes.Length + 1);
        return bytes;
    }
}
