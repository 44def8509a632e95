using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>What a backup from shadow copies holds, and what its record says, with the published program and real snapshots.</summary>
public sealed class VssBackupTests : IClassFixture<SharedBed<VssBed>>
{
    private const string Counting = "Counting Writer";

    private readonly VssScene _scene;

    public VssBackupTests(SharedBed<VssBed> shared) => _scene = new VssScene(shared.Get());

    [SkippableFact]
    public void ALockedFileFailsLiveAndIsCopiedFromTheSnapshotAsOfItsMoment()
    {
        _scene.Write(@"D:\data\plain.txt", "plain");
        using RunningProgram counter = _scene.Count(Counting, @"D:\data\locked");

        ShellResult live = _scene.Backup("--snapshot", "never");
        JsonElement failure = _scene.LastRun.GetProperty("failures").EnumerateArray().Single();
        ShellResult run = _scene.Backup();
        string now = File.ReadAllText(_scene.OnThisMachine(@"D:\data\locked"));

        live.ExitCode.ShouldBe(1 | 8, live.Output + live.Error);
        failure.GetProperty("path").GetString().ShouldBe("data/locked");
        failure.GetProperty("error").GetString().ShouldBe("open: Sharing violation (error 32)");
        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        File.ReadAllText(_scene.Out("data/locked")).ShouldBe(_scene.MomentOf(Counting));
        string.CompareOrdinal(now, _scene.MomentOf(Counting)).ShouldBeGreaterThan(0, "the program did not go on writing: the test proves nothing");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void TheRecordSaysWhichSnapshotWhichEngineAndWhichWriters()
    {
        _scene.Write(@"D:\a.txt", "text");

        _scene.Backup().MustEndWith(1);

        JsonElement run = _scene.LastRun;
        run.GetProperty("run").GetProperty("snapshot").GetString().ShouldNotBeNull().ShouldStartWith("vss/native {");
        JsonElement tree = run.GetProperty("trees")[0];
        tree.GetProperty("view").GetString().ShouldBe("snapshot");
        tree.GetProperty("readRoot").GetString().ShouldNotBeNull().ShouldMatch(@"^\\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy\d+\\$");
        _scene.Writers.ShouldBe(new Dictionary<string, bool> { ["System Writer"] = true, ["WMI Writer"] = true }, ignoreOrder: true);
        JsonElement file = _scene.Rows("files", "last").Single(row => row.GetProperty("path").GetString() == "a.txt");
        file.GetProperty("view").GetString().ShouldBe("snapshot");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void WhereAlphaVssIsNotBesideTheProgramTheBuiltInEngineIsTaken()
    {
        _scene.Write(@"D:\a.txt", "text");

        ShellResult run = _scene.Backup("--vss-engine", "auto");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        _scene.LastRun.GetProperty("run").GetProperty("snapshot").GetString().ShouldNotBeNull().ShouldStartWith("vss/native {");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void AnEngineThatIsNamedAndMissingIsNeverReplaced()
    {
        _scene.Write(@"D:\a.txt", "text");

        ShellResult run = _scene.Backup("--vss-engine", "alphavss");

        run.ExitCode.ShouldBe(16, run.Output + run.Error);
        run.Error.ShouldContain("AlphaVSS is no part of this program");
        _scene.Service.Traces.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASecondRunCopiesOnlyWhatChanged()
    {
        _scene.Write(@"D:\a\b\one.txt", "one");
        _scene.Write(@"D:\a\two.txt", "two");
        _scene.Backup().MustEndWith(1);
        _scene.Write(@"D:\a\two.txt", "two, again");
        File.Delete(_scene.OnThisMachine(@"D:\a\b\one.txt"));

        ShellResult mirror = _scene.Backup("--mode", "mirror");

        mirror.ExitCode.ShouldBe(1 | 2, mirror.Output + mirror.Error);
        File.Exists(_scene.Out("a/b/one.txt")).ShouldBeFalse();
        File.ReadAllText(_scene.Out("a/two.txt")).ShouldBe("two, again");
        _scene.Backup("--mode", "mirror").MustEndWith(0);
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void CountersOnTwoDrivesAreEqualInTheBackup()
    {
        using RunningProgram counter = _scene.Count(Counting, @"D:\counter", @"E:\counter");

        for (int i = 0; i < 3; i++)
        {
            ShellResult run = _scene.BackupBoth();

            run.ExitCode.ShouldBe(1, run.Output + run.Error);
            File.ReadAllText(_scene.Out("d/counter")).ShouldBe(_scene.MomentOf(Counting));
            File.ReadAllText(_scene.Out("e/counter")).ShouldBe(_scene.MomentOf(Counting));
        }

        counter.IsRunning.ShouldBeTrue();
        _scene.LastRun.GetProperty("snapshots").GetArrayLength().ShouldBe(2);
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void WithoutWritersTwoDrivesStillHaveOneMoment()
    {
        _scene.Service.Script = "writer-infrastructure";
        using RunningProgram counter = _scene.Count(null, @"D:\counter", @"E:\counter");

        ShellResult run = _scene.BackupBoth();

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        // D: is written first: between the two writes it is one ahead.
        (int.Parse(File.ReadAllText(_scene.Out("d/counter")), null) - int.Parse(File.ReadAllText(_scene.Out("e/counter")), null)).ShouldBeInRange(0, 1);
        _scene.Notices.Keys.ShouldContain("crash-consistent");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void WhatIsChangedAndDeletedMeanwhileIsCopiedAsItWas()
    {
        string changed = _scene.Write(@"D:\z\changed.txt", "before");
        string deleted = _scene.Write(@"D:\z\deleted.txt", "before");
        _scene.Write(@"D:\a-big.bin", new string('x', 3_000_000));
        using RunningProgram run = _scene.StartBackup("--threads", "1", "--bandwidth", "1M");
        SnapshotIsMade();

        File.WriteAllText(changed, "after, and longer");
        File.Delete(deleted);
        _scene.Write(@"D:\z\new.txt", "after");

        run.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        run.ExitCode.ShouldBe(1, run.Said);
        File.ReadAllText(_scene.Out("z/changed.txt")).ShouldBe("before");
        File.ReadAllText(_scene.Out("z/deleted.txt")).ShouldBe("before");
        File.Exists(_scene.Out("z/new.txt")).ShouldBeFalse();
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void WhatWindowsLeavesOutOfSnapshotsIsNotPurgedFromTheMirror()
    {
        _scene.Write(@"D:\Mail\box.ost", "the mail");
        _scene.Write(@"D:\Mail\box.txt", "text");
        _scene.Backup("--snapshot", "never").MustEndWith(1);
        _scene.Service.AddWriter("Mail Writer", Guid.NewGuid(), @"from-snapshot D:\mail|*.ost|recursive");

        ShellResult run = _scene.Backup("--mode", "mirror");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        File.ReadAllText(_scene.Out("Mail/box.ost")).ShouldBe("the mail");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void ADryRunLeavesNoSnapshotEither()
    {
        _scene.Write(@"D:\a.txt", "text");

        _scene.Backup("--dry-run").MustEndWith(1);

        File.Exists(_scene.Out("a.txt")).ShouldBeFalse();
        _scene.NothingIsLeft();
    }

    private void SnapshotIsMade() =>
        SpinWait.SpinUntil(() => _scene.Service.Traces.Any(trace => trace.Count("snapshot-made") > 0), TimeSpan.FromMinutes(1)).ShouldBeTrue();
}
