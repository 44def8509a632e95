using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Platform.Linux;
using SnapBack.Runs;
using SnapBack.Snapshots;
using Xunit;

namespace SnapBack.Tests.Snapshots.Btrfs;

[SupportedOSPlatform("linux")]
public sealed class FlushOptionTests
{
    [SkippableTheory]
    [InlineData("")]
    [InlineData("compress=zstd:9,commit=77,noatime,nosuid,nodev,max_inline=1000,thread_pool=5,metadata_ratio=3,nobarrier")]
    [InlineData("noacl,compress-force=lzo,autodefrag,ssd_spread,notreelog,user_subvol_rm_allowed,lazytime,sync,skip_balance")]
    [InlineData("nodatacow,nodatasum,nossd,nodiscard,space_cache=v2,enospc_debug,rescan_uuid_tree,fatal_errors=panic,relatime")]
    public void TheOptionIsOnWhileTheSetIsMadeAndNoOtherEverChanges(string options)
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed(options);
        string data = bed.Subvolume("data");
        bed.Subvolume("data/inner");
        string before = bed.MountLine;
        List<string> during = [];
        scene.FailAfter = (step, _) => Then(step.StartsWith("snapshot", StringComparison.Ordinal), () => during.Add(bed.MountLine));

        using ISnapshotSession session = bed.Create(data);

        during.Count.ShouldBe(2);
        during.ShouldAllBe(line => line.Contains(",flushoncommit,", StringComparison.Ordinal));
        during.ShouldAllBe(line => line.Replace(",flushoncommit", string.Empty, StringComparison.Ordinal) == before);
        bed.MountLine.ShouldBe(before);
        session.Set.Notices.ShouldBeEmpty();
        session.Release().ShouldBeEmpty();
        bed.MountLine.ShouldBe(before);
    }

    [SkippableFact]
    public void WhereItIsOnAlreadyItStaysOnUntouched()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed("flushoncommit");
        string before = bed.MountLine;

        using ISnapshotSession session = bed.Create(bed.Subvolume("data"));
        session.Release().ShouldBeEmpty();

        before.ShouldContain("flushoncommit");
        bed.MountLine.ShouldBe(before);
        scene.Steps.ShouldNotContain(step => step.Contains("flushoncommit", StringComparison.Ordinal));
        session.Set.Notices.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASubvolumeWhoseNameSpellsTheOptionFoolsNobody()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        BtrfsBed.Run("btrfs", "subvolume", "set-default", bed.Subvolume("a,flushoncommit"));
        string device = Device(bed);
        BtrfsBed.Run("umount", bed.Volume.MountPoint);
        BtrfsBed.Run("mount", device, bed.Volume.MountPoint);
        bed.MountLine.ShouldEndWith("flushoncommit");

        using ISnapshotSession session = bed.Create(bed.Volume.MountPoint);

        scene.Steps.ShouldContain("flushoncommit mnt");
    }

    [SkippableFact]
    public void WhereTheKernelRefusesTheSetIsMadeAndSaysThatItIsWeaker()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string data = bed.Subvolume("data");
        scene.Fail = step => Then(step == "flushoncommit mnt", () => throw Errno.Exception(Errno.EPERM, "scripted"));

        using ISnapshotSession session = bed.Create(data);

        Notice notice = session.Set.Notices.ShouldHaveSingleItem();
        notice.Code.ShouldBe("crash-consistency-weaker");
        notice.IsWarning.ShouldBeTrue();
        notice.Text.ShouldContain(data);
        notice.Text.ShouldContain("Operation not permitted");
        session.IsAlive().ShouldBeTrue();
        scene.Steps.ShouldNotContain("noflushoncommit mnt");
        session.Release().ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatCanNotBeTurnedBackAtOnceIsTurnedBackAtTheRelease()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string before = bed.MountLine;
        bool isRefused = true;
        scene.Fail = step => Then(isRefused && step == "noflushoncommit mnt", () => throw Errno.Exception(Errno.EPERM, "scripted"));
        using ISnapshotSession session = bed.Create(bed.Subvolume("data"));
        bed.MountLine.ShouldContain("flushoncommit");

        session.Release().ShouldHaveSingleItem().ShouldContain("'flushoncommit' could not be turned off again");
        bed.Snapshots.ShouldBeEmpty();
        isRefused = false;
        session.Release().ShouldBeEmpty();

        bed.MountLine.ShouldBe(before);
    }

    [SkippableFact]
    public void SomebodyWhoTurnsItOffMeanwhileMakesTheSetWeaker()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string before = bed.MountLine;
        scene.FailAfter = (step, _) => Then(step == "snapshot data", () => bed.Volume.Remount("noflushoncommit"));

        using ISnapshotSession session = bed.Create(bed.Subvolume("data"));

        session.Set.Notices.ShouldHaveSingleItem().Text.ShouldContain("another program turned it off");
        bed.MountLine.ShouldBe(before);
    }

    [SkippableFact]
    public void SomebodyWhoChangesAnotherOptionMeanwhileKeepsHisChangeAndIsTold()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        scene.FailAfter = (step, _) => Then(step == "snapshot data", () => bed.Volume.Remount("commit=99"));

        using ISnapshotSession session = bed.Create(bed.Subvolume("data"));

        bed.MountLine.ShouldContain("commit=99");
        bed.MountLine.ShouldNotContain("flushoncommit");
        Notice notice = session.Set.Notices.ShouldHaveSingleItem();
        notice.Code.ShouldBe("mount-options-changed");
        notice.Text.ShouldContain("commit=99");
    }

    [SkippableFact]
    public void AFileSystemThatBecomesReadOnlyMeanwhileStaysReadOnly()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        string data = bed.Subvolume("data");
        scene.FailAfter = (step, _) => Then(step == "snapshot data", () => bed.Volume.Remount("ro"));

        Should.Throw<SnapshotException>(() => bed.Create(data)).Message.ShouldContain("'flushoncommit' could not be turned off again");

        bed.MountLine.ShouldContain(" ro,flushoncommit,");
    }

    [SkippableFact]
    public void AMountThatAnotherOneHidesIsPassedOver()
    {
        Scene scene = new();
        using BtrfsBed bed = scene.Bed();
        bed.Subvolume("data");
        string second = Directory.CreateDirectory(bed.At("second")).FullName;
        BtrfsBed.Run("mount", "-o", "subvol=data", Device(bed), second);
        scene.Fail = step =>
        {
            Then(step == "after flush second", () => BtrfsBed.Run("mount", "-t", "tmpfs", "none", second));
            Then(step == "after flushoncommit mnt", () => BtrfsBed.Run("umount", second));
        };

        using ISnapshotSession session = bed.Create(second);

        scene.Steps.ShouldContain("flushoncommit mnt");
        session.Set.Notices.ShouldBeEmpty();
        bed.MountLine.ShouldNotContain("flushoncommit");
    }

    private static void Then(bool condition, Action action)
    {
        if (condition)
        {
            action();
        }
    }

    private static string Device(BtrfsBed bed) => BtrfsBed.Run("findmnt", "-no", "SOURCE", "--nofsroot", bed.Volume.MountPoint).Output.Trim();
}
