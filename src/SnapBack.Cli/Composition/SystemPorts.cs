using System.Runtime.Versioning;
using Serilog;
using SnapBack.AlphaVss;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Platform.Windows;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Btrfs;
using SnapBack.Snapshots.Vss;
using SnapBack.Snapshots.Vss.Native;
using SnapBack.Trees.Unix;
using SnapBack.Trees.Windows;

namespace SnapBack.Cli.Composition;

/// <summary>What a run needs from the system it runs on: with the rest of this room the only place that asks which system this is.</summary>
internal static class SystemPorts
{
    /// <summary>The ports of this system.</summary>
    /// <exception cref="SnapBackException">This version can't back up on this system.</exception>
    public static RunPorts ForThisSystem(Job job, ILogger log)
    {
        if (OperatingSystem.IsWindows())
        {
            return ForWindows(job, log);
        }

        return OperatingSystem.IsLinux()
            ? ForLinux(log)
            : throw new SnapBackException(ErrorCode.NotAvailable, "This version can back up on Windows and Linux only. Nothing was touched.");
    }

    /// <summary>The snapshot providers of this system, in the order in which they are asked; none on a system that this version does not know.</summary>
    public static IReadOnlyList<ISnapshotProvider> SnapshotProviders(VssOptions vss, ILogger log)
    {
        if (OperatingSystem.IsWindows())
        {
            // Asking the service takes them, as a backup does.
            _ = Privileges.EnableForBackup();
            return [VssSnapshotProvider.ForThisMachine(VssEngines(), vss, TimeProvider.System, log)];
        }

        return OperatingSystem.IsLinux() ? [new BtrfsSnapshotProvider(TimeProvider.System)] : [];
    }

    /// <summary>True when this process may read and write past access rules.</summary>
    public static bool HasBackupRights() => Holds(Privileges.Backup, Privileges.Restore);

    /// <summary>True when this process may read and write audit rules.</summary>
    public static bool HasAuditRights() => Holds(Privileges.Security);

    /// <summary>The event log of Windows; null on another system.</summary>
    public static IEventLog? EventLog() => OperatingSystem.IsWindows() ? new ApplicationLog() : null;

    private static bool Holds(params string[] wanted) => OperatingSystem.IsWindows()
        ? Privileges.EnableForBackup().Where(p => wanted.Contains(p.Name, StringComparer.Ordinal)).All(p => p.IsHeld)
        : Environment.IsPrivilegedProcess;

    [SupportedOSPlatform("linux")]
    private static RunPorts ForLinux(ILogger log) => new()
    {
        OpenSource = UnixTree.OpenSource,
        OpenDestination = UnixDestination.Open,
        PeekDestination = UnixTree.Peek,
        VolumeOf = UnixDestination.VolumeOf,
        SnapshotProviders = SnapshotProviders(VssOptions.Default, log),
        Log = log,
    };

    // Without the first two a run sees what its account may see. That is no failure, and its owner must know.
    private static IReadOnlyList<Notice> Missing(IReadOnlyList<PrivilegeOutcome> privileges)
    {
        string[] missing = [.. privileges.Where(p => !p.IsHeld && p.Name is Privileges.Backup or Privileges.Restore).Select(p => p.Name)];
        return missing.Length == 0
            ? []
            : [new Notice("privileges-missing", $"This account does not hold {string.Join(" and ", missing)}: files whose access rules shut it out can't be copied.", IsWarning: false)];
    }

    /// <summary>The ways to the shadow copy service, the preferred one first.</summary>
    [SupportedOSPlatform("windows")]
    public static IReadOnlyList<IVssEngine> VssEngines() => [new AlphaVssEngine(), new NativeVssEngine()];

    [SupportedOSPlatform("windows")]
    private static RunPorts ForWindows(Job job, ILogger log)
    {
        // Before the first file is touched, and for the whole process.
        IReadOnlyList<PrivilegeOutcome> privileges = Privileges.EnableForBackup();
        log.Information(
            "Privileges held: {Held}; not held: {Missing}",
            privileges.Where(p => p.IsHeld).Select(p => p.Name),
            privileges.Where(p => !p.IsHeld).Select(p => $"{p.Name} ({p.NativeCode})"));
        return new RunPorts
        {
            OpenSource = WindowsTree.OpenSource,
            OpenDestination = WindowsDestination.Open,
            PeekDestination = WindowsTree.Peek,
            VolumeOf = WindowsDestination.VolumeOf,
            SnapshotProviders = SnapshotProviders(job.Vss, log),
            Notices = Missing(privileges),
            Log = log,
        };
    }
}
