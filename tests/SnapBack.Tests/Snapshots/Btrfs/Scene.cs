using System.Runtime.Versioning;
using SnapBack.Snapshots.Btrfs;
using SnapBack.TestKit;

namespace SnapBack.Tests.Snapshots.Btrfs;

/// <summary>A bed whose calls and ledger write one common log and fail by one script.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Scene
{
    internal List<string> Log { get; } = [];

    /// <summary>The log with the names of the subvolumes in place of the paths of the snapshots.</summary>
    internal IEnumerable<string> Steps => Log.Select(line => line.Contains('/', StringComparison.Ordinal)
        ? $"{line.Split(' ')[0]} {Path.GetFileName(Path.GetDirectoryName(line))}"
        : line);

    /// <summary>Gets each step before it is done ("note two"), and "after snapshot two" after it.</summary>
    internal Action<string> Fail { get; set; } = _ => { };

    /// <summary>The same with the full path of the snapshot, for the calls.</summary>
    internal Action<string, string> FailAfter { get; set; } = (_, _) => { };

    internal BtrfsBed Bed(string mountOptions = "")
    {
        FaultyCalls calls = new(Log)
        {
            Before = step => Fail(step),
            After = (step, path) =>
            {
                Fail($"after {step}");
                FailAfter(step, path);
            },
        };
        return new BtrfsBed(mountOptions: mountOptions)
        {
            Provider = new BtrfsSnapshotProvider(TimeProvider.System, calls),
            Ledger = new RecordingLedger(Log) { BeforeNote = before => Fail(before == 0 ? "note one" : "note two") },
        };
    }
}
