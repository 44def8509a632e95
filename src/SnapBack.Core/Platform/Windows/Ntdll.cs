using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SnapBack.Platform.Windows;

/// <summary>
/// The calls of ntdll.dll that this program makes, with their constants and structures, for 64-bit Windows. Declarations only, no decisions. They
/// are the documented interface of the I/O system (https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/): only they name a file by an
/// open folder, so that nothing above that folder can lead astray.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Ntdll
{
    public const uint OBJ_CASE_INSENSITIVE = 0x40;
    public const uint OBJ_DONT_REPARSE = 0x1000;

    public const uint FILE_READ_DATA = 0x1;
    public const uint FILE_LIST_DIRECTORY = 0x1;
    public const uint FILE_WRITE_DATA = 0x2;
    public const uint FILE_ADD_FILE = 0x2;
    public const uint FILE_ADD_SUBDIRECTORY = 0x4;
    public const uint FILE_TRAVERSE = 0x20;
    public const uint FILE_READ_ATTRIBUTES = 0x80;
    public const uint FILE_WRITE_ATTRIBUTES = 0x100;
    public const uint DELETE = 0x10000;
    public const uint SYNCHRONIZE = 0x100000;

    public const uint FILE_SHARE_READ = 1;
    public const uint FILE_SHARE_WRITE = 2;
    public const uint FILE_SHARE_DELETE = 4;
    public const uint FILE_SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

    public const uint FILE_OPEN = 1;
    public const uint FILE_CREATE = 2;
    public const uint FILE_OPEN_IF = 3;
    public const uint FILE_OVERWRITE_IF = 5;

    public const uint FILE_DIRECTORY_FILE = 0x1;
    public const uint FILE_SEQUENTIAL_ONLY = 0x4;
    public const uint FILE_NO_INTERMEDIATE_BUFFERING = 0x8;
    public const uint FILE_SYNCHRONOUS_IO_NONALERT = 0x20;
    public const uint FILE_NON_DIRECTORY_FILE = 0x40;
    public const uint FILE_DELETE_ON_CLOSE = 0x1000;
    public const uint FILE_OPEN_FOR_BACKUP_INTENT = 0x4000;
    public const uint FILE_OPEN_REPARSE_POINT = 0x200000;

    public const int FileFullDirectoryInformation = 2;
    public const int FileBasicInformation = 4;
    public const int FileNameInformation = 9;
    public const int FileRenameInformation = 10;
    public const int FileLinkInformation = 11;
    public const int FileDispositionInformation = 13;
    public const int FileAllInformation = 18;
    public const int FileEndOfFileInformation = 20;
    public const int FileStreamInformation = 22;
    public const int FileAttributeTagInformation = 35;
    public const int FileIdBothDirectoryInformation = 37;
    public const int FileDispositionInformationEx = 64;
    public const int FileRenameInformationEx = 65;
    public const int FileStatInformation = 68;

    public const int FileFsVolumeInformation = 1;
    public const int FileFsDeviceInformation = 4;
    public const int FileFsAttributeInformation = 5;

    public const uint FILE_RENAME_REPLACE_IF_EXISTS = 0x1;
    public const uint FILE_RENAME_POSIX_SEMANTICS = 0x2;
    public const uint FILE_RENAME_IGNORE_READONLY_ATTRIBUTE = 0x40;
    public const uint FILE_DISPOSITION_DELETE = 0x1;
    public const uint FILE_DISPOSITION_POSIX_SEMANTICS = 0x2;
    public const uint FILE_DISPOSITION_IGNORE_READONLY_ATTRIBUTE = 0x10;

    public const uint FSCTL_SET_REPARSE_POINT = 0x900A4;
    public const uint FSCTL_GET_REPARSE_POINT = 0x900A8;
    public const uint FSCTL_GET_EXTERNAL_BACKING = 0x90310;
    public const uint FSCTL_SET_SPARSE = 0x900C4;
    public const uint FSCTL_QUERY_ALLOCATED_RANGES = 0x940CF;
    public const uint FSCTL_SET_COMPRESSION = 0x9C040;
    public const ushort COMPRESSION_FORMAT_DEFAULT = 1;

    public const uint FILE_CASE_SENSITIVE_SEARCH = 0x1;
    public const uint FILE_PERSISTENT_ACLS = 0x8;
    public const uint FILE_FILE_COMPRESSION = 0x10;
    public const uint FILE_SUPPORTS_HARD_LINKS = 0x400000;
    public const uint FILE_NAMED_STREAMS = 0x40000;
    public const uint FILE_REMOTE_DEVICE = 0x10;

    /// <summary>Longest value of a reparse point (MAXIMUM_REPARSE_DATA_BUFFER_SIZE).</summary>
    public const int MaximumReparseBytes = 16 * 1024;

    [LibraryImport("ntdll")]
    public static partial uint RtlNtStatusToDosError(int status);

    [LibraryImport("ntdll")]
    public static partial int NtCreateFile(
        nint* handle,
        uint access,
        ObjectAttributes* attributes,
        IoStatus* io,
        long* allocation,
        uint fileAttributes,
        uint share,
        uint disposition,
        uint options,
        void* extended,
        uint extendedLength);

    [LibraryImport("ntdll")]
    public static partial int NtQueryInformationFile(SafeFileHandle file, IoStatus* io, void* buffer, uint length, int what);

    [LibraryImport("ntdll")]
    public static partial int NtSetInformationFile(SafeFileHandle file, IoStatus* io, void* buffer, uint length, int what);

    [LibraryImport("ntdll")]
    public static partial int NtQueryInformationByName(ObjectAttributes* attributes, IoStatus* io, void* buffer, uint length, int what);

    [LibraryImport("ntdll")]
    public static partial int NtQueryVolumeInformationFile(SafeFileHandle file, IoStatus* io, void* buffer, uint length, int what);

    [LibraryImport("ntdll")]
    public static partial int NtQueryDirectoryFile(
        SafeFileHandle folder,
        nint signal,
        nint routine,
        nint context,
        IoStatus* io,
        void* buffer,
        uint length,
        int what,
        byte isSingle,
        UnicodeString* pattern,
        byte isRestart);

    [LibraryImport("ntdll")]
    public static partial int NtReadFile(
        SafeFileHandle file, nint signal, nint routine, nint context, IoStatus* io, void* buffer, uint length, long* offset, uint* key);

    [LibraryImport("ntdll")]
    public static partial int NtWriteFile(
        SafeFileHandle file, nint signal, nint routine, nint context, IoStatus* io, void* buffer, uint length, long* offset, uint* key);

    [LibraryImport("ntdll")]
    public static partial int NtFlushBuffersFile(SafeFileHandle file, IoStatus* io);

    [LibraryImport("ntdll")]
    public static partial int NtFsControlFile(
        SafeFileHandle file, nint signal, nint routine, nint context, IoStatus* io, uint code, void* input, uint inputLength, void* output, uint outputLength);

    [LibraryImport("ntdll")]
    public static partial int NtQuerySecurityObject(SafeFileHandle file, uint parts, void* descriptor, uint length, uint* needed);

    [LibraryImport("ntdll")]
    public static partial int NtSetSecurityObject(SafeFileHandle file, uint parts, void* descriptor);

    /// <summary>
    /// Whether this process sees placeholders of cloud files as what they are (2, PHCM_EXPOSE_PLACEHOLDERS); there since Windows 10 1803.
    /// </summary>
    [LibraryImport("ntdll")]
    public static partial sbyte RtlSetProcessPlaceholderCompatibilityMode(sbyte mode);

    [StructLayout(LayoutKind.Sequential)]
    public struct UnicodeString
    {
        public ushort Length;
        public ushort MaximumLength;
        public char* Buffer;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ObjectAttributes
    {
        public uint Length;
        public nint RootDirectory;
        public UnicodeString* Name;
        public uint Attributes;
        public void* SecurityDescriptor;
        public void* SecurityQuality;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct IoStatus
    {
        public nint Status;
        public nuint Information;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct BasicInformation
    {
        public long Created;
        public long Accessed;
        public long Written;
        public long Changed;
        public uint Attributes;
    }

    /// <summary>FILE_ALL_INFORMATION up to its name.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct AllInformation
    {
        public BasicInformation Basic;
        public long Allocated;
        public long Size;
        public uint LinkCount;
        public byte IsDeletePending;
        public byte IsDirectory;
        public long FileId;
        public uint ExtendedAttributeBytes;
        public uint Access;
        public long Position;
        public uint Mode;
        public uint Alignment;
        public uint NameLength;
        public fixed char Name[2];
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct AttributeTagInformation
    {
        public uint Attributes;
        public uint Tag;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct StatInformation
    {
        public long FileId;
        public long Created;
        public long Accessed;
        public long Written;
        public long Changed;
        public long Allocated;
        public long Size;
        public uint Attributes;
        public uint Tag;
        public uint LinkCount;
        public uint EffectiveAccess;
    }

    /// <summary>FILE_ID_BOTH_DIR_INFORMATION up to its name, which begins at byte 104.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IdBothDirectoryInformation
    {
        public uint NextOffset;
        public uint Index;
        public long Created;
        public long Accessed;
        public long Written;
        public long Changed;
        public long Size;
        public long Allocated;
        public uint Attributes;
        public uint NameBytes;
        public uint TagOrExtendedAttributeBytes;
        public byte ShortNameBytes;
        public fixed char ShortName[12];
        public long FileId;
    }

    /// <summary>FILE_FULL_DIR_INFORMATION up to its name, which begins at byte 68.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FullDirectoryInformation
    {
        public uint NextOffset;
        public uint Index;
        public long Created;
        public long Accessed;
        public long Written;
        public long Changed;
        public long Size;
        public long Allocated;
        public uint Attributes;
        public uint NameBytes;
        public uint TagOrExtendedAttributeBytes;
    }

    /// <summary>FILE_RENAME_INFORMATION(_EX) and FILE_LINK_INFORMATION up to the name, which begins at byte 20.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RenameInformation
    {
        public uint Flags;
        public nint RootDirectory;
        public uint NameBytes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct StreamInformation
    {
        public uint NextOffset;
        public uint NameBytes;
        public long Size;
        public long Allocated;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct FsDeviceInformation
    {
        public uint Type;
        public uint Characteristics;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct AllocatedRange
    {
        public long Offset;
        public long Length;
    }
}
