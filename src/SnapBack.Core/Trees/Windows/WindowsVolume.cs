using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Platform.Windows;

namespace SnapBack.Trees.Windows;

/// <summary>Which volume a handle's file lies on.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsVolume
{
    /// <summary>
    /// A number that tells volumes apart while they are mounted. The serial number alone does not: a cloned disk has its original's, and file numbers
    /// are counted alike on every volume.
    /// </summary>
    public static ulong NumberOf(SafeFileHandle handle) => ((ulong)NtFile.VolumeSerial(handle) << 32) | Fold(DeviceOf(handle));

    /// <summary>Identity for the record: it outlives the change of a drive letter.</summary>
    public static string IdentityOf(SafeFileHandle handle) => $"{NtFile.FileSystem(handle).Name}:{NtFile.VolumeSerial(handle):x8}";

    /// <summary>Opens the volume itself, to flush all of it; null when this process may not, or when it is another machine's.</summary>
    public static SafeFileHandle? Open(SafeFileHandle handle)
    {
        string name = PathIdentity.VolumeOf(handle).Volume;
        if (name.Length == 0)
        {
            return null;
        }

        // Without a backslash behind it the name means the volume and not its root folder.
        const uint Access = Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE;
        SafeFileHandle volume = Kernel32.CreateFile(
            name, Access, Ntdll.FILE_SHARE_READ | Ntdll.FILE_SHARE_WRITE, 0, Kernel32.OPEN_EXISTING, 0, 0);
        if (!volume.IsInvalid && Kernel32.FlushFileBuffers(volume))
        {
            return volume;
        }

        volume.Dispose();
        return null;
    }

    // \Device\HarddiskVolume3 of \Device\HarddiskVolume3\path.
    private static string DeviceOf(SafeFileHandle handle)
    {
        string? full = NtFile.FinalPath(handle, Kernel32.VOLUME_NAME_NT);
        string? below = NtFile.PathOnVolume(handle);
        return full is not null && below is not null && full.EndsWith(below, StringComparison.OrdinalIgnoreCase) ? full[..^below.Length] : string.Empty;
    }

    // FNV-1a; the same in every process.
    private static uint Fold(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ char.ToUpperInvariant(c)) * 16777619);
        }

        return hash;
    }
}
