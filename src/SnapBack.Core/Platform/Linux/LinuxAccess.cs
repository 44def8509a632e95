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

    /// <summary>Why it can't be trusted, as the end of a sentence; null when it can, or does not exist. A link itself is looked at, not its target.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="mayAdd">
    /// True for a folder on the way, into which others may put things of their own if they can't take away what lies there: one with the sticky bit, as <c>/tmp</c>.
    /// </param>
    public static string? WhyNotTrusted(string path, bool mayAdd)
    {
        Libc.Statx status;
        using CName name = new(path);
        fixed (byte* n = name)
        {
            if (Libc.statx(Libc.AT_FDCWD, n, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &status) != 0)
            {
                return null;
            }
        }

        if (status.Owner != 0 && status.Owner != Libc.geteuid())
        {
            return "belongs to another user";
        }

        int kind = status.Mode & KindMask;
        bool isSafeToPass = mayAdd && kind == Folder && (status.Mode & Sticky) != 0;
        return kind != Link && (status.Mode & WritableByOthers) != 0 && !isSafeToPass ? "can be written by other users" : null;
    }
}
