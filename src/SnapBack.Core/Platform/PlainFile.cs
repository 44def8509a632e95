using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using SnapBack.Platform.Linux;

namespace SnapBack.Platform;

/// <summary>
/// Opens a file that somebody named, to read it. A pipe is refused instead of waited for: opening one blocks until somebody writes into it
/// (https://man7.org/linux/man-pages/man7/fifo.7.html), and no signal ends that.
/// </summary>
internal static class PlainFile
{
    private const int ENOENT = 2;
    private const int EACCES = 13;
    private const int ENOTDIR = 20;

    // Where a shell hands over the other end of its pipe, as in <(command): somebody is writing there.
    private static readonly string[] HandedOver = ["/dev/fd/", "/proc/self/fd/", "/dev/stdin"];

    /// <summary>Opens it; links are followed. Others may go on writing and renaming it.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="takesStreams">Whether what a shell hands over as a file, with somebody at its other end, is taken too.</param>
    /// <exception cref="IOException">It can't be opened, or is no plain file.</exception>
    /// <exception cref="UnauthorizedAccessException">Rights are missing.</exception>
    public static FileStream Open(string path, bool takesStreams = false) =>
        !OperatingSystem.IsLinux() || (takesStreams && Array.Exists(HandedOver, start => path.StartsWith(start, StringComparison.Ordinal)))
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : OpenOnLinux(path);

    /// <summary>True when something else than a plain file lies there: a folder, a pipe, a device. Links are followed.</summary>
    /// <param name="path">Full path.</param>
    public static bool IsOther(string path) => OperatingSystem.IsLinux() ? IsOtherOnLinux(path) : Directory.Exists(path);

    [SupportedOSPlatform("linux")]
    private static unsafe bool IsOtherOnLinux(string path)
    {
        using CName name = new(path);
        Libc.Statx status;
        fixed (byte* bytes = name)
        {
            return Libc.statx(Libc.AT_FDCWD, bytes, 0, Libc.STATX_BASIC_STATS, &status) == 0 && (status.Mode & Libc.S_IFMT) != Libc.S_IFREG;
        }
    }

    [SupportedOSPlatform("linux")]
    private static unsafe FileStream OpenOnLinux(string path)
    {
        // A look first, because opening alone makes some devices act; then at what was opened.
        if (IsOtherOnLinux(path))
        {
            throw NoPlainFile();
        }

        using CName name = new(path);
        int descriptor;
        fixed (byte* bytes = name)
        {
            descriptor = Libc.open(bytes, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        }

        if (descriptor < 0)
        {
            throw WhyNot(Marshal.GetLastPInvokeError(), path);
        }

        SafeFileHandle? handle = new(descriptor, ownsHandle: true);
        try
        {
            byte empty = 0;
            Libc.Statx status;
            if (Libc.statx(handle, &empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &status) != 0 || (status.Mode & Libc.S_IFMT) != Libc.S_IFREG)
            {
                throw NoPlainFile();
            }

            FileStream file = new(handle, FileAccess.Read);
            handle = null;
            return file;
        }
        finally
        {
            handle?.Dispose();
        }
    }

    private static IOException NoPlainFile() => new("it is no plain file");

    private static Exception WhyNot(int errno, string path) => errno switch
    {
        ENOENT => new FileNotFoundException(Marshal.GetPInvokeErrorMessage(errno), path),
        ENOTDIR => new DirectoryNotFoundException(Marshal.GetPInvokeErrorMessage(errno)),
        EACCES => new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(errno)),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(errno)),
    };
}
