using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SnapBack.Platform.Windows;

namespace SnapBack.Cli.Composition;

/// <summary>
/// A folder that others can't put things into. Logs are written with this program's rights: in a folder of somebody else, a planted
/// link would make root append to any file.
/// </summary>
internal static partial class PrivateFolder
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const uint BasicStats = 0x7ff;
    private const int OwnerOffset = 20; // stx_uid, see statx(2)
    private const int ModeOffset = 28; // stx_mode
    private const int KindMask = 0xF000;
    private const int Directory = 0x4000;
    private const int WritableByOthers = 0x12; // group and others

    /// <summary>Makes the folder (mode 0700; on Windows for administrators, and for this account where it is none) with its parents, or checks the one that is there.</summary>
    /// <exception cref="IOException">It can't be made, is a link, or belongs to or can be written by others.</exception>
    /// <exception cref="UnauthorizedAccessException">Rights are missing.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            MakeOnWindows(path);
            return;
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        // The parent first: a mode is given to the last folder of a path only.
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly);
        System.IO.Directory.CreateDirectory(path, OwnerOnly);
        Check(path);
    }

    [SupportedOSPlatform("windows")]
    private static void MakeOnWindows(string path)
    {
        PrivateAccess.MakeFolder(path);
        if (Environment.IsPrivilegedProcess && PrivateAccess.WhyNotTrusted(path, isFolder: true) is { } why)
        {
            throw new IOException($"the folder {why}");
        }
    }

    private static void Check(string path)
    {
        Span<byte> status = stackalloc byte[256];
        if (Status(CurrentFolder, path, NoFollow, BasicStats, ref MemoryMarshal.GetReference(status)) != 0)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        }

        uint owner = BinaryPrimitives.ReadUInt32LittleEndian(status[OwnerOffset..]);
        int mode = BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]);
        if ((mode & KindMask) != Directory)
        {
            throw new IOException("the folder is a link");
        }

        if ((owner != 0 && owner != EffectiveUser()) || (mode & WritableByOthers) != 0)
        {
            throw new IOException("the folder belongs to another user or can be written by others");
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
