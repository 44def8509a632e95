using SnapBack.Platform.Windows;

namespace SnapBack.Platform;

/// <summary>Room on a volume.</summary>
public static class VolumeSpace
{
    /// <summary>
    /// Bytes that this account may still write on the volume under an existing folder (full path), and the size of the volume as this account sees it; null
    /// when the system does not tell.
    /// </summary>
    public static (long Free, long Total)? Read(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return Kernel32.GetDiskFreeSpaceEx(folder.EndsWith('\\') ? folder : folder + '\\', out ulong mine, out ulong all, out _)
                ? ((long)Math.Min(mine, long.MaxValue), (long)Math.Min(all, long.MaxValue))
                : null;
        }

        try
        {
            DriveInfo volume = new(folder);
            return (volume.AvailableFreeSpace, volume.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
