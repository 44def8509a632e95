using System.Globalization;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>Backups of a real btrfs while a program goes on writing.</summary>
public sealed class SnapshotRunTests : IDisposable
{
    private const int NothingDone = 16;
    private const int Backups = 10;
    private const int Counters = 5;

    private readonly LoopVolume _volume;
    private readonly LoopVolume _elsewhere;
    private readonly BackupBed _bed;

    public SnapshotRunTests()
    {
        Require.Program("btrfs");
        _volume = LoopVolume.Create(VolumeKind.Btrfs);
        // On a volume of its own: on the source's, btrfs would share the blocks instead of copying them, in no time.
        _elsewhere = LoopVolume.Create(VolumeKind.Ext4, 100);
        _bed = new BackupBed(_volume.MountPoint, _elsewhere.MountPoint);
        Directory.Delete(_bed.Source);
        Btrfs("subvolume", "create", _bed.Source);
    }

    public void Dispose()
    {
        _bed.Dispose();
        _elsewhere.Dispose();
        _volume.Dispose();
    }

    [SkippableFact]
    public void EveryBackupOfASnapshotShowsOneMoment()
    {
        SlowDown();
        using RunningProgram writer = Script.Start("counters.py", _bed.Source, "plain", "0.001");
        long last = 0;

        for (int i = 0; i < Backups; i++)
        {
            ShellResult run = _bed.SnapshotMirror("--threads", "1", "--bandwidth", "2M");

            run.ExitCode.ShouldBe(1, run.Output + run.Error);
            long[] counters = ReadCounters();
            counters.SequenceEqual(counters.OrderDescending()).ShouldBeTrue($"a later file is ahead of an earlier one: {string.Join(' ', counters)}");
            (counters[0] - counters[^1]).ShouldBeLessThanOrEqualTo(1, string.Join(' ', counters));
            counters[0].ShouldBeGreaterThan(last);
            last = counters[0];
        }

        writer.IsRunning.ShouldBeTrue();
        TheLastRunReadASnapshot();
        Snapshots().ShouldBeEmpty();
    }

    // A round of five writes takes some 50 microseconds of each 0.3 seconds: a snapshot can fall into one, once in thousands of backups.
    [SkippableFact]
    public void EveryBackupHoldsEqualCountersOfAProgramThatKeepsWriting()
    {
        SlowDown();
        using RunningProgram writer = Script.Start("counters.py", _bed.Source, "plain", "0.3");
        List<long> seen = [];

        for (int i = 0; i < Backups; i++)
        {
            ShellResult run = _bed.SnapshotMirror("--threads", "1", "--bandwidth", "2M");

            run.ExitCode.ShouldBe(1, run.Output + run.Error);
            long[] counters = ReadCounters();
            counters.Distinct().Count().ShouldBe(1, string.Join(' ', counters));
            seen.Add(counters[0]);
        }

        seen.ShouldBe(seen.Distinct().Order());
        writer.IsRunning.ShouldBeTrue();
    }

    // Proves that the tests above can fail: backups of the live tree are torn. Not each of them: a busy machine may let the writer wait for a whole one.
    [SkippableFact]
    public void BackupsOfTheLiveTreeShowManyMoments()
    {
        using RunningProgram writer = Script.Start("counters.py", _bed.Source, "plain");
        long widest = 0;

        for (int i = 0; i < Backups && widest <= 1; i++)
        {
            SlowDown();
            ShellResult run = _bed.Mirror("--threads", "1", "--bandwidth", "2M", "--retry", "9", "--retry-wait", "0");

            run.ExitCode.ShouldBeOneOf(1, 8, 9);
            long[] counters = [.. Enumerable.Range(1, Counters).Select(n => _bed.Out($"f{n}")).Where(File.Exists).Select(Number)];
            widest = counters.DefaultIfEmpty().Max() - counters.DefaultIfEmpty().Min();
        }

        widest.ShouldBeGreaterThan(1);
        JsonElement details = _bed.Program.Rows("show", "last")[0];
        details.GetProperty("trees")[0].GetProperty("view").GetString().ShouldBe("live");
    }

    [SkippableFact]
    public void AKilledRunsSnapshotIsRemovedByTheNextRunWhichSaysSo()
    {
        SlowDown();
        using (RunningProgram run = StartAndAwaitSnapshot())
        {
            run.Kill();
        }

        Snapshots().Length.ShouldBe(1, "the kill left nothing behind: the test proves nothing");
        ShellResult next = _bed.SnapshotMirror("--json");

        next.ExitCode.ShouldBe(1, next.Output + next.Error);
        next.Output.ShouldContain("snapshot-leftover-removed");
        Snapshots().ShouldBeEmpty();
        _bed.IsMirrored();
    }

    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void ASignalledRunLeavesNoSnapshot(string signal)
    {
        SlowDown();
        using RunningProgram run = StartAndAwaitSnapshot();

        run.Signal(signal);

        run.EndsWithin(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        run.ExitCode.ShouldBe(130, run.Said);
        Snapshots().ShouldBeEmpty();
        _bed.LastStatus().ShouldBe("interrupted");
    }

    [SkippableFact]
    public void ARunThatAGuardStopsLeavesNoSnapshot()
    {
        for (int i = 0; i < 200; i++)
        {
            _bed.Write($"a/b/{i}.txt", "text");
        }

        _bed.SnapshotMirror().MustEndWith(1);
        Shell.Run("rm", ["-r", _bed.In("a")]).MustSucceed();
        _bed.Write("b.txt", "b");

        _bed.SnapshotMirror().MustEndWith(NothingDone);

        Snapshots().ShouldBeEmpty();
        File.Exists(_bed.Out("a/b/7.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void ARunWithAFailedFileLeavesNoSnapshot()
    {
        _bed.Write("a/b/good.txt", "good");
        _bed.Write("a/b/bad.txt", "bad");
        _bed.SnapshotMirror().MustEndWith(1);
        _bed.Write("a/b/good.txt", "better");
        _bed.Write("a/b/bad.txt", "worse");
        Shell.Run("chattr", ["+i", _bed.Out("a/b/bad.txt")]).MustSucceed();

        _bed.SnapshotMirror().MustEndWith(9);

        Snapshots().ShouldBeEmpty();
        File.ReadAllText(_bed.Out("a/b/bad.txt")).ShouldBe("bad");
        File.ReadAllText(_bed.Out("a/b/good.txt")).ShouldBe("better");
    }

    [SkippableFact]
    public void ASubvolumeInTheSourceIsInTheBackup()
    {
        _bed.Write("a/file.txt", "file");
        Btrfs("subvolume", "create", _bed.In("a/nested"));
        Btrfs("subvolume", "create", _bed.In("a/nested/deeper"));
        _bed.Write("a/nested/n.txt", "nested");
        _bed.Write("a/nested/deeper/d/e/f.txt", "deeper");

        _bed.SnapshotMirror().MustEndWith(1);

        _bed.IsMirrored();
        _bed.SnapshotMirror().MustEndWith(0);
        Snapshots().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AnotherVolumeInTheSourceIsNotedAndItsCopyStays()
    {
        _bed.Write("a/mounted/old.txt", "from before");
        _bed.Write("a/file.txt", "file");
        _bed.SnapshotMirror().MustEndWith(1);
        Shell.Run("mount", ["-t", "tmpfs", "tmpfs", _bed.In("a/mounted")]).MustSucceed();
        _bed.Write("a/mounted/new.txt", "on another volume");
        _bed.Write("a/file.txt", "changed");

        ShellResult run = _bed.SnapshotMirror("--json");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        run.Output.ShouldContain("not-covered");
        run.Output.ShouldContain("a/mounted");
        File.ReadAllText(_bed.Out("a/mounted/old.txt")).ShouldBe("from before");
        File.Exists(_bed.Out("a/mounted/new.txt")).ShouldBeFalse();
        File.ReadAllText(_bed.Out("a/file.txt")).ShouldBe("changed");
        _bed.Program.Rows("show", "last")[0].GetRawText().ShouldContain("not-covered");
    }

    [SkippableFact]
    public void WithoutAnySnapshotARunThatRequiresOneTouchesNothing()
    {
        using LoopVolume ext4 = LoopVolume.Create(VolumeKind.Ext4, 100);
        using BackupBed bed = new(ext4.MountPoint);
        bed.Write("a.txt", "a");
        string[] before = TreeListing.Of(ext4.MountPoint, "state");

        ShellResult run = bed.SnapshotMirror();

        run.MustEndWith(NothingDone);
        run.Error.ShouldContain("SB2001");
        run.Error.ShouldContain("Nothing was touched");
        TreeListing.Of(ext4.MountPoint, "state").ShouldBe(before);
        bed.LastStatus().ShouldBe("failed");
    }

    [SkippableFact]
    public void WithoutAnySnapshotARunThatRequiresOneDoesNotEvenMakeTheDestination()
    {
        using LoopVolume ext4 = LoopVolume.Create(VolumeKind.Ext4, 100);
        using BackupBed bed = new(ext4.MountPoint);
        bed.Write("a.txt", "a");
        Directory.Delete(bed.Destination);

        bed.SnapshotMirror().MustEndWith(NothingDone);

        Directory.Exists(bed.Destination).ShouldBeFalse();
    }

    [SkippableFact]
    public void WithoutAnySnapshotARunThatPrefersOneSaysLoudlyThatItReadsTheLiveTree()
    {
        using LoopVolume ext4 = LoopVolume.Create(VolumeKind.Ext4, 100);
        using BackupBed bed = new(ext4.MountPoint);
        bed.Write("a.txt", "a");

        ShellResult run = bed.SnapshotMirror("--snapshot", "prefer");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        (run.Output + run.Error).ShouldContain("NO SNAPSHOT");
        bed.IsMirrored();
    }

    private static void Btrfs(params string[] arguments) => Shell.Run("btrfs", ["-q", .. arguments]).MustSucceed();

    private static long Number(string file) => long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);

    private string[] Snapshots() =>
        [.. Shell.Run("btrfs", ["subvolume", "list", _volume.MountPoint]).MustSucceed().Lines.Where(line => line.Contains(".snapback-snapshot-", StringComparison.Ordinal))];

    // Between the counters lie files that take a while: a live copy then sees each counter at another moment.
    private void SlowDown()
    {
        for (int i = 1; i <= Counters; i++)
        {
            _bed.Write($"f{i}-filler", new string('x', 400_000));
        }
    }

    private long[] ReadCounters() => [.. Enumerable.Range(1, Counters).Select(i => Number(_bed.Out($"f{i}")))];

    private RunningProgram StartAndAwaitSnapshot()
    {
        RunningProgram run = _bed.StartSnapshotMirror("--json", "--bandwidth", "100K");
        SpinWait.SpinUntil(() => Snapshots().Length > 0 || !run.IsRunning, TimeSpan.FromMinutes(1)).ShouldBeTrue();
        run.IsRunning.ShouldBeTrue(run.Said);
        return run;
    }

    private void TheLastRunReadASnapshot()
    {
        JsonElement details = _bed.Program.Rows("show", "last")[0];
        details.GetProperty("trees")[0].GetProperty("view").GetString().ShouldBe("snapshot");
        details.GetProperty("snapshots")[0].GetProperty("provider").GetString().ShouldBe("btrfs");
        _bed.Program.Rows("files", "last").ShouldAllBe(file => file.GetProperty("view").GetString() == "snapshot");
    }
}
