using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Paths;
using SnapBack.Platform.Windows;

namespace SnapBack.Snapshots.Vss;

/// <summary>The volumes of this machine, asked anew each time. Thread-safe.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsVolumes : IVolumes
{
    private const string VolumePrefix = @"\\?\Volume{";
    private const string NetworkPrefix = @"\\?\UNC\";
    private const string ShadowCopyMark = @"\HarddiskVolumeShadowCopy";
    private const int LongestDriveRoot = 3;

    // How a device is named in a path that a person writes, and in the system's own.
    private static readonly string[] DevicePrefixes = [@"\\?\GLOBALROOT\Device", @"\\.\GLOBALROOT\Device", @"\\?", @"\\.", @"\Device"];

    /// <inheritdoc/>
    public VolumePlace Find(string path)
    {
        if (TryShadowCopy(path) is { } written)
        {
            return written;
        }

        using SafeFileHandle folder = VolumeCalls.OpenFolder(path, isForListing: false, isItself: false);
        if (folder.IsInvalid)
        {
            throw Refused(path);
        }

        if (VolumeCalls.FinalPath(folder, VolumeCalls.VOLUME_NAME_NT) is { } device && TryShadowCopy(device) is { } found)
        {
            return found;
        }

        return TryVolume(folder) ?? TryNetwork(folder) ?? ByMountPoint(path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<VolumeMount> Mounts()
    {
        List<VolumeMount> mounts = [];
        foreach (string volume in VolumeCalls.AllVolumes())
        {
            foreach (string folder in VolumeCalls.MountPointsOf(volume).Where(point => point.Length > LongestDriveRoot))
            {
                if (TryFindMount(folder.TrimEnd('\\')) is { } host)
                {
                    mounts.Add(new VolumeMount(host.Volume, host.Path, volume));
                }
            }
        }

        return mounts;
    }

    /// <inheritdoc/>
    public bool CanOpen(string root)
    {
        using SafeFileHandle folder = VolumeCalls.OpenFolder(root, isForListing: true, isItself: false);
        return !folder.IsInvalid;
    }

    /// <summary>The place of a path in a shadow copy, told by its text; null for any other path.</summary>
    internal static VolumePlace? TryShadowCopy(string path)
    {
        foreach (string prefix in DevicePrefixes)
        {
            if (!path.StartsWith(prefix + ShadowCopyMark, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            int end = path.IndexOf('\\', prefix.Length + ShadowCopyMark.Length);
            string number = end < 0 ? path[(prefix.Length + ShadowCopyMark.Length)..] : path[(prefix.Length + ShadowCopyMark.Length)..end];
            return number.Length == 0 || !number.All(char.IsAsciiDigit)
                ? null
                : new VolumePlace(string.Empty, "a shadow copy", PathOf(end < 0 ? string.Empty : path[end..])) { IsShadowCopy = true };
        }

        return null;
    }

    private static SnapshotException Refused(string path) => new(
        $"'{DisplayText.Escape(path)}' can't be looked at: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()).TrimEnd('.')}.",
        "Check that it is there and that this account may read it.");

    private static VolumePlace? TryVolume(SafeFileHandle folder) =>
        VolumeCalls.FinalPath(folder, VolumeCalls.VOLUME_NAME_GUID) is { } path && path.StartsWith(VolumePrefix, StringComparison.OrdinalIgnoreCase)
            ? OnVolume(path[..(path.IndexOf('\\', VolumePrefix.Length) + 1)], path[path.IndexOf('\\', VolumePrefix.Length)..])
            : null;

    private static VolumePlace? TryNetwork(SafeFileHandle folder) =>
        VolumeCalls.FinalPath(folder, VolumeCalls.VOLUME_NAME_DOS) is { } path && path.StartsWith(NetworkPrefix, StringComparison.OrdinalIgnoreCase)
            ? OnNetwork(@"\\" + path[NetworkPrefix.Length..])
            : null;

    // Where the system gives no final path: by the text alone.
    private static VolumePlace ByMountPoint(string path)
    {
        if (VolumeCalls.MountPointOf(path) is not { } mountPoint)
        {
            throw Refused(path);
        }

        string rest = path.Length > mountPoint.Length ? path[(mountPoint.Length - 1)..] : string.Empty;
        return VolumeCalls.GetDriveType(mountPoint) == VolumeCalls.DRIVE_REMOTE ? OnNetwork(path)
            : VolumeCalls.VolumeAt(mountPoint) is { } volume ? OnVolume(volume, rest)
            : throw Refused(path);
    }

    private static VolumePlace OnNetwork(string path) => new(string.Empty, path, RelativePath.Root)
    {
        WhyNot = $"It lies on the network ('{DisplayText.Escape(path)}'), and Windows makes snapshots of this machine's own volumes only. Run the backup on the machine that has it.",
    };

    private static VolumePlace OnVolume(string volume, string below) => new(volume, VolumeCalls.MountPointsOf(volume) is [var first, ..] ? first : volume, PathOf(below))
    {
        FileSystem = VolumeCalls.FileSystemOf(volume) ?? string.Empty,
        WhyNot = VolumeCalls.GetDriveType(volume) == VolumeCalls.DRIVE_CDROM ? "It is a CD or DVD, of which no snapshots are made." : null,
    };

    // The folder itself, not what is seen in it.
    private static VolumePlace? TryFindMount(string folder)
    {
        using SafeFileHandle mount = VolumeCalls.OpenFolder(folder, isForListing: false, isItself: true);
        return mount.IsInvalid ? null : TryVolume(mount);
    }

    private static RelativePath PathOf(string below) =>
        below.Split('\\', StringSplitOptions.RemoveEmptyEntries).Aggregate(RelativePath.Root, (path, name) => path.Child(name));
}
