using System.Runtime.Versioning;

namespace SnapBack.Platform.Linux;

/// <summary>Whether others than root and this account can change a file, by its owner and mode (https://man7.org/linux/man-pages/man7/path_resolution.7.html).</summary>
[SupportedOSPlatform("linux")]
public static unsafe class LinuxAccess
{
    private const int KindMask = 0xF000;
    private const int Link = 0xA000;
    private const int Folder = 0x4000;
    private const int Sticky = 0x200;

    // Of an access control list the group's bits are the most that anybody in it has (acl(5)), so they tell of lists, too.
    private const int WritableByOthers = 0x12;
    private const int ReadableByOthers = 0x24;
    private const int PassableByOthers = 0x9;

    /// <summary>Why it can't be trusted, as the end of a sentence; null when it can, or does not exist. A link itself is looked at, not its target.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="mayAdd">
    /// True for a folder on the way, into which others may put things of their own if they can't take away what lies there: one with the sticky bit, as <c>/tmp</c>.
    /// </param>
    public static string? WhyNotTrusted(string path, bool mayAdd)
    {
        if (!TryLook(path, out Libc.Statx status))
        {
            return null;
        }

        if (status.Owner != 0 && status.Owner != Libc.geteuid())
        {
            return "belongs to another user";
        }

        int kind = status.Mode & KindMask;
        bool isSafeToPass = mayAdd && kind == Folder && (status.Mode & Sticky) != 0;
        return kind != Link && (status.Mode & WritableByOthers) != 0 && !isSafeToPass ? "can be written by other users" : null;
    }

    /// <summary>Why a file with a secret is none, as the end of a sentence; null when root and this account alone can read it, or it does not exist.</summary>
    /// <param name="path">Full path, without links.</param>
    public static string? WhyNotSecret(string path)
    {
        if (!TryLook(path, out Libc.Statx status))
        {
            return null;
        }

        if (status.Owner != 0 && status.Owner != Libc.geteuid())
        {
            return "belongs to another user";
        }

        // Nobody gets to what lies below a folder that nobody else may pass.
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (TryLook(folder, out Libc.Statx above) && (above.Mode & PassableByOthers) == 0)
            {
                return null;
            }
        }

        return (status.Mode & ReadableByOthers) != 0 ? "can be read by other users" : null;
    }

    private static bool TryLook(string path, out Libc.Statx status)
    {
        using CName name = new(path);
        fixed (byte* n = name)
        fixed (Libc.Statx* s = &status)
        {
            return Libc.statx(Libc.AT_FDCWD, n, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, s) == 0;
        }
    }
}
