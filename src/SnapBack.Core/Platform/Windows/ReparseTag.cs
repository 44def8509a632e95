namespace SnapBack.Platform.Windows;

/// <summary>
/// Tags of reparse points, which tell who answers for one
/// (https://learn.microsoft.com/openspecs/windows_protocols/ms-fscc/c8e77b37-3909-4fe6-a4ea-2b9d423b1ee4).
/// </summary>
internal static class ReparseTag
{
    public const uint MOUNT_POINT = 0xA0000003;
    public const uint SYMLINK = 0xA000000C;
    public const uint SIS = 0x80000007;
    public const uint WIM = 0x80000008;
    public const uint DEDUP = 0x80000013;
    public const uint WOF = 0x80000017;
    public const uint AF_UNIX = 0x80000023;
    public const uint LX_FIFO = 0x80000024;
    public const uint LX_CHR = 0x80000025;
    public const uint LX_BLK = 0x80000026;

    // IO_REPARSE_TAG_CLOUD, CLOUD_1 ... CLOUD_F: one digit tells which provider.
    private const uint CloudMask = 0xFFFF0FFF;
    private const uint Cloud = 0x9000001A;

    /// <summary>True for a file or folder that a cloud provider looks after, whether its content is here or not.</summary>
    public static bool IsCloud(uint tag) => (tag & CloudMask) == Cloud;

    /// <summary>
    /// True when the content is read and written like any other: the reparse point only tells Windows how it is stored (deduplicated, compressed by the
    /// system, in the cloud and here).
    /// </summary>
    public static bool IsOnlyStorage(uint tag) => tag is SIS or WIM or DEDUP or WOF || IsCloud(tag);
}
