using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Platform.Linux;
using SnapBack.Security;

namespace SnapBack.Trees.Unix;

/// <summary>Opens a folder as a destination: makes it when missing, locks it against a second run, finds out what it can hold.</summary>
public static unsafe class UnixDestination
{
    private const uint NewFolderMode = 0x1FF; // 0777, less the umask

    /// <summary>Opens <paramref name="path"/> for changes.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="known">Traits that an earlier run found on the same volume, or null to probe.</param>
    /// <param name="security">Parts of security descriptors that are to be set.</param>
    /// <exception cref="SnapBackException">It can't be made or opened, or another run works on it.</exception>
    public static IDestinationTree Open(string path, DestinationTraits? known, SecuritySections security)
    {
        try
        {
            Make(path);
            int root = UnixTree.OpenRoot(path);
            try
            {
                Lock(root, path);
                bool isEnough = known is not null && (security == SecuritySections.None || known.SecurityKept is not null);
                DestinationTraits traits = isEnough ? known! : UnixFileSystem.Probe(root, ReservedNames.Temporary("probe", Environment.ProcessId), security);
                return new UnixTree(root, path, traits, new Dictionary<RelativePath, UnixTree>(), security);
            }
            catch
            {
                _ = Libc.close(root);
                throw;
            }
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(
                ErrorCode.DestinationUnusable,
                $"The destination '{DisplayText.Escape(path)}' can't be used: {failure.Error.Message}. Nothing was copied.",
                "Check that the disk is mounted, writable and not full, and that this account may write there.",
                failure);
        }
    }

    /// <summary>Identity of the volume that an existing folder lies on, or null when the folder is missing.</summary>
    public static string? VolumeOf(string path)
    {
        try
        {
            int root = UnixTree.OpenRoot(path);
            try
            {
                return UnixFileSystem.Identity(root);
            }
            finally
            {
                _ = Libc.close(root);
            }
        }
        catch (TreeException)
        {
            return null;
        }
    }

    // The lock is the kernel's, on the folder itself: it leaves nothing behind, and it ends with the process that holds it.
    private static void Lock(int root, string path)
    {
        if (Libc.flock(root, Libc.LOCK_EX | Libc.LOCK_NB) == 0)
        {
            return;
        }

        if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.EAGAIN)
        {
            throw new SnapBackException(
                ErrorCode.DestinationLocked,
                $"Another run is working on the destination '{DisplayText.Escape(path)}'. Nothing was copied.",
                "Wait for it to end; 'snapback catalog runs --last 5' shows runs that are going on.");
        }
    }

    private static void Make(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        string? parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            Make(parent);
        }

        using CName name = new(path);
        fixed (byte* p = name)
        {
            if (Libc.mkdirat(Libc.AT_FDCWD, p, NewFolderMode) != 0
                && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Errno.EEXIST)
            {
                throw Errno.Last("make folder");
            }
        }
    }
}
