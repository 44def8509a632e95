using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Platform.Linux;
using SnapBack.Snapshots;
using Xunit;

namespace SnapBack.Tests.Snapshots.Btrfs;

[SupportedOSPlatform("linux")]
public sealed class FolderTimeTests
{
    private const string Long = "2001-02-03 04:05:06.123456789";

    [SkippableFact]
    public void TheTimesOfTheTopFoldersAreTheSameBeforeDuringAndAfter()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        string inner = bed.Subvolume("data/inner");
        Age(inner, "2002-03-04 05:06:07.987654321");
        Age(data, Long);
        string[] before = [Times(data), Times(inner)];
        before[0].ShouldContain(Long);

        using ISnapshotSession session = bed.Create(data);
        string[] during = [Times(data), Times(inner)];
        SourceView view = session.ViewOf(data);
        string[] shown = [Modified(view.ReadRoot), Modified(view.Nested.Values.Single())];
        session.Release().ShouldBeEmpty();

        during.ShouldBe(before);
        shown.ShouldBe([Modified(data), Modified(inner)]);
        new[] { Times(data), Times(inner) }.ShouldBe(before);
    }

    [SkippableFact]
    public void SomebodyElsesChangeDuringTheRunWins()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        Age(data, Long);
        using ISnapshotSession session = bed.Create(data);

        bed.File("data/new", "1");
        string theirs = Times(data);
        session.Release().ShouldBeEmpty();

        theirs.ShouldNotContain(Long);
        Times(data).ShouldBe(theirs);
    }

    [SkippableTheory]
    [InlineData("after snapshot data")]
    [InlineData("noflushoncommit mnt")]
    [InlineData("destroy data")]
    [InlineData("after destroy data")]
    public void SomebodyElsesEntryInAnyGapWins(string gap)
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string data = bed.Subvolume("data");
        Age(data, Long);
        scene.Fail = step => Then(step == gap, () => bed.File("data/new", "1"));

        bed.Create(data).Dispose();

        File.Exists($"{data}/new").ShouldBeTrue();
        Modified(data).ShouldNotContain(Long);
    }

    [SkippableFact]
    public void SomebodyElsesRenameThatChangesNoSizeWins()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string data = bed.Subvolume("data");
        bed.File("data/old", "1");
        Age(data, Long);
        scene.Fail = step => Then(step == "noflushoncommit mnt", () => File.Move($"{data}/old", $"{data}/new"));

        bed.Create(data).Dispose();

        Modified(data).ShouldNotContain(Long);
    }

    [SkippableFact]
    public void ASetThatFailsHalfWayPutsTheTimesBack()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string one = bed.Subvolume("one");
        string two = bed.Subvolume("two");
        Age(one, Long);
        Age(two, Long);
        scene.Fail = step => Then(step == "snapshot two", () => throw Errno.Exception(Errno.ENOSPC, "scripted"));

        Should.Throw<SnapshotException>(() => bed.Create(one, two));

        Modified(one).ShouldContain(Long);
        Modified(two).ShouldContain(Long);
    }

    [SkippableFact]
    public void RemovingALeftoverPutsTheTimeBack()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        Age(data, Long);
        SnapshotNote note = bed.Create(data).Set.Members.ShouldHaveSingleItem();

        bed.Provider.TryRemoveLeftover(note).ShouldBeTrue();

        bed.Snapshots.ShouldBeEmpty();
        Modified(data).ShouldContain(Long);
    }

    private static void Age(string folder, string time) => BtrfsBed.Run("touch", "-m", "-d", time + " UTC", folder);

    private static string Modified(string path) => BtrfsBed.Run("env", "TZ=UTC", "stat", "-c", "%y", path).Output.Trim();

    private static string Times(string path) => BtrfsBed.Run("env", "TZ=UTC", "stat", "-c", "%x %y", path).Output.Trim();

    private static void Then(bool condition, Action action)
    {
        if (condition)
        {
            action();
        }
    }
}
