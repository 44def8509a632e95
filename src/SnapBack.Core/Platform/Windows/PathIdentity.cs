using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Paths;

namespace SnapBack.Platform.Windows;

/// <summary>Which file or folder a path of Windows leads to: through links, junctions, substituted drives and mounted volumes.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class PathIdentity
{
    private const int MostVolumeChars = 64;

    /// <summary>Reads the identity of what a path leads to; <paramref name="error"/> is the Win32 error when that fails.</summary>
    public static bool TryRead(string path, bool followLinks, [NotNullWhen(true)] out FileIdentity? identity, out int error)
    {
        identity = null;
        using SafeFileHandle handle = Open(path, followLinks);
        error = handle.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        if (error != 0)
        {
            return false;
        }

        int status = NtFile.Facts(handle, out FileFacts facts);
        if (status < 0)
        {
            error = Win32Error.CodeOf(status);
            return false;
        }

        bool isLink = facts.IsReparsePoint && facts.Tag is ReparseTag.SYMLINK or ReparseTag.MOUNT_POINT;
        identity = new FileIdentity(NtFile.VolumeSerial(handle), facts.FileId, 0, facts.IsDirectory && !isLink, isLink) { Volume = VolumeOf(handle).Volume };
        return true;
    }

    /// <summary>The path without links and substituted drives; null when it can't be found out.</summary>
    public static string? RealPath(string path)
    {
        using SafeFileHandle handle = Open(path, followLinks: true);
        if (handle.IsInvalid)
        {
            return null;
        }

        // A volume without a letter has no path of the first form.
        return (NtFile.FinalPath(handle, Kernel32.VOLUME_NAME_DOS) ?? NtFile.FinalPath(handle, Kernel32.VOLUME_NAME_GUID)) is { } real
            ? WindowsPath.ToDisplay(real)
            : null;
    }

    /// <summary>The volume that a path lies on, by its own name <c>\\?\Volume{...}</c>, and where on it; empty for another machine's.</summary>
    public static (string Volume, string Path) PlaceOf(string path)
    {
        using SafeFileHandle handle = Open(path, followLinks: true);
        return handle.IsInvalid ? (string.Empty, string.Empty) : VolumeOf(handle);
    }

    /// <summary>
    /// The folders at which volumes are mounted, drive letters included (https://learn.microsoft.com/windows/win32/fileio/volume-management-functions);
    /// without those that can't be asked.
    /// </summary>
    public static IReadOnlyList<(string Volume, string Folder)> Mounts()
    {
        List<(string, string)> mounts = [];
        char* name = stackalloc char[MostVolumeChars];
        nint find = Kernel32.FindFirstVolume(name, MostVolumeChars);
        if (find == -1)
        {
            return mounts;
        }

        do
        {
            string volume = new(name);
            mounts.AddRange(FoldersOf(volume).Select(folder => (volume.TrimEnd('\\'), folder)));
        }
        while (Kernel32.FindNextVolume(find, name, MostVolumeChars));
        _ = Kernel32.FindVolumeClose(find);
        return mounts;
    }

    private static string[] FoldersOf(string volume)
    {
        char[] names = new char[32 * 1024];
        fixed (char* buffer = names)
        {
            return Kernel32.GetVolumePathNamesForVolumeName(volume, buffer, (uint)names.Length, out _)
                ? new string(names).Split('\0', StringSplitOptions.RemoveEmptyEntries)
                : [];
        }
    }

    private static SafeFileHandle Open(string path, bool followLinks)
    {
        uint flags = Kernel32.FILE_FLAG_BACKUP_SEMANTICS | (followLinks ? 0 : Kernel32.FILE_FLAG_OPEN_REPARSE_POINT);
        return Kernel32.CreateFile(WindowsPath.ToDevice(path), Ntdll.FILE_READ_ATTRIBUTES, Ntdll.FILE_SHARE_ALL, 0, Kernel32.OPEN_EXISTING, flags, 0);
    }

    /// <summary>The same of an open file.</summary>
    public static (string Volume, string Path) VolumeOf(SafeFileHandle handle)
    {
        string? full = NtFile.FinalPath(handle, Kernel32.VOLUME_NAME_GUID);
        int end = full?.IndexOf('}', StringComparison.Ordinal) ?? -1;
        return full is null || end < 0 ? (string.Empty, string.Empty) : (full[..(end + 1)], full[(end + 1)..]);
    }
}
