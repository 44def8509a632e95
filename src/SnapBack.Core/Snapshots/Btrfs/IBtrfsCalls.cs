using Microsoft.Win32.SafeHandles;
using SnapBack.Errors;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>The four calls that change something: the seam at which tests make each step fail. They throw <see cref="TreeException"/>.</summary>
internal interface IBtrfsCalls
{
    /// <summary>Writes out what waits in memory, so that the snapshots that follow have little left to write.</summary>
    void Flush(SafeFileHandle folder);

    /// <summary>Sets options of a file system that have no value, all in one step; the folder is one at which it is mounted.</summary>
    void SetOptions(SafeFileHandle mountPoint, IReadOnlyList<string> options);

    /// <summary>Makes a read-only snapshot of the subvolume whose top is given, under that name in that same top.</summary>
    void Snapshot(SafeFileHandle top, string name);

    /// <summary>Deletes the subvolume with that number from the file system of the folder.</summary>
    void Destroy(SafeFileHandle folder, ulong subvolumeId);
}
