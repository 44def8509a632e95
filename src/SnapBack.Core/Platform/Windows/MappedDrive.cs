using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Platform.Windows;

/// <summary>Drive letters that stand for a share. They belong to a logon session: neither SYSTEM nor an elevated console sees those of a user.</summary>
[SupportedOSPlatform("windows")]
public static unsafe partial class MappedDrive
{
    private const int MostCharacters = 1024;

    /// <summary>The path without its drive letter, such as <c>\\server\share\folder</c>; null when its drive is none of these.</summary>
    /// <param name="path">A full path.</param>
    public static string? Resolve(string path)
    {
        if (path.Length < 2 || path[1] != ':')
        {
            return null;
        }

        // https://learn.microsoft.com/windows/win32/api/winnetwk/nf-winnetwk-wnetgetconnectionw: 0 means that the letter is a share.
        char* share = stackalloc char[MostCharacters];
        uint length = MostCharacters;
        return WNetGetConnectionW(path[..2], share, &length) == 0 ? new string(share) + path[2..] : null;
    }

    [LibraryImport("mpr.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial uint WNetGetConnectionW(string localName, char* remoteName, uint* length);
}
