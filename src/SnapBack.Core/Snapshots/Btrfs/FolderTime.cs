using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>
/// The modification time of a folder on btrfs, kept over the one entry that this program adds to it or removes from it. A change by somebody else
/// in between wins: then nothing is put back. Every member throws <see cref="TreeException"/> for what the system refuses.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class FolderTime
{
    // A btrfs folder's size is the length of all its names, counted twice (btrfs_add_link in fs/btrfs/inode.c): it tells of anyone else's entry.
    private const long BytesPerByteOfName = 2;

    private readonly SafeFileHandle _folder;
    private readonly Look _before;
    private Look? _after;

    private FolderTime(SafeFileHandle folder)
    {
        _folder = folder;
        _before = LookAt(folder);
    }

    /// <summary>Remembers the time before the change.</summary>
    internal static FolderTime Of(SafeFileHandle folder) => new(folder);

    /// <summary>Looks at the folder right after an entry of that name was added.</summary>
    internal void Added(string name) => Changed(BytesPerByteOfName * NameCodec.Encode(name).Length);

    /// <summary>Looks at the folder right after the entry of that name was removed.</summary>
    internal void Removed(string name) => Changed(-BytesPerByteOfName * NameCodec.Encode(name).Length);

    /// <summary>Puts the time back, when nothing but that one entry changed the folder. Does it once; the second call does nothing.</summary>
    internal unsafe void PutBack()
    {
        if (_after is { } after && LookAt(_folder) == after)
        {
            Libc.Timespec* times = stackalloc Libc.Timespec[2];
            times[0] = new Libc.Timespec { Nanoseconds = Libc.UTIME_OMIT };
            times[1] = new Libc.Timespec { Seconds = _before.Seconds, Nanoseconds = _before.Nanoseconds };
            if (Libc.futimens(_folder, times) != 0)
            {
                throw Errno.Last("put back a folder's modification time");
            }
        }

        _after = null;
    }

    private static unsafe Look LookAt(SafeFileHandle folder)
    {
        Libc.Statx status;
        byte nothing = 0;
        return Libc.statx(folder, &nothing, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &status) == 0
            ? new Look(status.Modified.Seconds, status.Modified.Nanoseconds, (long)status.Size)
            : throw Errno.Last("ask for a folder's modification time");
    }

    private void Changed(long growth)
    {
        Look now = LookAt(_folder);
        _after = now.Size == _before.Size + growth ? now : null;
    }

    private readonly record struct Look(long Seconds, uint Nanoseconds, long Size);
}
