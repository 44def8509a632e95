using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Diagnosis;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Trees;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Diagnosis;

[SupportedOSPlatform("linux")]
public sealed class JobChecksTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ScriptedSnapshotProvider _snapshots = new();

    public JobChecksTests()
    {
        _temp.Folder("source");
        File.WriteAllText(_temp.At("source", "a.txt"), "a");
        _temp.Folder("destination");
        _temp.Folder("state");
        File.SetUnixFileMode(_temp.At("state"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AJobThatCanRunPassesEveryCheck()
    {
        Look().ShouldAllBe(finding => finding.Level == FindingLevel.Pass && finding.Advice.Length == 0);
        Look().Select(finding => finding.Check).ShouldBe(["job", "source", "snapshot", "destination", "catalog"]);
        Directory.GetFileSystemEntries(_temp.At("destination")).ShouldBeEmpty();
        Directory.GetFileSystemEntries(_temp.At("state")).ShouldBeEmpty();
    }

    [Fact]
    public void AMissingSourceFails()
    {
        File.Delete(_temp.At("source", "a.txt"));
        Directory.Delete(_temp.At("source"));

        Found("job").Level.ShouldBe(FindingLevel.Fail);
        Found("source").Level.ShouldBe(FindingLevel.Fail);
    }

    [Fact]
    public void AnEmptySourceIsAWarning()
    {
        File.Delete(_temp.At("source", "a.txt"));

        Found("source").Level.ShouldBe(FindingLevel.Warn);
    }

    [Theory]
    [InlineData("require", FindingLevel.Fail)]
    [InlineData("prefer", FindingLevel.Warn)]
    public void ASourceWithoutSnapshotFailsWhereOneIsRequired(string policy, FindingLevel level)
    {
        ScriptedSnapshotProvider none = new() { WhyNotScript = _ => "It lies on paper." };

        Finding found = Look(none, policy).Single(finding => finding.Check == "snapshot");

        found.Level.ShouldBe(level);
        found.Text.ShouldContain("It lies on paper.");
        found.Advice.ShouldNotBeEmpty();
    }

    [Fact]
    public void AJobThatWantsNoSnapshotIsWarned() => Look(_snapshots, "never").Single(finding => finding.Check == "snapshot").Level.ShouldBe(FindingLevel.Warn);

    [Fact]
    public void APairsOwnPolicyCounts()
    {
        ScriptedSnapshotProvider none = new() { WhyNotScript = _ => "It lies on paper." };
        string job = _temp.At("job.json");
        File.WriteAllText(job, $$"""
            { "name": "n", "snapshot": "prefer", "catalog": "{{_temp.At("state", "catalog.db")}}",
              "pairs": [{ "source": "{{_temp.At("source")}}", "destination": "{{_temp.At("destination")}}", "snapshot": "require" }] }
            """);

        new JobChecks(Ports(none)).Look(JobFile.Load(job, new JobOverrides())).Single(finding => finding.Check == "snapshot").Level.ShouldBe(FindingLevel.Fail);
    }

    [Fact]
    public void AProviderThatDoesNotExistFails()
    {
        JobOverrides given = new() { Source = _temp.At("source"), Destination = _temp.At("destination"), SnapshotProvider = "zfs" };
        Job job = JobFile.FromOverrides(given) with { Catalog = _temp.At("state", "catalog.db") };

        new JobChecks(Ports(_snapshots)).Look(job).Single(finding => finding.Check == "snapshot").Level.ShouldBe(FindingLevel.Fail);
    }

    [Fact]
    public void AMissingDestinationIsAWarningAndIsNotMade()
    {
        Directory.Delete(_temp.At("destination"));

        Found("destination").Level.ShouldBe(FindingLevel.Warn);
        Directory.Exists(_temp.At("destination")).ShouldBeFalse();
    }

    [Fact]
    public void ADestinationThatARunWorksOnIsAWarning()
    {
        using IDestinationTree run = UnixDestination.Open(_temp.At("destination"), null, default);

        Found("destination").Level.ShouldBe(FindingLevel.Warn);
    }

    [SkippableFact]
    public void ADestinationThatCantBeWrittenFails()
    {
        Require.Root();
        using LoopVolume volume = LoopVolume.Create(VolumeKind.Ext4, 20);
        Directory.CreateDirectory(Path.Join(volume.MountPoint, "copy"));
        Shell.Run("mount", ["-o", "remount,ro", volume.MountPoint]).MustSucceed();

        Finding found = Look(destination: Path.Join(volume.MountPoint, "copy")).Single(finding => finding.Check == "destination");

        found.Level.ShouldBe(FindingLevel.Fail);
        found.Advice.ShouldNotBeEmpty();
    }

    [Fact]
    public void ADamagedCatalogIsAWarning()
    {
        File.WriteAllText(_temp.At("state", "catalog.db"), "this is no database, however long it goes on");

        Found("catalog").Level.ShouldBe(FindingLevel.Warn);
    }

    private static RunPorts Ports(ScriptedSnapshotProvider snapshots) => new()
    {
        OpenSource = UnixTree.OpenSource,
        OpenDestination = UnixDestination.Open,
        PeekDestination = UnixTree.Peek,
        VolumeOf = UnixDestination.VolumeOf,
        SnapshotProviders = [snapshots],
    };

    private Finding Found(string check) => Look().Single(finding => finding.Check == check);

    private Finding[] Look(ScriptedSnapshotProvider? snapshots = null, string policy = "require", string? destination = null)
    {
        JobOverrides given = new() { Source = _temp.At("source"), Destination = destination ?? _temp.At("destination"), Snapshot = policy };
        Job job = JobFile.FromOverrides(given) with { Catalog = _temp.At("state", "catalog.db") };
        return [.. new JobChecks(Ports(snapshots ?? _snapshots)).Look(job)];
    }
}
