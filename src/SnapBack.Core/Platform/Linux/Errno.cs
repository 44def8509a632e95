using System.Runtime.InteropServices;
using SnapBack.Errors;

namespace SnapBack.Platform.Linux;

/// <summary>The one place where Linux error numbers become this program's kinds of error (https://man7.org/linux/man-pages/man3/errno.3.html).</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int EXDEV = 18;
    public const int ENODEV = 19;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOTTY = 25;
    public const int ETXTBSY = 26;
    public const int EFBIG = 27;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int ERANGE = 34;
    public const int ENAMETOOLONG = 36;
    public const int ENOSYS = 38;
    public const int ENOTEMPTY = 39;
    public const int ELOOP = 40;
    public const int ENODATA = 61;
    public const int EOVERFLOW = 75;
    public const int EOPNOTSUPP = 95;
    public const int ENETUNREACH = 101;
    public const int ETIMEDOUT = 110;
    public const int EHOSTDOWN = 112;
    public const int EHOSTUNREACH = 113;
    public const int ESTALE = 116;
    public const int EDQUOT = 122;

    /// <summary>An exception for the error of the last call on this thread.</summary>
    public static TreeException Last(string phase) => Exception(Marshal.GetLastPInvokeError(), phase);

    /// <summary>An exception for a given error number.</summary>
    public static TreeException Exception(int errno, string phase) =>
        new(new ActionError(KindOf(errno, phase), errno, phase, Marshal.GetPInvokeErrorMessage(errno)));

    private static ErrorKind KindOf(int errno, string phase) => errno switch
    {
        EPERM or EACCES => ErrorKind.AccessDenied,
        ENOENT => ErrorKind.NotFound,
        EBUSY or ETXTBSY or EAGAIN => ErrorKind.InUse,
        ENOTDIR or EISDIR or EEXIST or ENOTEMPTY => ErrorKind.WrongKind,
        ELOOP or EXDEV => ErrorKind.LinkInPath,
        ENAMETOOLONG => ErrorKind.PathTooLong,
        EINVAL => ErrorKind.InvalidName,
        ENOSPC or EDQUOT => ErrorKind.DiskFull,
        EFBIG => ErrorKind.FileTooLarge,
        EROFS => ErrorKind.ReadOnly,
        EIO => phase.StartsWith("read", StringComparison.Ordinal) || phase.StartsWith("list", StringComparison.Ordinal) ? ErrorKind.ReadFault : ErrorKind.WriteFault,
        ETIMEDOUT or ENETUNREACH or EHOSTDOWN or EHOSTUNREACH or ESTALE => ErrorKind.Network,
        EMFILE or ENFILE or ENOMEM => ErrorKind.OutOfResources,
        EOPNOTSUPP or ENOSYS or ENOTTY => ErrorKind.NotSupported,
        ENODEV => ErrorKind.SnapshotLost,
        _ => ErrorKind.Unknown,
    };
}
