using System.Runtime.Versioning;
using Serilog;
using SnapBack.Errors;
using SnapBack.Runs;
using SnapBack.Snapshots.Btrfs;
using SnapBack.Trees.Unix;

namespace SnapBack.Cli.Composition;

/// <summary>What a run needs from the system it runs on: with the rest of this room the only place that asks which system this is.</summary>
internal static class SystemPorts
{
    /// <summary>The ports of this system.</summary>
    /// <exception cref="SnapBackException">This version can't back up on this system.</exception>
    public static RunPorts ForThisSystem(ILogger log) => OperatingSystem.IsLinux()
        ? ForLinux(log)
        : throw new SnapBackException(
            ErrorCode.NotAvailable,
            "This version can back up on Linux only; Windows and VSS come with a later version. Nothing was touched.",
            "Catalogs can be read and job files checked here already.");

    [SupportedOSPlatform("linux")]
    private static RunPorts ForLinux(ILogger log) => new()
    {
        OpenSource = UnixTree.OpenSource,
        OpenDestination = UnixDestination.Open,
        PeekDestination = UnixTree.Peek,
        VolumeOf = UnixDestination.VolumeOf,
        SnapshotProviders = [new BtrfsSnapshotProvider(TimeProvider.System)],
        Log = log,
    };
}
