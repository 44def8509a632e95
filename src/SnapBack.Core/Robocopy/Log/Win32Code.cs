using SnapBack.Errors;

namespace SnapBack.Robocopy.Log;

/// <summary>
/// The Win32 code that stands for a kind of failure where there is none: on Linux, and for what this program itself finds out. Readers of these logs
/// know Win32 codes only (https://learn.microsoft.com/windows/win32/debug/system-error-codes).
/// </summary>
public static class Win32Code
{
    /// <summary>The code for a kind.</summary>
    public static int Of(ErrorKind kind) => kind switch
    {
        ErrorKind.AccessDenied => 5, // ERROR_ACCESS_DENIED
        ErrorKind.InUse => 32, // ERROR_SHARING_VIOLATION
        ErrorKind.NotFound => 2, // ERROR_FILE_NOT_FOUND
        ErrorKind.PathTooLong => 206, // ERROR_FILENAME_EXCED_RANGE
        ErrorKind.InvalidName => 123, // ERROR_INVALID_NAME
        ErrorKind.DiskFull => 112, // ERROR_DISK_FULL
        ErrorKind.FileTooLarge => 223, // ERROR_FILE_TOO_LARGE
        ErrorKind.ReadOnly => 19, // ERROR_WRITE_PROTECT
        ErrorKind.Network => 59, // ERROR_UNEXP_NET_ERR
        ErrorKind.ReadFault => 30, // ERROR_READ_FAULT
        ErrorKind.WriteFault => 29, // ERROR_WRITE_FAULT
        ErrorKind.NotSupported => 50, // ERROR_NOT_SUPPORTED
        ErrorKind.LinkInPath => 1920, // ERROR_CANT_ACCESS_FILE
        ErrorKind.WrongKind => 267, // ERROR_DIRECTORY
        ErrorKind.ChangedWhileRead => 33, // ERROR_LOCK_VIOLATION
        ErrorKind.MetadataNotApplied => 5, // ERROR_ACCESS_DENIED
        ErrorKind.VerifyMismatch => 23, // ERROR_CRC
        ErrorKind.SnapshotLost => 55, // ERROR_DEV_NOT_EXIST
        ErrorKind.OutOfResources => 1450, // ERROR_NO_SYSTEM_RESOURCES
        ErrorKind.Encrypted => 6002, // ERROR_FILE_ENCRYPTED
        ErrorKind.Conflict => 80, // ERROR_FILE_EXISTS
        _ => 31, // ERROR_GEN_FAILURE
    };
}
