using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SnapBack.Cli.Composition;

/// <summary>
/// Opens a log file that a command line names. It is emptied or grows, so it must be what it seems to be: a link in its place is never followed, a
/// device or pipe is not written to, and where this program has more rights than others nobody else's link leads to it on the way.
/// </summary>
internal static partial class LogFileOpening
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint BasicStats = 0x7ff;
    private const int LinkCountOffset = 16; // stx_nlink, see statx(2)
    private const int OwnerOffset = 20; // stx_uid
    private const int ModeOffset = 28; // stx_mode
    private const int KindMask = 0xF000;
    private const int PlainFile = 0x8000;
    private const int Link = 0xA000;
    private const int WriteOnly = 1; // O_WRONLY, see open(2)
    private const int Create = 0x40; // O_CREAT
    private const int AtEnd = 0x400; // O_APPEND: what two runs write at once stands one after the other
    private const int DoNotWait = 0x800; // O_NONBLOCK: a pipe without a reader fails
    private const int CloseOnExecute = 0x80000; // O_CLOEXEC
    private const uint UsualMode = 0x1B4; // 0664, less what the umask takes

    /// <summary>True for the device that swallows everything, which is a good place for a log that nobody wants.</summary>
    public static bool IsNowhere(string path) =>
        OperatingSystem.IsWindows() ? string.Equals(Path.GetFileName(path), "NUL", StringComparison.OrdinalIgnoreCase) || path is @"\\.\NUL" : path is "/dev/null";

    /// <summary>Opens the file for writing at its end, emptied unless <paramref name="isAppended"/>.</summary>
    /// <exception cref="IOException">It can't be opened, or is not what a log may be written to; nothing was changed in it.</exception>
    /// <exception cref="UnauthorizedAccessException">Rights are missing.</exception>
    public static FileStream Open(string path, bool isAppended)
    {
        FileStream file = OperatingSystem.IsWindows() ? OpenOnWindows(path) : OpenOnLinux(path);
        try
        {
            if (!isAppended)
            {
                file.SetLength(0);
            }

            file.Seek(0, SeekOrigin.End);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream OpenOnWindows(string path)
    {
        if (path.StartsWith(@"\\.\", StringComparison.Ordinal))
        {
            throw new IOException("it is a device");
        }

        if (new FileInfo(path) is { Exists: true, LinkTarget: not null })
        {
            throw new IOException("it is a link");
        }

        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
    }

    private static FileStream OpenOnLinux(string path)
    {
        RefuseLinksOfOthers(path);
        SafeFileHandle? handle = Open(path, WriteOnly | Create | AtEnd | DoNotWait | CloseOnExecute | NoFollowFlag, UsualMode);
        try
        {
            if (handle.IsInvalid)
            {
                throw WhyNot(Marshal.GetLastPInvokeError());
            }

            Check(handle);

            // Whatever was swapped since the first look shows in where the handle leads: only then is it worth a second one.
            if (File.ResolveLinkTarget($"/proc/self/fd/{handle.DangerousGetHandle()}", returnFinalTarget: false)?.FullName != path)
            {
                RefuseLinksOfOthers(path);
            }

            FileStream file = new(handle, FileAccess.Write, bufferSize: 1);
            handle = null;
            return file;
        }
        finally
        {
            handle?.Dispose();
        }
    }

    // EPERM, EACCES; ELOOP is what O_NOFOLLOW finds.
    private static Exception WhyNot(int errno) => errno switch
    {
        1 or 13 => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(errno)),
        40 => new IOException("it is a link"),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(errno)),
    };

    // Whoever may not write where the links lead could let a privileged run do it.
    private static void RefuseLinksOfOthers(string path)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        Span<byte> status = stackalloc byte[256];
        for (string? above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (Status(CurrentFolder, above, NoFollow, BasicStats, ref MemoryMarshal.GetReference(status)) == 0
                && (Mode(status) & KindMask) == Link
                && BinaryPrimitives.ReadUInt32LittleEndian(status[OwnerOffset..]) != 0)
            {
                throw new IOException($"'{Paths.DisplayText.Escape(above)}' is a link of another user");
            }
        }
    }

    private static void Check(SafeFileHandle handle)
    {
        Span<byte> status = stackalloc byte[256];
        if (Status(handle, string.Empty, EmptyPath, BasicStats, ref MemoryMarshal.GetReference(status)) != 0)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        }

        if ((Mode(status) & KindMask) != PlainFile)
        {
            throw new IOException("it is not a plain file");
        }

        // A second name may be the one that counts: somebody's link to a file that he may not write.
        if (Environment.IsPrivilegedProcess && BinaryPrimitives.ReadUInt32LittleEndian(status[LinkCountOffset..]) > 1)
        {
            throw new IOException("the file has other names (hard links) as well");
        }
    }

    private static int Mode(ReadOnlySpan<byte> status) => BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]);

    // O_NOFOLLOW differs between x86 and arm.
    private static int NoFollowFlag => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(SafeFileHandle folder, string path, int flags, uint mask, ref byte buffer);
}
