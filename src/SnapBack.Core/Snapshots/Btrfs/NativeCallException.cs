using System.Runtime.InteropServices;

namespace SnapBack.Snapshots.Btrfs;

/// <summary>A system call failed. Stays inside this room: the provider turns it into a <see cref="SnapshotException"/>.</summary>
internal sealed class NativeCallException : IOException
{
    /// <summary>Describes the call that failed.</summary>
    /// <param name="doing">What was being done, to be continued by ": " and the system's words.</param>
    /// <param name="errno">The number that the system gave (man 3 errno).</param>
    internal NativeCallException(string doing, int errno)
        : base($"{doing}: {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
    {
        Errno = errno;
    }

    /// <summary>The number that the system gave.</summary>
    internal int Errno { get; }

    /// <summary>
    /// True when the number speaks of the one folder or subvolume that was asked for (gone, moved, closed, read-only) and not of the file
    /// system or the machine: then a nested subvolume is left out, and the set goes on without it.
    /// </summary>
    internal bool IsAboutOneSubvolume => Errno is Btrfs.Errno.NotPermitted or Btrfs.Errno.NoEntry or Btrfs.Errno.NoAccess or Btrfs.Errno.CrossDevice
        or Btrfs.Errno.NotDirectory or Btrfs.Errno.ReadOnly or Btrfs.Errno.TooManyLinks or Btrfs.Errno.Stale;

    /// <summary>The failure of the call that this thread made last.</summary>
    internal static NativeCallException Last(string doing) => new(doing, Marshal.GetLastPInvokeError());
}
