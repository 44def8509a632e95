using System.Runtime.Versioning;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Btrfs;
using SnapBack.TestKit;

namespace SnapBack.Tests.Snapshots.Btrfs;

/// <summary>A real btrfs with a provider; skips the test where there can't be one.</summary>
[SupportedOSPlatform("linux")]
internal sealed class BtrfsBed : IDisposable
{
    internal BtrfsBed(int megabytes = 600, string mountOptions = "")
    {
        Require.Program("btrfs");
        Volume = LoopVolume.Create(VolumeKind.Btrfs, megabytes, mountOptions);
    }

    internal LoopVolume Volume { get; }

    internal BtrfsSnapshotProvider Provider { get; init; } = new(TimeProvider.System);

    internal RecordingLedger Ledger { get; init; } = new();

    /// <summary>Our snapshots as btrfs-progs lists them: an oracle that shares no code with the provider.</summary>
    internal string[] Snapshots => [.. Run("btrfs", "subvolume", "list", Volume.MountPoint).Lines.Where(line => line.Contains(".snapback-snapshot-", StringComparison.Ordinal))];

    /// <summary>The bed's line in mountinfo, without the numbers of the mount.</summary>
    internal string MountLine => System.IO.File.ReadLines("/proc/self/mountinfo")
        .Select(line => line.Split(' ', 5)[4])
        .Single(line => line.StartsWith(Volume.MountPoint + " ", StringComparison.Ordinal));

    public void Dispose() => Volume.Dispose();

    internal static ShellResult Run(string program, params string[] arguments) => Shell.Run(program, arguments).MustSucceed();

    internal string At(string path) => Volume.At(path);

    internal string Subvolume(string path)
    {
        Run("btrfs", "-q", "subvolume", "create", At(path));
        return At(path);
    }

    internal string File(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        System.IO.File.WriteAllText(At(path), text);
        return At(path);
    }

    internal ISnapshotSession Create(params string[] sources) => Provider.Create(sources, Ledger, CancellationToken.None);
}
