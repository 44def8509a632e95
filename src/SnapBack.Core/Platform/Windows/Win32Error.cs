using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SnapBack.Errors;

namespace SnapBack.Platform.Windows;

/// <summary>
/// The one place where Windows error codes become this program's kinds of error
/// (https://learn.microsoft.com/windows/win32/debug/system-error-codes). Results of the native calls (NTSTATUS,
/// https://learn.microsoft.com/openspecs/windows_protocols/ms-erref) are first turned into those codes, as the system itself does it.
/// </summary>
internal static class Win32Error
{
    public const int ERROR_SUCCESS = 0;
    public const int ERROR_FILE_NOT_FOUND = 2;
    public const int ERROR_PATH_NOT_FOUND = 3;
    public const int ERROR_TOO_MANY_OPEN_FILES = 4;
    public const int ERROR_ACCESS_DENIED = 5;
    public const int ERROR_NOT_ENOUGH_MEMORY = 8;
    public const int ERROR_OUTOFMEMORY = 14;
    public const int ERROR_INVALID_DRIVE = 15;
    public const int ERROR_WRITE_PROTECT = 19;
    public const int ERROR_NOT_READY = 21;
    public const int ERROR_CRC = 23;
    public const int ERROR_SECTOR_NOT_FOUND = 27;
    public const int ERROR_WRITE_FAULT = 29;
    public const int ERROR_READ_FAULT = 30;
    public const int ERROR_GEN_FAILURE = 31;
    public const int ERROR_SHARING_VIOLATION = 32;
    public const int ERROR_LOCK_VIOLATION = 33;
    public const int ERROR_HANDLE_DISK_FULL = 39;
    public const int ERROR_NOT_SUPPORTED = 50;
    public const int ERROR_REM_NOT_LIST = 51;
    public const int ERROR_BAD_NETPATH = 53;
    public const int ERROR_NETWORK_BUSY = 54;
    public const int ERROR_DEV_NOT_EXIST = 55;
    public const int ERROR_ADAP_HDW_ERR = 57;
    public const int ERROR_UNEXP_NET_ERR = 59;
    public const int ERROR_NETNAME_DELETED = 64;
    public const int ERROR_NETWORK_ACCESS_DENIED = 65;
    public const int ERROR_BAD_NET_NAME = 67;
    public const int ERROR_FILE_EXISTS = 80;
    public const int ERROR_INVALID_PARAMETER = 87;
    public const int ERROR_DISK_FULL = 112;
    public const int ERROR_SEM_TIMEOUT = 121;
    public const int ERROR_INVALID_NAME = 123;
    public const int ERROR_DIR_NOT_EMPTY = 145;
    public const int ERROR_BAD_PATHNAME = 161;
    public const int ERROR_BUSY = 170;
    public const int ERROR_ALREADY_EXISTS = 183;
    public const int ERROR_FILENAME_EXCED_RANGE = 206;
    public const int ERROR_FILE_TOO_LARGE = 223;
    public const int ERROR_VIRUS_INFECTED = 225;
    public const int ERROR_VIRUS_DELETED = 226;
    public const int ERROR_DIRECTORY = 267;
    public const int ERROR_DELETE_PENDING = 303;
    public const int ERROR_DIRECTORY_NOT_SUPPORTED = 336;
    public const int ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING = 362;
    public const int ERROR_OPLOCK_NOT_GRANTED = 300;
    public const int ERROR_NO_SUCH_DEVICE = 433;
    public const int ERROR_STOPPED_ON_SYMLINK = 681;
    public const int ERROR_IO_DEVICE = 1117;
    public const int ERROR_DISK_OPERATION_FAILED = 1127;
    public const int ERROR_TOO_MANY_LINKS = 1142;
    public const int ERROR_DEVICE_NOT_CONNECTED = 1167;
    public const int ERROR_CANCELLED = 1223;
    public const int ERROR_USER_MAPPED_FILE = 1224;
    public const int ERROR_CONNECTION_ABORTED = 1236;
    public const int ERROR_NETWORK_UNREACHABLE = 1231;
    public const int ERROR_HOST_UNREACHABLE = 1232;
    public const int ERROR_DISK_QUOTA_EXCEEDED = 1295;
    public const int ERROR_NOT_ALL_ASSIGNED = 1300;
    public const int ERROR_INVALID_OWNER = 1307;
    public const int ERROR_PRIVILEGE_NOT_HELD = 1314;
    public const int ERROR_FILE_CORRUPT = 1392;
    public const int ERROR_DISK_CORRUPT = 1393;
    public const int ERROR_NO_SYSTEM_RESOURCES = 1450;
    public const int ERROR_TIMEOUT = 1460;
    public const int ERROR_DEVICE_REMOVED = 1617;
    public const int ERROR_CANT_ACCESS_FILE = 1920;
    public const int ERROR_REPARSE_TAG_INVALID = 4393;
    public const int ERROR_REPARSE_POINT_ENCOUNTERED = 4395;
    public const int ERROR_FILE_ENCRYPTED = 6002;

    public const int STATUS_SUCCESS = 0;
    public const int STATUS_BUFFER_OVERFLOW = unchecked((int)0x80000005);
    public const int STATUS_NO_MORE_FILES = unchecked((int)0x80000006);
    public const int STATUS_STOPPED_ON_SYMLINK = unchecked((int)0x8000002D);
    public const int STATUS_NOT_IMPLEMENTED = unchecked((int)0xC0000002);
    public const int STATUS_INVALID_INFO_CLASS = unchecked((int)0xC0000003);
    public const int STATUS_INFO_LENGTH_MISMATCH = unchecked((int)0xC0000004);
    public const int STATUS_INVALID_PARAMETER = unchecked((int)0xC000000D);
    public const int STATUS_NO_SUCH_DEVICE = unchecked((int)0xC000000E);
    public const int STATUS_NO_SUCH_FILE = unchecked((int)0xC000000F);
    public const int STATUS_INVALID_DEVICE_REQUEST = unchecked((int)0xC0000010);
    public const int STATUS_END_OF_FILE = unchecked((int)0xC0000011);
    public const int STATUS_ACCESS_DENIED = unchecked((int)0xC0000022);
    public const int STATUS_BUFFER_TOO_SMALL = unchecked((int)0xC0000023);
    public const int STATUS_OBJECT_NAME_NOT_FOUND = unchecked((int)0xC0000034);
    public const int STATUS_OBJECT_NAME_COLLISION = unchecked((int)0xC0000035);
    public const int STATUS_OBJECT_PATH_NOT_FOUND = unchecked((int)0xC000003A);
    public const int STATUS_SHARING_VIOLATION = unchecked((int)0xC0000043);
    public const int STATUS_DELETE_PENDING = unchecked((int)0xC0000056);
    public const int STATUS_INVALID_OWNER = unchecked((int)0xC000005A);
    public const int STATUS_PRIVILEGE_NOT_HELD = unchecked((int)0xC0000061);
    public const int STATUS_FILE_IS_A_DIRECTORY = unchecked((int)0xC00000BA);
    public const int STATUS_NOT_SUPPORTED = unchecked((int)0xC00000BB);
    public const int STATUS_NOT_A_DIRECTORY = unchecked((int)0xC0000103);
    public const int STATUS_CANNOT_DELETE = unchecked((int)0xC0000121);
    public const int STATUS_NOT_A_REPARSE_POINT = unchecked((int)0xC0000275);
    public const int STATUS_REPARSE_POINT_ENCOUNTERED = unchecked((int)0xC000050B);

    /// <summary>True for results that mean "this file system or this version of Windows has no such call".</summary>
    public static bool IsLacking(int status) => status
        is STATUS_NOT_IMPLEMENTED
        or STATUS_INVALID_INFO_CLASS
        or STATUS_INFO_LENGTH_MISMATCH
        or STATUS_INVALID_PARAMETER
        or STATUS_INVALID_DEVICE_REQUEST
        or STATUS_NOT_SUPPORTED;

    /// <summary>True for results that mean "this account may not".</summary>
    public static bool IsRefusal(int status) => status is STATUS_ACCESS_DENIED or STATUS_PRIVILEGE_NOT_HELD or STATUS_INVALID_OWNER;

    /// <summary>True for codes that mean that the device is gone: a disk was pulled, or Windows gave a snapshot up.</summary>
    public static bool IsDeviceGone(int code) =>
        code is ERROR_NO_SUCH_DEVICE or ERROR_NOT_READY or ERROR_DEVICE_NOT_CONNECTED or ERROR_DEVICE_REMOVED or ERROR_DEV_NOT_EXIST;

    /// <summary>An exception for the error of the last call of <c>kernel32</c> or <c>advapi32</c> on this thread.</summary>
    public static TreeException Last(string phase) => Exception(Marshal.GetLastPInvokeError(), phase);

    /// <summary>An exception for the result of a native call.</summary>
    [SupportedOSPlatform("windows")]
    public static TreeException FromStatus(int status, string phase) => Exception(CodeOf(status), phase);

    /// <summary>An exception for a given code.</summary>
    public static TreeException Exception(int code, string phase) =>
        new(new ActionError(KindOf(code, phase), code, phase, MessageOf(code)));

    /// <summary>The code that stands for the result of a native call.</summary>
    [SupportedOSPlatform("windows")]
    public static int CodeOf(int status) => status switch
    {
        // The system folds these into "access denied", which would send people looking for rights.
        STATUS_FILE_IS_A_DIRECTORY => ERROR_DIRECTORY_NOT_SUPPORTED,
        STATUS_DELETE_PENDING => ERROR_DELETE_PENDING,

        // And this one into "file not found", as if a file had been deleted.
        STATUS_NO_SUCH_DEVICE => ERROR_NO_SUCH_DEVICE,
        _ => unchecked((int)Ntdll.RtlNtStatusToDosError(status)),
    };

    /// <summary>The kind of a code. The phase matters where one code says different things of reading and writing.</summary>
    public static ErrorKind KindOf(int code, string phase) => code switch
    {
        ERROR_ACCESS_DENIED or ERROR_PRIVILEGE_NOT_HELD or ERROR_INVALID_OWNER or ERROR_NETWORK_ACCESS_DENIED or ERROR_VIRUS_INFECTED or ERROR_VIRUS_DELETED => ErrorKind.AccessDenied,
        ERROR_SHARING_VIOLATION or ERROR_LOCK_VIOLATION or ERROR_BUSY or ERROR_USER_MAPPED_FILE or ERROR_OPLOCK_NOT_GRANTED => ErrorKind.InUse,
        ERROR_FILE_NOT_FOUND or ERROR_PATH_NOT_FOUND or ERROR_INVALID_DRIVE => ErrorKind.NotFound,

        // Somebody deleted it and somebody still holds it: gone for a reader, in the way of a writer.
        ERROR_DELETE_PENDING => IsReading(phase) ? ErrorKind.NotFound : ErrorKind.InUse,
        ERROR_FILENAME_EXCED_RANGE => ErrorKind.PathTooLong,
        ERROR_INVALID_NAME or ERROR_BAD_PATHNAME => ErrorKind.InvalidName,
        ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL or ERROR_DISK_QUOTA_EXCEEDED => ErrorKind.DiskFull,
        ERROR_FILE_TOO_LARGE => ErrorKind.FileTooLarge,
        ERROR_WRITE_PROTECT => ErrorKind.ReadOnly,
        ERROR_DIRECTORY or ERROR_DIRECTORY_NOT_SUPPORTED or ERROR_DIR_NOT_EMPTY or ERROR_ALREADY_EXISTS or ERROR_FILE_EXISTS => ErrorKind.WrongKind,
        ERROR_STOPPED_ON_SYMLINK or ERROR_REPARSE_POINT_ENCOUNTERED => ErrorKind.LinkInPath,
        ERROR_CANT_ACCESS_FILE or ERROR_REPARSE_TAG_INVALID => ErrorKind.NotSupported,
        ERROR_FILE_ENCRYPTED => ErrorKind.Encrypted,
        ERROR_NOT_SUPPORTED or ERROR_INVALID_PARAMETER or ERROR_TOO_MANY_LINKS or 1 => ErrorKind.NotSupported,
        ERROR_REM_NOT_LIST or ERROR_BAD_NETPATH or ERROR_NETWORK_BUSY or ERROR_DEV_NOT_EXIST or ERROR_ADAP_HDW_ERR or ERROR_UNEXP_NET_ERR
            or ERROR_NETNAME_DELETED or ERROR_BAD_NET_NAME or ERROR_SEM_TIMEOUT or ERROR_CONNECTION_ABORTED or ERROR_NETWORK_UNREACHABLE
            or ERROR_HOST_UNREACHABLE or ERROR_TIMEOUT => ErrorKind.Network,
        ERROR_TOO_MANY_OPEN_FILES or ERROR_NOT_ENOUGH_MEMORY or ERROR_OUTOFMEMORY or ERROR_NO_SYSTEM_RESOURCES => ErrorKind.OutOfResources,

        ERROR_CRC or ERROR_SECTOR_NOT_FOUND or ERROR_READ_FAULT or ERROR_FILE_CORRUPT or ERROR_DISK_CORRUPT => ErrorKind.ReadFault,
        ERROR_WRITE_FAULT => ErrorKind.WriteFault,
        _ when IsDeviceGone(code) || code is ERROR_IO_DEVICE or ERROR_GEN_FAILURE or ERROR_DISK_OPERATION_FAILED => IsReading(phase) ? ErrorKind.ReadFault : ErrorKind.WriteFault,
        ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING => ErrorKind.NotSupported,
        _ => ErrorKind.Unknown,
    };

    // Only what is done to a source, or to look at either side, is named so.
    private static bool IsReading(string phase) =>
        phase.StartsWith("read", StringComparison.Ordinal) || phase.StartsWith("list", StringComparison.Ordinal) || phase.StartsWith("open", StringComparison.Ordinal);

    private static string MessageOf(int code) => code switch
    {
        // Not known to every version of Windows by these words.
        ERROR_DELETE_PENDING => "another program deleted the file and still holds it open",
        ERROR_DIRECTORY_NOT_SUPPORTED => "it is a folder",
        ERROR_REPARSE_POINT_ENCOUNTERED or ERROR_STOPPED_ON_SYMLINK => "a link or junction stands where a folder was expected; it is never followed",
        ERROR_FILE_ENCRYPTED => "the file is encrypted (EFS); its copy would be readable for everybody",
        _ => Marshal.GetPInvokeErrorMessage(code).TrimEnd(' ', '.', '\r', '\n'),
    };
}
