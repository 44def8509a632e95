using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SnapBack.Platform.Windows;

/// <summary>
/// The calls of Windows about volumes and where they are mounted
/// (https://learn.microsoft.com/windows/win32/fileio/volume-management-functions). Every answer is a plain value or null; the reason is then the thread's
/// last error (<see cref="Marshal.GetLastPInvokeError"/>).
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class VolumeCalls
{
    /// <summary>Form of a path that begins with a drive, or with <c>\\?\UNC\</c> on the network.</summary>
    public const uint VOLUME_NAME_DOS = 0x0;

    /// <summary>Form of a path that begins with <c>\\?\Volume{...}\</c>.</summary>
    public const uint VOLUME_NAME_GUID = 0x1;

    /// <summary>Form of a path that begins with <c>\Device\...</c>.</summary>
    public const uint VOLUME_NAME_NT = 0x2;

    /// <summary>GetDriveType: a CD or DVD.</summary>
    public const uint DRIVE_CDROM = 5;

    /// <summary>GetDriveType: on the network.</summary>
    public const uint DRIVE_REMOTE = 4;

    private const uint FILE_READ_ATTRIBUTES = 0x80;
    private const uint FILE_LIST_DIRECTORY = 0x1;
    private const uint ShareAll = 0x7;
    private const uint OPEN_EXISTING = 3;
    private const uint FILE_FLAG_BACKUP_SEMANTICS = 0x02000000;
    private const uint FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000;
    private const int ERROR_MORE_DATA = 234;
    private const int LongestPath = 32_768;
    private const int LongestGuidPath = 64;

    /// <summary>Opens a folder to ask about it; the handle is invalid when that is refused.</summary>
    /// <param name="path">Full path of any form.</param>
    /// <param name="isForListing">Whether it must be possible to list it.</param>
    /// <param name="isItself">Whether a link or mount point is opened as such instead of what it leads to.</param>
    public static SafeFileHandle OpenFolder(string path, bool isForListing, bool isItself) => CreateFile(
        LongForm(path),
        isForListing ? FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES : FILE_READ_ATTRIBUTES,
        ShareAll,
        0,
        OPEN_EXISTING,
        FILE_FLAG_BACKUP_SEMANTICS | (isItself ? FILE_FLAG_OPEN_REPARSE_POINT : 0),
        0);

    /// <summary>Where an open folder really lies, in one of the three forms above.</summary>
    public static string? FinalPath(SafeFileHandle folder, uint form)
    {
        char[] buffer = new char[LongestPath];
        fixed (char* text = buffer)
        {
            uint length = GetFinalPathNameByHandle(folder, text, LongestPath, form);
            return length is 0 or >= LongestPath ? null : new string(text, 0, (int)length);
        }
    }

    /// <summary>The mount point, with its trailing backslash, of the volume that a path lies on.</summary>
    public static string? MountPointOf(string path) => Ask(LongestPath, (text, length) => GetVolumePathName(path, (char*)text, length));

    /// <summary>The GUID path of the volume at a mount point; both with their trailing backslash.</summary>
    public static string? VolumeAt(string mountPoint) => Ask(LongestGuidPath, (text, length) => GetVolumeNameForVolumeMountPoint(mountPoint, (char*)text, length));

    /// <summary>All paths at which a volume is mounted; empty for none.</summary>
    public static IReadOnlyList<string> MountPointsOf(string volume)
    {
        uint length = 1024;
        while (true)
        {
            char[] buffer = new char[length];
            fixed (char* text = buffer)
            {
                uint needed;
                if (GetVolumePathNamesForVolumeName(volume, text, length, &needed) != 0)
                {
                    return new string(text, 0, (int)Math.Min(needed, length)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
                }

                if (Marshal.GetLastPInvokeError() != ERROR_MORE_DATA || needed <= length)
                {
                    return [];
                }

                length = needed;
            }
        }
    }

    /// <summary>The GUID paths of all volumes of this machine.</summary>
    public static IReadOnlyList<string> AllVolumes()
    {
        List<string> volumes = [];
        char* text = stackalloc char[LongestGuidPath];
        nint search = FindFirstVolume(text, LongestGuidPath);
        if (search == -1)
        {
            return volumes;
        }

        do
        {
            volumes.Add(new string(text));
        }
        while (FindNextVolume(search, text, LongestGuidPath) != 0);
        _ = FindVolumeClose(search);
        return volumes;
    }

    /// <summary>Name of the file system under a root with its trailing backslash; null when nothing can be told.</summary>
    public static string? FileSystemOf(string root) =>
        Ask(LongestGuidPath, (text, length) => GetVolumeInformation(root, null, 0, null, null, null, (char*)text, length));

    /// <summary>What kind of drive is under a root with its trailing backslash.</summary>
    [LibraryImport("kernel32", EntryPoint = "GetDriveTypeW", StringMarshalling = StringMarshalling.Utf16)]
    public static partial uint GetDriveType(string root);

    private static string? Ask(int length, Func<nint, uint, int> question)
    {
        char[] buffer = new char[length];
        fixed (char* text = buffer)
        {
            return question((nint)text, (uint)length) != 0 ? new string(text) : null;
        }
    }

    // Without the prefix a path of more than 259 characters is refused.
    private static string LongForm(string path) => path switch
    {
        [_, ':', '\\', ..] => @"\\?\" + path,
        ['\\', '\\', not ('?' or '.'), ..] => @"\\?\UNC\" + path[2..],
        _ => path,
    };

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    private static partial uint GetFinalPathNameByHandle(SafeFileHandle file, char* path, uint length, uint flags);

    [LibraryImport("kernel32", EntryPoint = "GetVolumePathNameW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int GetVolumePathName(string path, char* mountPoint, uint length);

    [LibraryImport("kernel32", EntryPoint = "GetVolumeNameForVolumeMountPointW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int GetVolumeNameForVolumeMountPoint(string mountPoint, char* volume, uint length);

    [LibraryImport("kernel32", EntryPoint = "GetVolumePathNamesForVolumeNameW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int GetVolumePathNamesForVolumeName(string volume, char* names, uint length, uint* needed);

    [LibraryImport("kernel32", EntryPoint = "GetVolumeInformationW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int GetVolumeInformation(
        string root, char* label, uint labelLength, uint* serial, uint* longestName, uint* flags, char* fileSystem, uint fileSystemLength);

    [LibraryImport("kernel32", EntryPoint = "FindFirstVolumeW", SetLastError = true)]
    private static partial nint FindFirstVolume(char* volume, uint length);

    [LibraryImport("kernel32", EntryPoint = "FindNextVolumeW", SetLastError = true)]
    private static partial int FindNextVolume(nint search, char* volume, uint length);

    [LibraryImport("kernel32", EntryPoint = "FindVolumeClose", SetLastError = true)]
    private static partial int FindVolumeClose(nint search);
}
