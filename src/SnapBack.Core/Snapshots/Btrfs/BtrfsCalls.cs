using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Paths;
using SnapBack.Platform.Linux;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>The kernel's side of <see cref="IBtrfsCalls"/>.</summary>
[SupportedOSPlatform("linux")]
internal sealed class BtrfsCalls : IBtrfsCalls
{
    /// <inheritdoc/>
    public void Flush(SafeFileHandle folder)
    {
        if (Libc.syncfs(folder) != 0)
        {
            throw Errno.Last("write out the file system");
        }
    }

    /// <inheritdoc/>
    public unsafe void SetOptions(SafeFileHandle mountPoint, IReadOnlyList<string> options)
    {
        byte nothing = 0;
        nint descriptor = Libc.fspick((nint)Libc.SYS_fspick, mountPoint, &nothing, Libc.FSPICK_CLOEXEC | Libc.FSPICK_EMPTY_PATH);
        if (descriptor < 0)
        {
            throw Errno.Last("open the file system's options");
        }

        using SafeFileHandle context = new(descriptor, ownsHandle: true);
        foreach (string option in options)
        {
            using CName name = new(option);
            fixed (byte* key = name)
            {
                Configure(context, Libc.FSCONFIG_SET_FLAG, key);
            }
        }

        Configure(context, Libc.FSCONFIG_CMD_RECONFIGURE, null);
    }

    /// <inheritdoc/>
    public unsafe void Snapshot(SafeFileHandle top, string name)
    {
        BtrfsRequests.VolumeArguments arguments = new() { Handle = top.DangerousGetHandle(), Flags = BtrfsRequests.ReadOnlyFlag };
        NameCodec.Encode(name).CopyTo(new Span<byte>(arguments.Name, 255));
        if (Libc.ioctl(top, BtrfsRequests.SnapshotCreate, &arguments) < 0)
        {
            throw Errno.Last("make the snapshot");
        }
    }

    /// <inheritdoc/>
    public unsafe void Destroy(SafeFileHandle folder, ulong subvolumeId)
    {
        BtrfsRequests.VolumeArguments arguments = new() { Flags = BtrfsRequests.ByIdFlag };
        *(ulong*)arguments.Name = subvolumeId;
        if (Libc.ioctl(folder, BtrfsRequests.SubvolumeDestroy, &arguments) < 0)
        {
            throw Errno.Last("delete the snapshot");
        }
    }

    private static unsafe void Configure(SafeFileHandle context, uint command, byte* key)
    {
        if (Libc.fsconfig((nint)Libc.SYS_fsconfig, context, command, key, null, 0) < 0)
        {
            throw Errno.Last("change the file system's options");
        }
    }
}
