using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>The three calls that change something: the seam at which tests make each step fail. They throw <see cref="TreeException"/>.</summary>
internal interface IBtrfsCalls
{
    /// <summary>Writes out what waits in memory, so that the snapshots that follow have little left to write.</summary>
    void Flush(SafeFileHandle folder);

    /// <summary>Makes a read-only snapshot of the subvolume whose top is given, under that name in that same top.</summary>
    void Snapshot(SafeFileHandle top, string name);

    /// <summary>Deletes the subvolume with that number from the file system of the folder.</summary>
    void Destroy(SafeFileHandle folder, ulong subvolumeId);
}
