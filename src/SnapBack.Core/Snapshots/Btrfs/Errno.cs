namespace SnapBack.Snapshots.Btrfs;

/// <summary>The error numbers that this room decides by, as the Linux kernel defines them on every processor (include/uapi/asm-generic/errno*.h).</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int NoAccess = 13;
    internal const int Exists = 17;
    internal const int CrossDevice = 18;
    internal const int NotDirectory = 20;
    internal const int NoSpace = 28;
    internal const int ReadOnly = 30;
    internal const int NoSuchCall = 38;
    internal const int TooManyLinks = 40;
    internal const int Overflow = 75;
    internal const int Stale = 116;
    internal const int Quota = 122;
}
