namespace SnapBack.Platform.Windows;

/// <summary>
/// DOS attributes and the tags of reparse points by their names in the Windows headers
/// (https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants,
/// https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc/c8e77b37-3909-4fe6-a4ea-2b9d423b1ee4).
/// </summary>
internal static class FileAttribute
{
    public const uint READONLY = 0x1;
    public const uint HIDDEN = 0x2;
    public const uint SYSTEM = 0x4;
    public const uint DIRECTORY = 0x10;
    public const uint ARCHIVE = 0x20;
    public const uint NORMAL = 0x80;
    public const uint TEMPORARY = 0x100;
    public const uint SPARSE_FILE = 0x200;
    public const uint REPARSE_POINT = 0x400;
    public const uint COMPRESSED = 0x800;
    public const uint OFFLINE = 0x1000;
    public const uint NOT_CONTENT_INDEXED = 0x2000;
    public const uint ENCRYPTED = 0x4000;
    public const uint RECALL_ON_OPEN = 0x40000;
    public const uint RECALL_ON_DATA_ACCESS = 0x400000;

    /// <summary>What can be set and is carried over, where the destination keeps it.</summary>
    public const uint Carried = READONLY | HIDDEN | SYSTEM | ARCHIVE | TEMPORARY | NOT_CONTENT_INDEXED;
}
