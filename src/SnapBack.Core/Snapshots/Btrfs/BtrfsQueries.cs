using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// Questions to btrfs; nothing here changes anything. The handle is any folder on a btrfs, or a subvolume's top where that is said.
/// Every member throws <see cref="TreeException"/>.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class BtrfsQueries
{
    private const ulong AnyOrdinaryInode = BtrfsRequests.TopInode + 1;

    /// <summary>Number of the subvolume that holds the folder.</summary>
    internal static unsafe ulong SubvolumeId(SafeFileHandle folder)
    {
        BtrfsRequests.InodeLookupArguments lookup = new() { ObjectId = BtrfsRequests.TopInode };
        Ask(folder, BtrfsRequests.InodeLookup, &lookup, "ask for a subvolume's number");
        return lookup.TreeId;
    }

    /// <summary>Path of the folder below the top of its subvolume, as btrfs itself has it: no mount can bend it.</summary>
    internal static unsafe RelativePath PathInSubvolume(SafeFileHandle folder, ulong inode)
    {
        BtrfsRequests.InodeLookupArguments lookup = new() { ObjectId = inode };
        Ask(folder, BtrfsRequests.InodeLookup, &lookup, "ask for a folder's place in its subvolume");
        return ToPath(Text(lookup.Name, 4080));
    }

    /// <summary>
    /// True when this process may do what btrfs keeps for CAP_SYS_ADMIN of the machine (not of a user namespace), deleting
    /// a subvolume among it. btrfs answers this lookup for nobody else.
    /// </summary>
    internal static unsafe bool IsPrivileged(SafeFileHandle folder)
    {
        BtrfsRequests.InodeLookupArguments lookup = new() { ObjectId = AnyOrdinaryInode };
        return Libc.ioctl(folder, BtrfsRequests.InodeLookup, &lookup) >= 0 || Marshal.GetLastPInvokeError() is not (Errno.EPERM or Errno.EACCES);
    }

    /// <summary>Identity of the file system, the same on all its mounts.</summary>
    internal static unsafe Guid FileSystemId(SafeFileHandle folder)
    {
        BtrfsRequests.FileSystemArguments arguments = default;
        Ask(folder, BtrfsRequests.FileSystemInfo, &arguments, "ask for the file system's identity");
        return new Guid(new ReadOnlySpan<byte>(arguments.Id, 16), bigEndian: true);
    }

    /// <summary>What btrfs tells of the subvolume that holds the folder.</summary>
    internal static unsafe SubvolumeFacts Facts(SafeFileHandle folder)
    {
        BtrfsRequests.SubvolumeArguments arguments = default;
        Ask(folder, BtrfsRequests.SubvolumeInfo, &arguments, "ask about a subvolume");
        ulong flags = 0;
        Ask(folder, BtrfsRequests.GetFlags, &flags, "ask for a subvolume's flags");
        return new SubvolumeFacts(
            arguments.TreeId,
            (flags & BtrfsRequests.ReadOnlyFlag) != 0,
            new Guid(new ReadOnlySpan<byte>(arguments.Uuid, 16), bigEndian: true),
            new Guid(new ReadOnlySpan<byte>(arguments.ParentUuid, 16), bigEndian: true));
    }

    /// <summary>The subvolumes that lie directly in the one whose top is given: number, and path below the top.</summary>
    internal static unsafe List<(ulong Id, RelativePath Path)> Children(SafeFileHandle top)
    {
        List<(ulong Id, RelativePath Path)> children = [];
        BtrfsRequests.RootRefArguments refs = default;
        bool isComplete = false;
        while (!isComplete)
        {
            isComplete = Libc.ioctl(top, BtrfsRequests.RootRefs, &refs) >= 0;
            if (!isComplete && Marshal.GetLastPInvokeError() != Errno.EOVERFLOW)
            {
                throw Errno.Last("list the subvolumes in a subvolume");
            }

            for (int i = 0; i < refs.Count; i++)
            {
                if (PlaceOf(top, refs.Pairs[2 * i], refs.Pairs[(2 * i) + 1]) is { } path)
                {
                    children.Add((refs.Pairs[2 * i], path));
                }

                refs.MinTreeId = refs.Pairs[2 * i] + 1;
            }
        }

        return children;
    }

    private static unsafe RelativePath? PlaceOf(SafeFileHandle top, ulong id, ulong folder)
    {
        BtrfsRequests.InodeLookupUserArguments lookup = new() { TreeId = id, FolderId = folder };
        if (Libc.ioctl(top, BtrfsRequests.InodeLookupUser, &lookup) >= 0)
        {
            return ToPath(Text(lookup.Path, 3824) + Text(lookup.Name, 256));
        }

        // It was removed since it was listed.
        return Marshal.GetLastPInvokeError() == Errno.ENOENT ? null : throw Errno.Last("ask for a subvolume's place");
    }

    private static RelativePath ToPath(string text) =>
        RelativePath.TryParse(text, out RelativePath path) ? path : throw Errno.Exception(Errno.ENOENT, "read a path that btrfs gave");

    private static unsafe string Text(byte* bytes, int size)
    {
        ReadOnlySpan<byte> all = new(bytes, size);
        int end = all.IndexOf((byte)0);
        return NameCodec.Decode(end < 0 ? all : all[..end]);
    }

    private static unsafe void Ask(SafeFileHandle folder, nuint request, void* arguments, string doing)
    {
        // Some requests answer 1 when all is well (SUBVOL_INFO does, on Linux 6.18): only a negative answer is a failure.
        if (Libc.ioctl(folder, request, arguments) < 0)
        {
            throw Errno.Last(doing);
        }
    }
}
