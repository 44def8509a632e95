using System.Runtime.Versioning;
using SnapBack.Platform.Linux;

namespace SnapBack.Diagnosis;

/// <summary>What a backup needs of a Linux machine.</summary>
[SupportedOSPlatform("linux")]
public static class LinuxChecks
{
    /// <summary>All findings.</summary>
    public static IEnumerable<Finding> Look()
    {
        yield return Account();
        yield return Kernel();
        yield return Snapshots();
    }

    private static Finding Account() => Environment.IsPrivilegedProcess
        ? Finding.Pass("account", "This runs as root: every file can be read, owners can be kept, snapshots can be made.")
        : Finding.Warn(
            "account",
            "This does not run as root: files of others may be unreadable, owners are not kept, and btrfs snapshots of their folders can't be made.",
            "Run nightly jobs as root, from a systemd timer.");

    // openat2(2) came with 5.6, MS_NOSYMFOLLOW and all of statx(2) that is used here with 5.8.
    private static Finding Kernel()
    {
        Version kernel = Environment.OSVersion.Version;
        return kernel >= new Version(5, 8)
            ? Finding.Pass("kernel", $"Linux {kernel} has every call that is needed.")
            : Finding.Fail("kernel", $"Linux {kernel} is older than 5.8, and calls are missing by which links can't mislead a backup.", "Use a newer kernel.");
    }

    private static Finding Snapshots()
    {
        string[] volumes = [.. MountTable.ReadOrEmpty().Mounts.Where(mount => mount.FileSystem == "btrfs").Select(mount => mount.Folder).Distinct(StringComparer.Ordinal)];
        return volumes.Length > 0
            ? Finding.Pass("snapshots", $"Snapshots can be made on: {string.Join(", ", volumes.Select(Paths.DisplayText.Escape))}.")
            : Finding.Warn("snapshots", "No btrfs volume is mounted, so sources are read live.", "Keep what must be consistent on btrfs, or stop its programs during the run.");
    }
}
