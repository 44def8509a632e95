using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Paths;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>The kernel's side of <see cref="IBtrfsCalls"/>.</summary>
[SupportedOSPlatform("linux")]
internal sealed class BtrfsCalls : IBtrfsCalls
{
    /// <inheritdoc/>
    public void Flush(SafeFileHandle folder)
    {
        if (Libc.SyncFs(folder) != 0)
        {
            throw NativeCallException.Last("write out the file system");
        }
    }

    /// <inheritdoc/>
    public unsafe void Snapshot(SafeFileHandle top, string name)
    {
        BtrfsRequests.VolumeArguments arguments = new() { Handle = top.DangerousGetHandle(), Flags = BtrfsRequests.ReadOnlyFlag };
        NameCodec.Encode(name).CopyTo(new Span<byte>(arguments.Name, 255));
        if (Libc.IoControl(top, BtrfsRequests.SnapshotCreate, &arguments) < 0)
        {
            throw NativeCallException.Last("make the snapshot");
        }
    }

    /// <inheritdoc/>
    public unsafe void Destroy(SafeFileHandle folder, ulong subvolumeId)
    {
        BtrfsRequests.VolumeArguments arguments = new() { Flags = BtrfsRequests.ByIdFlag };
        *(ulong*)arguments.Name = subvolumeId;
        if (Libc.IoControl(folder, BtrfsRequests.SubvolumeDestroy, &arguments) < 0)
        {
            throw NativeCallException.Last("delete the snapshot");
        }
    }
}
