using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// What becomes of a backup when the shadow copy service refuses, takes its time or loses what it made: the exit code, the words, and that everything
/// that was taken from the service is given back, on every way out.
/// </summary>
public sealed class VssFailureTests : IClassFixture<SharedBed<VssBed>>
{
    private const int NothingDone = 16;
    private const int Failed = 8;

    private readonly VssScene _scene;

    public VssFailureTests(SharedBed<VssBed> shared)
    {
        _scene = new VssScene(shared.Get());
        _scene.Write(@"D:\a\one.txt", "one");
        _scene.Write(@"D:\two.txt", "two");
    }

    [SkippableFact]
    public void ASetInProgressIsWaitedFor()
    {
        _scene.Service.Script = "in-progress*2";

        ShellResult run = _scene.Backup();

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        _scene.Notices["snapshot-retried"].ShouldContain("attempt 3");
        Objects().ShouldBeGreaterThanOrEqualTo(3, "each attempt has an object of its own");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void ASetInProgressIsNotWaitedForForever()
    {
        _scene.Service.Script = "in-progress";

        ShellResult run = _scene.Backup("--vss-timeout", "8");

        IsRefused(run, "VSS_E_SNAPSHOT_SET_IN_PROGRESS");
    }

    [SkippableTheory]
    [InlineData("flush-timeout*2")]
    [InlineData("hold-timeout*1")]
    [InlineData("provider-error*1")]
    [InlineData("transaction-freeze*1")]
    [InlineData("share-timeout*1")]
    [InlineData("writer-failed:WMI Writer@freeze=retryable*1")]
    [InlineData("writer-failed:WMI Writer@prepare=timeout*1")]
    public void WhatMayPassIsTriedAgain(string script)
    {
        _scene.Service.Script = script;

        ShellResult run = _scene.Backup("--vss-retry-wait", "0");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        _scene.Notices.Keys.ShouldContain("snapshot-retried");
        _scene.Writers.Values.ShouldAllBe(isHealthy => isHealthy);
        _scene.NothingIsLeft();
    }

    [SkippableTheory]
    [InlineData("flush-timeout", "VSS_E_FLUSH_WRITES_TIMEOUT", 3)]
    [InlineData("transaction-thaw", "VSS_E_TRANSACTION_THAW_TIMEOUT", 3)]
    [InlineData("insufficient-storage", "VSS_E_INSUFFICIENT_STORAGE", 1)]
    [InlineData("max-snapshots", "VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED", 1)]
    [InlineData("reboot-required", "VSS_E_REBOOT_REQUIRED", 1)]
    [InlineData("nested-volume", "VSS_E_NESTED_VOLUME_LIMIT", 1)]
    [InlineData("not-local", "VSS_E_VOLUME_NOT_LOCAL", 1)]
    [InlineData("unsupported-context", "VSS_E_UNSUPPORTED_CONTEXT", 1)]
    [InlineData("access-denied", "E_ACCESSDENIED", 1)]
    public void WhatDoesNotPassEndsTheBackupInWords(string script, string name, int attempts)
    {
        _scene.Service.Script = script;

        ShellResult run = _scene.Backup("--vss-retry-wait", "0");

        IsRefused(run, name);
        if (attempts > 1)
        {
            run.Error.ShouldContain($"attempt {attempts}");
        }
    }

    [SkippableFact]
    public void WithPreferTheLiveTreeIsReadAndThatIsSaidLoudly()
    {
        _scene.Service.Script = "insufficient-storage";

        ShellResult run = _scene.Backup("--snapshot", "prefer");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        (run.Output + run.Error).ShouldContain("NO SNAPSHOT");
        _scene.LastRun.GetProperty("trees")[0].GetProperty("view").GetString().ShouldBe("live");
        _scene.Notices["live-view"].ShouldContain("VSS_E_INSUFFICIENT_STORAGE");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void AfterAVetoMicrosoftsProviderIsAsked()
    {
        _scene.Service.Script = "veto*1";

        ShellResult run = _scene.Backup();

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        _scene.Notices.Keys.ShouldContain("microsoft-provider");
        _scene.Service.Traces.SelectMany(trace => trace.Calls)
            .Count(call => call.Contains("AddToSnapshotSet", StringComparison.Ordinal) && call.Contains("b5946137", StringComparison.Ordinal)).ShouldBe(1);
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void AWriterThatStaysFailedIsRecordedAndTheSnapshotUsed()
    {
        _scene.Service.Script = "writer-failed:WMI Writer@freeze=nonretryable";

        ShellResult run = _scene.Backup("--vss-retry-wait", "0");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        _scene.Writers.ShouldBe(new Dictionary<string, bool> { ["System Writer"] = true, ["WMI Writer"] = false }, ignoreOrder: true);
        _scene.Notices["writer-failed"].ShouldContain("WMI Writer");
        File.ReadAllText(_scene.Out("a/one.txt")).ShouldBe("one");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void WithoutItsWritersInfrastructureWindowsStillGivesASnapshot()
    {
        _scene.Service.Script = "writer-infrastructure";

        ShellResult run = _scene.Backup();

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        _scene.LastRun.GetProperty("trees")[0].GetProperty("view").GetString().ShouldBe("snapshot");
        _scene.Notices["crash-consistent"].ShouldContain("VSS_E_WRITER_INFRASTRUCTURE");
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void AServiceThatNeverAnswersIsLeftInTime()
    {
        _scene.Service.Script = "no-answer:DoSnapshotSet";

        ShellResult run = _scene.Backup("--vss-timeout", "5", "--vss-retry", "1");

        IsRefused(run, "DoSnapshotSet");
    }

    [SkippableFact]
    public void AServiceThatDoesNotEvenHearACancellationIsLeftInTheEnd()
    {
        _scene.Service.Script = "deaf:DoSnapshotSet";

        ShellResult run = _scene.Backup("--vss-timeout", "3", "--vss-retry", "1");

        IsRefused(run, "DoSnapshotSet");
    }

    [SkippableFact]
    public void ALostSnapshotDeletesNothingAndFails()
    {
        for (int i = 0; i < 40; i++)
        {
            _scene.Write($@"D:\many\{i:D2}.bin", new string((char)('a' + (i % 26)), 200_000));
        }

        File.WriteAllText(_scene.Out("extra.txt"), "only here");
        using RunningProgram run = _scene.StartBackup("--mode", "mirror", "--threads", "1", "--bandwidth", "1M");
        SpinWait.SpinUntil(() => File.Exists(_scene.Out("many/03.bin")), TimeSpan.FromMinutes(1)).ShouldBeTrue(run.Said);

        _scene.Service.LoseSnapshots();

        run.EndsWithin(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        (run.ExitCode & Failed).ShouldBe(Failed, run.Said);
        File.ReadAllText(_scene.Out("extra.txt")).ShouldBe("only here");
        File.Exists(_scene.Out("many/39.bin")).ShouldBeFalse("the loss came too late: the test proves nothing");
        _scene.NothingIsLeft();
        _scene.Backup("--mode", "mirror").MustEndWith(1 | 2);
        File.Exists(_scene.Out("extra.txt")).ShouldBeFalse();
    }

    [SkippableFact]
    public void AnIncrementalRunThatLosesItsSnapshotFailsAsWell()
    {
        for (int i = 0; i < 40; i++)
        {
            _scene.Write($@"D:\many\{i:D2}.bin", new string('x', 200_000));
        }

        using RunningProgram run = _scene.StartBackup("--threads", "1", "--bandwidth", "1M");
        SpinWait.SpinUntil(() => File.Exists(_scene.Out("many/03.bin")), TimeSpan.FromMinutes(1)).ShouldBeTrue(run.Said);

        _scene.Service.LoseSnapshots();

        run.EndsWithin(TimeSpan.FromMinutes(2)).ShouldBeTrue();
        (run.ExitCode & Failed).ShouldBe(Failed, run.Said);
        _scene.NothingIsLeft();
    }

    [SkippableTheory]
    [InlineData("GatherWriterMetadata")]
    [InlineData("PrepareForBackup")]
    [InlineData("DoSnapshotSet")]
    public void CtrlCWhileTheServiceIsWaitedForEndsTheRun(string step)
    {
        _scene.Service.Script = $"no-answer:{step}";
        using RunningProgram run = _scene.StartBackup();
        SpinWait.SpinUntil(() => _scene.Service.Traces.Any(trace => trace.Steps.Contains(step)), TimeSpan.FromMinutes(1)).ShouldBeTrue(run.Said);

        run.Signal("INT");

        IsInterrupted(run);
    }

    [SkippableFact]
    public void CtrlCInTheMiddleOfTheCopyEndsTheRun()
    {
        using RunningProgram run = StartSlowly();

        run.Signal("INT");

        IsInterrupted(run);
    }

    [SkippableFact]
    public void AKilledRunLeavesNothingThatTheNextOneTripsOver()
    {
        using (RunningProgram run = StartSlowly())
        {
            run.Kill();
        }

        _scene.Service.IsCleanSoon().ShouldBeTrue();
        ShellResult next = _scene.Backup();

        next.ExitCode.ShouldBe(1, next.Output + next.Error);
        File.ReadAllText(_scene.Out("two.txt")).ShouldBe("two");
        _scene.NothingIsLeft();
    }

    private RunningProgram StartSlowly()
    {
        _scene.Write(@"D:\big.bin", new string('x', 20_000_000));
        RunningProgram run = _scene.StartBackup("--threads", "1", "--bandwidth", "1M");
        SpinWait.SpinUntil(() => _scene.Service.Traces.Any(trace => trace.Count("snapshot-made") > 0), TimeSpan.FromMinutes(1)).ShouldBeTrue(run.Said);
        return run;
    }

    private int Objects() => _scene.Service.Traces.SelectMany(trace => trace.Calls)
        .Count(call => call.Contains("InitializeForBackup", StringComparison.Ordinal));

    private void IsInterrupted(RunningProgram run)
    {
        run.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        run.ExitCode.ShouldBe(130, run.Said);
        _scene.NothingIsLeft();
        _scene.LastRun.GetProperty("run").GetProperty("status").GetString().ShouldBe("interrupted");
    }

    private void IsRefused(ShellResult run, string reason)
    {
        run.ExitCode.ShouldBe(NothingDone, run.Output + run.Error);
        run.Error.ShouldContain("SB2001");
        run.Error.ShouldContain(reason);
        Directory.GetFileSystemEntries(_scene.Destination).ShouldBeEmpty();
        _scene.NothingIsLeft();
    }
}
