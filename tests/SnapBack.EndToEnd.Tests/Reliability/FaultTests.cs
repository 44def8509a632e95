using System.Globalization;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>Disks that are full, broken, closed or gone, for real.</summary>
public sealed class FaultTests
{
    private const int Failed = 8;
    private const int NothingDone = 16;

    [SkippableFact]
    public void AFullDiskKeepsEveryOldVersionAndALargerOneIsFilledLater()
    {
        using LoopVolume small = LoopVolume.Create(VolumeKind.Tmpfs, 8);
        using BackupBed bed = new(destinationVolume: small.MountPoint);
        for (int i = 0; i < 6; i++)
        {
            bed.Write($"a/b/c/{i}.dat", new string('o', 500_000));
        }

        bed.Mirror().MustEndWith(1);
        for (int i = 0; i < 6; i++)
        {
            bed.Write($"a/b/c/{i}.dat", new string('n', 2_000_000));
        }

        Dictionary<string, string> old = FileHashes.Of(bed.Destination);
        ShellResult full = bed.Mirror();

        (full.ExitCode & Failed).ShouldBe(Failed);
        full.Output.ShouldContain("No space left on device");
        Dictionary<string, string> source = FileHashes.Of(bed.Source);
        Dictionary<string, string> after = FileHashes.Of(bed.Destination);
        after.Keys.ShouldBe(old.Keys, ignoreOrder: true);
        after.ShouldAllBe(file => file.Value == old[file.Key] || file.Value == source[file.Key]);
        after.ShouldContain(file => file.Value == old[file.Key]);
        bed.LastStatus().ShouldBe("failed");
        small.Remount("size=64M");
        bed.Mirror().MustEndWith(1);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void AFileThatCannotBeReadKeepsItsCopyAndTheOthersAreCopied()
    {
        using BackupBed bed = new();
        OldThenNew(bed, 5);

        ShellResult run = bed.MirrorUnder(Strace.Failing("pread64", "EIO", bed.In("a/b/c/2.txt")));

        run.MustEndWith(Failed + 1);
        run.Output.ShouldContain("Result: FAILED, 1 file could not be copied");
        File.ReadAllText(bed.Out("a/b/c/2.txt")).ShouldBe("old 2");
        new[] { 0, 1, 3, 4 }.ShouldAllBe(i => File.ReadAllText(bed.Out($"a/b/c/{i}.txt")) == $"new {i}");
        FileHashes.Temporaries(bed.Destination).ShouldBeEmpty();
        bed.LastStatus().ShouldBe("failed");
        bed.Mirror().MustEndWith(1);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void AFileWhoseFlushFailsIsNotPublished()
    {
        using BackupBed bed = new();
        OldThenNew(bed, 1);
        string trace = Path.Join(bed.Root, "trace");
        bed.MirrorUnder(Strace.Watching("fsync", trace)).MustEndWith(1);
        string when = NumberOfFlush(trace);
        File.WriteAllText(bed.In("a/b/c/0.txt"), "newer 0");

        ShellResult run = bed.MirrorUnder(Strace.Failing("fsync", "EIO", when: when, log: trace));

        File.ReadAllText(trace).ShouldContain(".tmp>) = -1 EIO (Input/output error) (INJECTED)");
        run.MustEndWith(Failed);
        run.Output.ShouldContain("flush");
        File.ReadAllText(bed.Out("a/b/c/0.txt")).ShouldBe("new 0");
        FileHashes.Temporaries(bed.Destination).ShouldBeEmpty();
        bed.LastStatus().ShouldBe("failed");
        bed.Mirror().MustEndWith(1);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void AGroupWhoseFlushFailsIsNotPublished()
    {
        using BackupBed bed = new();
        OldThenNew(bed, 30);

        ShellResult run = bed.MirrorUnder(Strace.Failing("syncfs", "EIO"));

        run.ExitCode.ShouldBe(Failed, run.Output + run.Error);
        Enumerable.Range(0, 30).ShouldAllBe(i => File.ReadAllText(bed.Out($"a/b/c/{i}.txt")) == $"old {i}");
        FileHashes.Temporaries(bed.Destination).ShouldBeEmpty();
        bed.LastStatus().ShouldBe("failed");
        bed.Mirror().MustEndWith(1);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void AFlushThatFailsAtTheEndOfTheRunIsAFailureOfTheRun()
    {
        using BackupBed bed = new();
        OldThenNew(bed, 30);

        ShellResult run = bed.MirrorUnder(Strace.Failing("syncfs", "EIO", when: "2+"));

        (run.ExitCode & Failed).ShouldBe(Failed, run.Output + run.Error);
        run.ExitCode.ShouldBeLessThan(NothingDone);
        bed.LastStatus().ShouldBe("failed");
        bed.Mirror().ExitCode.ShouldBeLessThan(Failed);
        bed.IsMirrored();
        bed.LastStatus().ShouldBe("completed");
    }

    [SkippableFact]
    public void ADestinationThatTurnsReadOnlyInTheMiddleKeepsCompleteVersions()
    {
        using LoopVolume volume = LoopVolume.Create(VolumeKind.Ext4, 100, "errors=remount-ro");
        using BackupBed bed = new(destinationVolume: volume.MountPoint);
        OldThenNew(bed, 40, bytes: 50_000);
        Dictionary<string, string> old = FileHashes.Of(bed.Destination);
        string device = Path.GetFileName(Shell.Run("findmnt", ["-n", "-o", "SOURCE", volume.MountPoint]).MustSucceed().Output.Trim());

        using RunningProgram run = bed.StartMirror("--json", "--bandwidth", "200K");
        run.Says("\"copying\"").ShouldBeTrue(run.Said);
        run.EndsWithin(TimeSpan.FromMilliseconds(500)).ShouldBeFalse(run.Said);
        // The kernel's own switch for tests: it reports a damaged file system, and errors=remount-ro does the rest.
        File.WriteAllText($"/sys/fs/ext4/{device}/trigger_fs_error", "test");
        run.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();

        run.ExitCode.ShouldBeOneOf(Failed, Failed + 1);
        Dictionary<string, string> source = FileHashes.Of(bed.Source);
        Dictionary<string, string> after = FileHashes.Of(bed.Destination, FileHashes.IsTemporary);
        after.Keys.ShouldBe(old.Keys, ignoreOrder: true);
        after.ShouldAllBe(file => file.Value == old[file.Key] || file.Value == source[file.Key]);
        bed.LastStatus().ShouldBe("failed");
        bed.Mirror().ExitCode.ShouldBeOneOf(Failed, NothingDone);
        Shell.Run("umount", [volume.MountPoint]).MustSucceed();
        Shell.Run("mount", [$"/dev/{device}", volume.MountPoint]).MustSucceed();
        bed.Mirror().MustEndWith(1);
        bed.IsMirrored("lost+found");
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void NothingIsDeletedBelowASourceFolderWhoseListingBreaksOff(int call)
    {
        using BackupBed bed = new();
        for (int i = 0; i < 2000; i++)
        {
            bed.Write($"a/b/c/a-name-of-some-length-{i}.txt", string.Empty);
        }

        bed.Write("a/b/c/below/deep.txt", "deep");
        bed.Write("z/gone.txt", "gone tomorrow");
        bed.Mirror().MustEndWith(1);
        File.Delete(bed.In("z/gone.txt"));
        File.Delete(bed.In("a/b/c/below/deep.txt"));
        string[] before = TreeListing.Of(bed.Out("a"));

        ShellResult run = bed.MirrorUnder(Strace.Failing("getdents64", "EIO", bed.In("a/b/c"), call.ToString(CultureInfo.InvariantCulture)));

        (run.ExitCode & Failed).ShouldBe(Failed, run.Output);
        TreeListing.Of(bed.Out("a")).ShouldBe(before);
        File.Exists(bed.Out("z/gone.txt")).ShouldBeFalse("what could be listed is mirrored");
        bed.Mirror().MustEndWith(2);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void ASourceThatCannotBeListedEndsTheRunBeforeAnythingIsTouched()
    {
        using BackupBed bed = new();
        OldThenNew(bed, 3);
        string[] before = TreeListing.Of(bed.Destination);

        ShellResult run = bed.MirrorUnder(Strace.Failing("getdents64", "EIO", bed.Source));

        run.MustEndWith(NothingDone);
        run.Error.ShouldContain("SB1104");
        TreeListing.Of(bed.Destination).ShouldBe(before);
    }

    [SkippableFact]
    public void AnOrdinaryUserKeepsTheCopyOfAFolderThatIsClosed()
    {
        using BackupBed bed = new();
        string[] asUser = OrdinaryUser.Of(bed);
        bed.Write("open/a.txt", "a");
        bed.Write("closed/b.txt", "b");
        OrdinaryUser.Owns(bed.Source, bed.Backups, bed.Program.State);
        bed.MirrorUnder(asUser).MustEndWith(1);
        Shell.Run("chown", ["root:root", bed.In("closed")]).MustSucceed();
        Shell.Run("chmod", ["0700", bed.In("closed")]).MustSucceed();
        File.WriteAllText(bed.In("open/a.txt"), "changed");

        ShellResult run = bed.MirrorUnder(asUser);

        run.ExitCode.ShouldBe(Failed + 1, run.Output + run.Error);
        run.Output.ShouldContain("closed");
        File.ReadAllText(bed.Out("closed/b.txt")).ShouldBe("b");
        File.ReadAllText(bed.Out("open/a.txt")).ShouldBe("changed");
    }

    [SkippableFact]
    public void AnOrdinaryUserWhoMayNotOpenTheSourceIsToldAndNothingIsTouched()
    {
        using BackupBed bed = new();
        string[] asUser = OrdinaryUser.Of(bed);
        bed.Write("a.txt", "a");
        OrdinaryUser.Owns(bed.Source, bed.Backups, bed.Program.State);
        bed.MirrorUnder(asUser).MustEndWith(1);
        Shell.Run("chown", ["root:root", bed.Source]).MustSucceed();
        Shell.Run("chmod", ["0700", bed.Source]).MustSucceed();

        ShellResult run = bed.MirrorUnder(asUser);

        run.ExitCode.ShouldBe(NothingDone, run.Output + run.Error);
        run.Error.ShouldContain("SB11");
        File.ReadAllText(bed.Out("a.txt")).ShouldBe("a");
    }

    [SkippableFact]
    public void AnImmutableFileFailsAloneAndLeavesNothingBeside()
    {
        Require.Program("chattr");
        using LoopVolume volume = LoopVolume.Create(VolumeKind.Ext4, 100);
        using BackupBed bed = new(destinationVolume: volume.MountPoint);
        OldThenNew(bed, 12);
        Shell.Run("chattr", ["+i", bed.Out("a/b/c/3.txt")]).MustSucceed();

        ShellResult run = bed.Mirror();

        run.MustEndWith(Failed + 1);
        run.Output.ShouldContain("Result: FAILED, 1 file could not be copied, 11 files copied");
        File.ReadAllText(bed.Out("a/b/c/3.txt")).ShouldBe("old 3");
        Enumerable.Range(0, 12).Where(i => i != 3).ShouldAllBe(i => File.ReadAllText(bed.Out($"a/b/c/{i}.txt")) == $"new {i}");
        FileHashes.Temporaries(bed.Destination).ShouldBeEmpty();
        Shell.Run("chattr", ["-i", bed.Out("a/b/c/3.txt")]).MustSucceed();
        bed.Mirror().MustEndWith(1);
        bed.IsMirrored();
    }

    // Files "old 0", "old 1", ... that are backed up, and then "new 0", "new 1", ... that are not.
    private static void OldThenNew(BackupBed bed, int files, int bytes = 0)
    {
        foreach (string version in new[] { "old", "new" })
        {
            for (int i = 0; i < files; i++)
            {
                bed.Write($"a/b/c/{i}.txt", $"{version} {i}" + new string(' ', bytes));
            }

            if (version == "old")
            {
                bed.Mirror().MustEndWith(1);
            }
        }
    }

    // The catalog flushes as well: which of its thread's flushes is the one of the new file? strace counts for each thread.
    private static string NumberOfFlush(string trace)
    {
        string[] flushes = [.. File.ReadLines(trace).Where(line => line.Contains("fsync(", StringComparison.Ordinal))];
        int at = Array.FindIndex(flushes, line => line.Contains(".tmp>", StringComparison.Ordinal));
        at.ShouldBeGreaterThanOrEqualTo(0, "the new file is not flushed at all");
        string thread = flushes[at].Split(' ')[0];
        return flushes[..(at + 1)].Count(line => line.Split(' ')[0] == thread).ToString(CultureInfo.InvariantCulture);
    }
}
