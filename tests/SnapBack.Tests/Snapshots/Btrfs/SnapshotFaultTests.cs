using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Platform.Linux;
using SnapBack.Snapshots;
using Xunit;

namespace SnapBack.Tests.Snapshots.Btrfs;

[SupportedOSPlatform("linux")]
public sealed class SnapshotFaultTests
{
    [SkippableTheory]
    [InlineData("note one", "")]
    [InlineData("note two", "strike one")]
    [InlineData("flush one", "strike two,strike one")]
    [InlineData("snapshot one", "noflushoncommit mnt,strike two,strike one")]
    [InlineData("snapshot two", "noflushoncommit mnt,strike two,destroy one,strike one")]
    [InlineData("after snapshot one", "noflushoncommit mnt,strike two,destroy one,strike one")]
    [InlineData("after snapshot two", "noflushoncommit mnt,destroy two,strike two,destroy one,strike one")]
    public void AFailureAtAnyStepIsTakenBackStepByStep(string failing, string expectedUndo)
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string one = bed.Subvolume("one");
        string two = bed.Subvolume("two");
        int done = 0;
        scene.Fail = step =>
        {
            if (step == failing)
            {
                done = scene.Log.Count;
                throw Errno.Exception(Errno.ENOSPC, "scripted");
            }
        };

        Should.Throw<SnapshotException>(() => bed.Create(one, two)).Message.ShouldContain("scripted");

        string.Join(',', scene.Steps.Skip(done)).ShouldBe(expectedUndo);
        bed.Snapshots.ShouldBeEmpty();
        bed.Ledger.Open.ShouldBeEmpty();
        bed.MountLine.ShouldNotContain("flushoncommit");
    }

    [SkippableFact]
    public void ReleaseTakesBackInReverseOrder()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();

        using (bed.Create(bed.Subvolume("one"), bed.Subvolume("two")))
        {
            scene.Steps.ShouldBe(["note one", "note two", "flush one", "flushoncommit mnt", "snapshot one", "snapshot two", "noflushoncommit mnt"]);
        }

        scene.Steps.Skip(7).ShouldBe(["destroy two", "strike two", "destroy one", "strike one"]);
    }

    [SkippableFact]
    public void WhatCanNotBeReleasedIsToldKeptInTheLedgerAndTriedAgain()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        using ISnapshotSession session = bed.Create(bed.Subvolume("one"), bed.Subvolume("two"));
        scene.Fail = step => ThrowIf(step == "destroy two", Errno.EPERM);

        string told = session.Release().ShouldHaveSingleItem();

        told.ShouldContain(bed.At("two"));
        told.ShouldContain("Operation not permitted");
        bed.Snapshots.Length.ShouldBe(1);
        bed.Ledger.Open.ShouldHaveSingleItem().Id.ShouldStartWith(bed.At("two/"));
        session.IsAlive().ShouldBeFalse();

        scene.Fail = _ => { };
        session.Release().ShouldBeEmpty();
        bed.Snapshots.ShouldBeEmpty();
        bed.Ledger.Open.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASnapshotThatCanNotBeTakenBackIsNamedInTheErrorAndStaysNoted()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string one = bed.Subvolume("one");
        string two = bed.Subvolume("two");
        scene.Fail = step => ThrowIf(step is "snapshot two" or "destroy one", Errno.ENOSPC);

        SnapshotException failure = Should.Throw<SnapshotException>(() => bed.Create(one, two));

        SnapshotNote note = bed.Ledger.Open.ShouldHaveSingleItem();
        failure.Message.ShouldContain(note.Id);
        failure.Message.ShouldContain("could not be removed");
        bed.Snapshots.Length.ShouldBe(1);
    }

    [SkippableFact]
    public void ANestedSubvolumeThatRefusesIsNotCoveredAndTheSetGoesOn()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string data = bed.Subvolume("data");
        bed.Subvolume("data/closed");
        bed.Subvolume("data/closed/inside");
        bed.Subvolume("data/open");
        scene.Fail = step => ThrowIf(step == "snapshot closed", Errno.EROFS);

        using ISnapshotSession session = bed.Create(data);

        session.ViewOf(data).NotCovered.Select(path => path.Value).ShouldBe(["closed"]);
        session.ViewOf(data).Nested.Keys.Select(path => path.Value).ShouldBe(["open"]);
        session.IsAlive().ShouldBeTrue();
        session.Release().ShouldBeEmpty();
        bed.Ledger.Open.ShouldBeEmpty();
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFullFileSystemAtANestedSubvolumeFailsTheSet()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string data = bed.Subvolume("data");
        bed.Subvolume("data/inner");
        scene.Fail = step => ThrowIf(step == "snapshot inner", Errno.ENOSPC);

        Should.Throw<SnapshotException>(() => bed.Create(data)).Hint.ShouldContain("Free some space");

        bed.Snapshots.ShouldBeEmpty();
        bed.Ledger.Open.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASubvolumeThatAppearsOrMovesWhileTheSetIsMadeIsNotCovered()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string data = bed.Subvolume("data");
        bed.Subvolume("data/known");
        scene.Fail = step =>
        {
            if (step == "flush data")
            {
                bed.Subvolume("data/late");
                Directory.Move(bed.At("data/known"), bed.At("data/moved"));
            }
        };

        using ISnapshotSession session = bed.Create(data);

        session.ViewOf(data).NotCovered.Select(path => path.Value).ShouldBe(["known", "late", "moved"], ignoreOrder: true);
        session.ViewOf(data).Nested.ShouldBeEmpty();
        session.IsAlive().ShouldBeTrue();
        session.Release().ShouldBeEmpty();
        bed.Snapshots.ShouldBeEmpty("also the snapshot that moved with its subvolume is found and removed");
    }

    [SkippableFact]
    public void ASourceThatMovesWhileTheSetIsMadeFailsIt()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        bed.Subvolume("data");
        bed.File("data/source/file", "1");
        scene.Fail = step =>
        {
            if (step == "flush data")
            {
                Directory.Move(bed.At("data/source"), bed.At("data/away"));
                Directory.CreateDirectory(bed.At("data/source"));
            }
        };

        Should.Throw<SnapshotException>(() => bed.Create(bed.At("data/source"))).Message.ShouldContain("moved while its snapshot was made");

        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatSomeoneElsePutUnderTheNameIsNotDeleted()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string one = bed.Subvolume("one");
        string swapped = string.Empty;
        scene.FailAfter = (step, path) =>
        {
            if (step == "snapshot one")
            {
                swapped = path;
                BtrfsBed.Run("btrfs", "-q", "subvolume", "delete", path);
                BtrfsBed.Run("btrfs", "-q", "subvolume", "create", path);
                File.WriteAllText($"{path}/precious", "1");
            }
        };

        Should.Throw<SnapshotException>(() => bed.Create(one)).Message.ShouldContain("is not the snapshot that was just made");

        File.Exists($"{swapped}/precious").ShouldBeTrue();
        scene.Steps.ShouldNotContain("destroy one");
    }

    private static void ThrowIf(bool condition, int errno)
    {
        if (condition)
        {
            throw Errno.Exception(errno, "scripted");
        }
    }
}
