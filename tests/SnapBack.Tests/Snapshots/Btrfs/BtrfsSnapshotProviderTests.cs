using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Paths;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Btrfs;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Snapshots.Btrfs;

[SupportedOSPlatform("linux")]
public sealed class BtrfsSnapshotProviderTests
{
    [SkippableFact]
    public void ASnapshotThatIsKeptStaysUntilItIsDeletedByItsNote()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.Subvolume("data/inner");
        Directory.CreateDirectory($"{data}/sub");
        RecordingLedger ledger = new();

        IReadOnlyList<KeptSnapshot> kept = bed.Provider.Keep([$"{data}/sub", data], ledger, CancellationToken.None);

        bed.Snapshots.Length.ShouldBe(2);
        kept.Select(snapshot => snapshot.Source).ShouldBe([$"{data}/sub", data, $"{data}/inner"]);
        kept.ShouldAllBe(snapshot => Directory.Exists(snapshot.Path));
        ledger.Open.ShouldAllBe(note => note.IsKept);
        kept.Select(snapshot => snapshot.Note).Distinct().ShouldAllBe(note => bed.Provider.TryRemoveLeftover(note));
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASnapshotKeepsTheMomentAndIsGoneAfterRelease()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.File("data/file", "before");

        using ISnapshotSession session = bed.Create(data);
        bed.File("data/file", "after");

        SourceView view = session.ViewOf(data);
        view.IsSnapshot.ShouldBeTrue();
        File.ReadAllText($"{view.ReadRoot}/file").ShouldBe("before");
        Should.Throw<IOException>(() => File.WriteAllText($"{view.ReadRoot}/file", "x"));
        bed.Snapshots.Length.ShouldBe(1);
        bed.Ledger.Open.ShouldHaveSingleItem().Id.ShouldBe(view.ReadRoot);
        session.Set.Members.ShouldBe(bed.Ledger.Open);
        session.IsAlive().ShouldBeTrue();

        session.Release().ShouldBeEmpty();

        session.IsAlive().ShouldBeFalse();
        bed.Snapshots.ShouldBeEmpty();
        bed.Ledger.Open.ShouldBeEmpty();
        Directory.GetFileSystemEntries(data).ShouldBe([$"{data}/file"]);
    }

    [SkippableFact]
    public void TheNameOfASnapshotIsReservedAndNewEachTime()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");

        using ISnapshotSession one = bed.Create(data);
        using ISnapshotSession two = bed.Create(data);

        string[] names = [Path.GetFileName(one.ViewOf(data).ReadRoot), Path.GetFileName(two.ViewOf(data).ReadRoot)];
        names[0].ShouldNotBe(names[1]);
        names.ShouldAllBe(name => ReservedNames.IsReserved(name, atRoot: false) && OwnSnapshot.IsOurName(name));
        two.ViewOf(data).Nested.ShouldBeEmpty();
        two.ViewOf(data).NotCovered.ShouldBeEmpty();
    }

    [SkippableFact]
    public void NestedSubvolumesTwoDeepAreReadFromTheirOwnSnapshots()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        Directory.CreateDirectory(bed.At("data/a/b"));
        bed.Subvolume("data/a/b/inner");
        Directory.CreateDirectory(bed.At("data/a/b/inner/c"));
        bed.Subvolume("data/a/b/inner/c/innermost");
        bed.File("data/a/b/inner/one", "1");
        bed.File("data/a/b/inner/c/innermost/two", "2");

        using ISnapshotSession session = bed.Create(data);
        bed.File("data/a/b/inner/one", "later");
        bed.File("data/a/b/inner/c/innermost/two", "later");

        SourceView view = session.ViewOf(data);
        view.Nested.Keys.Select(path => path.Value).ShouldBe(["a/b/inner", "a/b/inner/c/innermost"], ignoreOrder: true);
        File.ReadAllText($"{view.Nested[Parse("a/b/inner")]}/one").ShouldBe("1");
        File.ReadAllText($"{view.Nested[Parse("a/b/inner/c/innermost")]}/two").ShouldBe("2");
        Directory.GetFileSystemEntries($"{view.ReadRoot}/a/b/inner").ShouldBeEmpty();
        bed.Snapshots.Length.ShouldBe(3);
        session.Release().ShouldBeEmpty();
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASourceDeepInASubvolumeSeesOnlyWhatLiesBelowIt()
    {
        using BtrfsBed bed = new();
        bed.Subvolume("data");
        string deep = Path.GetDirectoryName(bed.File("data/x/y/deep/file", "1"))!;
        bed.Subvolume("data/x/beside");
        bed.Subvolume("data/x/y/deep/below");

        using ISnapshotSession session = bed.Create(deep);

        SourceView view = session.ViewOf(deep);
        view.ReadRoot.ShouldEndWith("/x/y/deep");
        File.ReadAllText($"{view.ReadRoot}/file").ShouldBe("1");
        view.Nested.Keys.ShouldBe([Parse("below")]);
        view.NotCovered.ShouldBeEmpty();
    }

    [SkippableFact]
    public void TheWholeFileSystemCanBeASource()
    {
        using BtrfsBed bed = new();
        bed.Subvolume("data");
        bed.File("data/file", "1");

        using ISnapshotSession session = bed.Create(bed.Volume.MountPoint);

        SourceView view = session.ViewOf(bed.Volume.MountPoint);
        File.ReadAllText($"{view.Nested[Parse("data")]}/file").ShouldBe("1");
    }

    [SkippableFact]
    public void TwoSourcesInOneSubvolumeShareOneSnapshot()
    {
        using BtrfsBed bed = new();
        bed.Subvolume("data");
        bed.File("data/one/file", "1");
        bed.File("data/two/file", "2");

        using ISnapshotSession session = bed.Create(bed.At("data/one"), bed.At("data/two"));

        bed.Snapshots.Length.ShouldBe(1);
        File.ReadAllText($"{session.ViewOf(bed.At("data/one")).ReadRoot}/file").ShouldBe("1");
        File.ReadAllText($"{session.ViewOf(bed.At("data/two")).ReadRoot}/file").ShouldBe("2");
    }

    [SkippableFact]
    public void TwoSubvolumesAndASecondFileSystemMakeOneSet()
    {
        using BtrfsBed bed = new();
        using BtrfsBed other = new(200);
        string one = bed.Subvolume("one");
        string two = bed.Subvolume("two");
        string three = other.Subvolume("three");

        using ISnapshotSession session = bed.Create(one, two, three);

        session.Set.Members.Count.ShouldBe(3);
        (bed.Snapshots.Length, other.Snapshots.Length).ShouldBe((2, 1));
        session.Release().ShouldBeEmpty();
        (bed.Snapshots.Length, other.Snapshots.Length).ShouldBe((0, 0));
    }

    [SkippableFact]
    public void AnotherFileSystemAndABindMountBelowTheSourceAreNotCovered()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.Subvolume("data/hidden");
        Directory.CreateDirectory(bed.At("data/a/usb stick"));
        Directory.CreateDirectory(bed.At("data/bound"));
        bed.File("elsewhere/file", "1");
        BtrfsBed.Run("mount", "-t", "tmpfs", "none", bed.At("data/a/usb stick"));
        BtrfsBed.Run("mount", "-t", "tmpfs", "none", bed.At("data/hidden"));
        BtrfsBed.Run("mount", "--bind", bed.At("elsewhere"), bed.At("data/bound"));

        using ISnapshotSession session = bed.Create(data);

        session.ViewOf(data).NotCovered.Select(path => path.Value).ShouldBe(["a/usb stick", "bound", "hidden"], ignoreOrder: true);
        session.ViewOf(data).Nested.ShouldBeEmpty();
    }

    [SkippableFact]
    public void AReadOnlyNestedSubvolumeIsNotCovered()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        Directory.CreateDirectory(bed.At("data/.snapshots"));
        BtrfsBed.Run("btrfs", "-q", "subvolume", "snapshot", "-r", data, bed.At("data/.snapshots/1"));

        using ISnapshotSession session = bed.Create(data);

        session.ViewOf(data).NotCovered.ShouldBe([Parse(".snapshots/1")]);
        session.ViewOf(data).Nested.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASourceGivenThroughALinkIsTheFolderBehindIt()
    {
        using BtrfsBed bed = new();
        bed.Subvolume("data");
        bed.File("data/deep/file", "1");
        File.CreateSymbolicLink(bed.At("link"), bed.At("data/deep"));

        using ISnapshotSession session = bed.Create(bed.At("link"));

        SourceView view = session.ViewOf(bed.At("link"));
        view.ReadRoot.ShouldStartWith(bed.At("data/.snapback-snapshot-"));
        File.ReadAllText($"{view.ReadRoot}/file").ShouldBe("1");
    }

    [SkippableFact]
    public void ABindMountedPartOfASubvolumeIsFoundThroughItsOtherMount()
    {
        using BtrfsBed bed = new();
        bed.Subvolume("data");
        bed.File("data/deep/more/file", "1");
        string bound = Directory.CreateDirectory(bed.At("data/bound")).FullName;
        BtrfsBed.Run("mount", "--bind", bed.At("data/deep"), bound);

        using ISnapshotSession session = bed.Create($"{bound}/more");

        File.ReadAllText($"{session.ViewOf($"{bound}/more").ReadRoot}/file").ShouldBe("1");
    }

    [SkippableFact]
    public void APartOfASubvolumeWhoseTopIsMountedNowhereIsRefused()
    {
        using BtrfsBed bed = new();
        bed.Subvolume("data");
        bed.File("data/deep/file", "1");
        BtrfsBed.Run("mount", "--bind", bed.At("data/deep"), bed.Volume.MountPoint);

        bed.Provider.WhyNot(bed.Volume.MountPoint).ShouldNotBeNull().ShouldContain("Only a part of the subvolume");
        Should.Throw<SnapshotException>(() => bed.Create(bed.Volume.MountPoint)).Hint.ShouldContain("subvol=");
        bed.Ledger.Open.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ANameThatIsNoUnicodeIsFoundAgain()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        BtrfsBed.Run("bash", "-c", $"cd '{data}' && mkdir -p $'od\\xffd' && btrfs -q subvolume create $'od\\xffd/in\\xfener' && echo 1 > $'od\\xffd/in\\xfener/file'");

        using ISnapshotSession session = bed.Create(data);

        string path = NameCodec.Decode([.. "od"u8, 0xFF, .. "d/in"u8, 0xFE, .. "ner"u8]);
        session.ViewOf(data).Nested.Keys.ShouldHaveSingleItem().Value.ShouldBe(path);
        session.Release().ShouldBeEmpty();
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASnapshotDeletedBehindOurBackIsNoticedAndReleaseIsContent()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.Subvolume("data/inner");
        using ISnapshotSession session = bed.Create(data);

        BtrfsBed.Run("btrfs", "subvolume", "delete", session.ViewOf(data).Nested[Parse("inner")]);

        session.IsAlive().ShouldBeFalse();
        session.Release().ShouldBeEmpty();
        bed.Ledger.Open.ShouldBeEmpty();
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhyNotTellsWhatStandsInTheWay()
    {
        using LoopVolume ext4 = LoopVolume.Create(VolumeKind.Ext4, 50);
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        BtrfsBed.Run("btrfs", "-q", "subvolume", "snapshot", "-r", data, bed.At("frozen"));

        bed.Provider.WhyNot(data).ShouldBeNull();
        bed.Provider.WhyNot(ext4.MountPoint).ShouldNotBeNull().ShouldContain("does not lie on a btrfs");
        bed.Provider.WhyNot(bed.At("frozen")).ShouldNotBeNull().ShouldContain("is read-only");
        bed.Provider.WhyNot(bed.At("missing")).ShouldNotBeNull().ShouldContain("No such file");
        bed.Volume.Remount("ro");
        bed.Provider.WhyNot(data).ShouldNotBeNull().ShouldContain("mounted read-only");
    }

    [SkippableFact]
    public void AReadOnlyFileSystemGetsNoSnapshotAndNoNote()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.Volume.Remount("ro");

        Should.Throw<SnapshotException>(() => bed.Create(data)).Message.ShouldContain("mounted read-only");

        bed.Ledger.Open.ShouldBeEmpty();
        bed.Volume.Remount("rw");
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFullQuotaFailsTheSetAndLeavesNothing()
    {
        using BtrfsBed bed = new();
        string one = bed.Subvolume("one");
        string two = bed.Subvolume("two");
        BtrfsBed.Run("btrfs", "quota", "enable", bed.Volume.MountPoint);
        BtrfsBed.Run("btrfs", "quota", "rescan", "-w", bed.Volume.MountPoint);
        BtrfsBed.Run("btrfs", "qgroup", "limit", "16k", two);

        SnapshotException failure = Should.Throw<SnapshotException>(() => bed.Create(one, two));

        failure.Hint.ShouldContain("Free some space");
        bed.Snapshots.ShouldBeEmpty();
        bed.Ledger.Open.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ACancelledSetLeavesNothing()
    {
        using CancellationTokenSource cancellation = new();
        using BtrfsBed bed = new() { Ledger = new RecordingLedger { BeforeNote = before => Cancel(cancellation, before == 1) } };
        string one = bed.Subvolume("one");
        string two = bed.Subvolume("two");

        Should.Throw<OperationCanceledException>(() => bed.Provider.Create([one, two], bed.Ledger, cancellation.Token));

        bed.Ledger.Open.ShouldBeEmpty();
        bed.Snapshots.ShouldBeEmpty();
    }

    private static void Cancel(CancellationTokenSource cancellation, bool now)
    {
        if (now)
        {
            cancellation.Cancel();
        }
    }

    private static RelativePath Parse(string text)
    {
        RelativePath.TryParse(text, out RelativePath path).ShouldBeTrue();
        return path;
    }
}
