using Shouldly;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss;

/// <summary>What follows each class of failure: waits, tries, another rung, or words.</summary>
public sealed class VssAttemptsTests
{
    private const int Retryable = unchecked((int)0x800423F3);

    [Fact]
    public void AnotherProgramsSetIsWaitedForWithANewSessionEachTime()
    {
        VssBed bed = new();
        bed.Engine.Fail("start-set", VssResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS, times: 2);

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Pauses.Count.ShouldBe(2);
        bed.Pauses.ShouldAllBe(pause => pause >= TimeSpan.FromSeconds(4) && pause <= TimeSpan.FromSeconds(6));
        bed.Calls.Count(call => call == "open Backup").ShouldBe(3);
        bed.Calls.Count(call => call == "dispose").ShouldBe(2);
        Notice notice = session.Set.Notices.ShouldHaveSingleItem();
        notice.Code.ShouldBe("snapshot-retried");
        notice.Text.ShouldContain("attempt 3");
        notice.IsWarning.ShouldBeFalse();
    }

    [Fact]
    public void AnotherProgramsSetIsWaitedForUntilAllTimeIsUsedUp()
    {
        VssBed bed = new() { Options = VssOptions.Default with { Tries = 1, Timeout = TimeSpan.FromSeconds(60) } };
        bed.Engine.IsSetOpen = true;

        SnapshotException failure = Should.Throw<SnapshotException>(() => bed.Create(@"C:\"));

        failure.Message.ShouldContain("Another program is just making a snapshot");
        failure.Message.ShouldContain("VSS_E_SNAPSHOT_SET_IN_PROGRESS 0x80042316");
        failure.Hint.ShouldContain("net stop vss");
        bed.Pauses.Sum(pause => pause.TotalSeconds).ShouldBeInRange(54, 60);
        bed.Engine.OpenSessions.ShouldBe(0);
        bed.Ledger.Open.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("make", VssResult.VSS_E_FLUSH_WRITES_TIMEOUT)]
    [InlineData("make", VssResult.VSS_E_HOLD_WRITES_TIMEOUT)]
    [InlineData("make", VssResult.VSS_E_UNEXPECTED_PROVIDER_ERROR)]
    [InlineData("make", VssResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT)]
    [InlineData("make", VssResult.VSS_E_FSS_TIMEOUT)]
    [InlineData("add", VssResult.VSS_E_CLUSTER_TIMEOUT)]
    [InlineData("prepare", unchecked((int)0x80041234))]
    public void WhatMayPassIsTriedThreeTimesWithGrowingPauses(string step, int failure)
    {
        VssBed bed = new();
        bed.Engine.Fail(step, failure, times: 3);

        SnapshotException end = Should.Throw<SnapshotException>(() => bed.Create(@"C:\"));

        bed.Pauses.ShouldBe([TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(180)]);
        bed.Calls.Count(call => call == "open Backup").ShouldBe(3);
        bed.Calls.Count(call => call == "abort").ShouldBe(3);
        bed.IsClean.ShouldBeTrue();
        end.Message.ShouldContain("This was attempt 3, after 4 min.");
        end.Hint.ShouldNotBeEmpty();
    }

    [Fact]
    public void WhatPassedIsASetLikeAnyOther()
    {
        VssBed bed = new();
        bed.Engine.Fail("make", VssResult.VSS_E_FLUSH_WRITES_TIMEOUT, times: 2);

        using ISnapshotSession session = bed.Create(@"C:\");

        session.Set.Notices.ShouldHaveSingleItem().Code.ShouldBe("snapshot-retried");
        bed.Ledger.Open.ShouldHaveSingleItem().Id.ShouldBe(session.Set.Id);
        session.IsAlive().ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OneTryIsOneTry(int tries)
    {
        VssBed bed = new() { Options = VssOptions.Default with { Tries = tries } };
        bed.Engine.Fail("make", VssResult.VSS_E_FLUSH_WRITES_TIMEOUT);

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\")).Message.ShouldNotContain("attempt");

        bed.Pauses.ShouldBeEmpty();
    }

    [Fact]
    public void APauseThatWouldOutlastTheTimeLimitIsNotBegun()
    {
        VssBed bed = new() { Options = VssOptions.Default with { Timeout = TimeSpan.FromSeconds(100), Tries = 5 } };
        bed.Engine.Fail("make", VssResult.VSS_E_FLUSH_WRITES_TIMEOUT, times: 5);

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\"));

        bed.Pauses.ShouldBe([TimeSpan.FromSeconds(60)]);
    }

    [Fact]
    public void CtrlCEndsAPause()
    {
        VssBed bed = new();
        using CancellationTokenSource ctrlC = new();
        bed.Engine.Fail("make", VssResult.VSS_E_FLUSH_WRITES_TIMEOUT);
        bed.BeforePause = _ => ctrlC.Cancel();

        Should.Throw<OperationCanceledException>(() => bed.Create(ctrlC.Token, @"C:\"));

        bed.IsClean.ShouldBeTrue();
    }

    [Theory]
    [InlineData("make", VssResult.VSS_E_INSUFFICIENT_STORAGE, "vssadmin list shadowstorage")]
    [InlineData("add", VssResult.VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED, "vssadmin delete shadows")]
    [InlineData("add", VssResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED, "Split the job")]
    [InlineData("make", VssResult.VSS_E_REBOOT_REQUIRED, "Restart the machine")]
    [InlineData("add", VssResult.VSS_E_VOLUME_NOT_SUPPORTED, "--snapshot prefer")]
    [InlineData("add", VssResult.VSS_E_NESTED_VOLUME_LIMIT, "outer volume")]
    [InlineData("open", VssResult.VSS_E_UNSUPPORTED_CONTEXT, "vssadmin list providers")]
    [InlineData("open", VssResult.E_ACCESSDENIED, "Run as administrator")]
    [InlineData("make", VssResult.VSS_E_BAD_STATE, "report it")]
    [InlineData("find", VssResult.VSS_E_OBJECT_NOT_FOUND, "vssadmin list shadows")]
    public void WhatDoesNotPassIsTriedOnceAndSaidWithTheNextCommand(string step, int failure, string advice)
    {
        VssBed bed = new();
        bed.Engine.Fail(step, failure);

        SnapshotException end = Should.Throw<SnapshotException>(() => bed.Create(@"C:\"));

        end.Message.ShouldContain($"0x{failure:X8}");
        end.Message.ShouldNotContain("\n");
        end.Hint.ShouldContain(advice);
        bed.Pauses.ShouldBeEmpty();
        bed.Calls.Count(call => call.StartsWith("open", StringComparison.Ordinal)).ShouldBe(1);
        bed.IsClean.ShouldBeTrue();
    }

    [Theory]
    [InlineData("gather", VssResult.VSS_E_WRITER_INFRASTRUCTURE)]
    [InlineData("gather", VssResult.VSS_E_CORRUPT_XML_DOCUMENT)]
    [InlineData("prepare", VssResult.VSS_E_UNEXPECTED_WRITER_ERROR)]
    [InlineData("states", VssResult.VSS_E_WRITER_NOT_RESPONDING)]
    [InlineData("make", VssResult.VSS_E_WRITERERROR_NONRETRYABLE)]
    public void WhenTheWritersAreToBlameTheSetIsMadeWithoutThemAndThatIsSaid(string step, int failure)
    {
        VssBed bed = new();
        bed.Engine.Fail(step, failure);

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Pauses.ShouldBeEmpty();
        string[] second = [.. bed.Calls.SkipWhile(call => call != "open FileShareBackup").Where(call => !call.StartsWith("note", StringComparison.Ordinal))];
        second.ShouldBe(["open FileShareBackup", $"supports {VssBed.C}", "start-set", $"add {VssBed.C}", "make", "turn-over", "find"]);
        session.Set.Writers.ShouldBeEmpty();
        Notice notice = session.Set.Notices[0];
        notice.Code.ShouldBe("crash-consistent");
        notice.IsWarning.ShouldBeTrue();
        notice.Text.ShouldContain($"0x{failure:X8}");
        bed.Calls.Clear();
        session.Release().ShouldBeEmpty();
        bed.Calls.ShouldBe(["delete-set", "dispose", $"strike {session.Set.Id}"]);
    }

    [Fact]
    public void WithoutWritersThereIsNoFurtherRung()
    {
        VssBed bed = new();
        bed.Engine.Fail("gather", VssResult.VSS_E_WRITER_INFRASTRUCTURE);
        bed.Engine.Fail("make", VssResult.VSS_E_WRITER_INFRASTRUCTURE);

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\"));

        bed.IsClean.ShouldBeTrue();
    }

    [Theory]
    [InlineData("gather")]
    [InlineData("prepare")]
    [InlineData("states")]
    public void WritersThatDoNotAnswerInTimeAreLeftOut(string step)
    {
        VssBed bed = new();
        bed.Engine.On(step, token =>
        {
            bed.Clock.Advance(step == "states" ? VssLimits.Status : VssLimits.Gather);
            token.IsCancellationRequested.ShouldBeTrue();
            token.ThrowIfCancellationRequested();
        });

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Calls.ShouldContain("open FileShareBackup");
        session.Set.Notices[0].Code.ShouldBe("crash-consistent");
    }

    [Fact]
    public void AServiceThatDoesNotAnswerInTimeIsAskedAgainLikeAnyFailureThatMayPass()
    {
        VssBed bed = new() { Options = VssOptions.Default with { Timeout = TimeSpan.FromHours(1) } };
        bed.Engine.On("make", token =>
        {
            bed.Clock.Advance(VssLimits.MakeSnapshots);
            token.ThrowIfCancellationRequested();
        });

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Pauses.ShouldBe([TimeSpan.FromSeconds(60)]);
        session.IsAlive().ShouldBeTrue();
    }

    [Fact]
    public void AllStepsTogetherHaveOneLimit()
    {
        VssBed bed = new() { Options = VssOptions.Default with { Timeout = TimeSpan.FromSeconds(90) } };
        bed.Engine.On("gather", _ => bed.Clock.Advance(TimeSpan.FromSeconds(60)));
        bed.Engine.On("make", token =>
        {
            bed.Clock.Advance(TimeSpan.FromSeconds(29));
            token.IsCancellationRequested.ShouldBeFalse();
            bed.Clock.Advance(TimeSpan.FromSeconds(1));
            token.ThrowIfCancellationRequested();
        });

        SnapshotException failure = Should.Throw<SnapshotException>(() => bed.Create(@"C:\"));

        failure.Message.ShouldContain("did not answer in time");
        failure.Hint.ShouldContain("--vss-timeout");
        bed.IsClean.ShouldBeTrue();
    }

    // A provider that never comes back must not hold the backup for ever, whatever it does to its own thread.
    [Fact]
    public void ACallThatNeverComesBackIsGivenUpWithItsThread()
    {
        VssBed bed = new() { Options = VssOptions.Default with { Tries = 1 } };
        using ManualResetEventSlim never = new();
        bed.Engine.On("make", _ =>
        {
            bed.Clock.Advance(VssLimits.MakeSnapshots + ApartmentThread.Grace);
            never.Wait(CancellationToken.None);
        });

        SnapshotException failure = Should.Throw<SnapshotException>(() => bed.Create(@"C:\"));

        failure.Message.ShouldContain("DoSnapshotSet");
        failure.Message.ShouldContain("could not be let go");
        bed.Ledger.Open.Count.ShouldBe(1, "what may still live stays noted");
        never.Set();
    }

    [Fact]
    public void AfterAVetoMicrosoftsOwnProviderIsAskedAtOnce()
    {
        VssBed bed = new();
        bed.Engine.Fail("make", VssResult.VSS_E_PROVIDER_VETO);

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Pauses.ShouldBeEmpty();
        bed.Calls.Where(call => call.StartsWith("add", StringComparison.Ordinal)).ShouldBe([$"add {VssBed.C}", $"add {VssBed.C} by b5946137-7b9f-4925-af80-51abd60b20d5"]);
        session.Set.Notices.Select(notice => notice.Code).ShouldBe(["microsoft-provider", "snapshot-retried"]);
    }

    [Fact]
    public void AVetoThatComesAgainIsTriedLikeAnyFailureThatMayPass()
    {
        VssBed bed = new();
        bed.Engine.Fail("make", VssResult.VSS_E_PROVIDER_VETO, times: 5);

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\")).Message.ShouldContain("VSS_E_PROVIDER_VETO");

        bed.Pauses.ShouldBe([TimeSpan.FromSeconds(60)]);
        bed.Calls.Count(call => call == "open Backup").ShouldBe(3);
    }

    // After the preparation: nothing is frozen yet, and a new attempt costs little.
    [Fact]
    public void AWriterThatMayRecoverIsGivenItsTries()
    {
        VssBed bed = new();
        bed.Engine.States.Clear();
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 7, unchecked((uint)Retryable))]);
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 1)]);

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Pauses.Count.ShouldBe(1);
        session.Set.Writers.ShouldHaveSingleItem().IsHealthy.ShouldBeTrue();
    }

    [Fact]
    public void AWriterThatGoesOnFailingIsNamedAndTheSetIsUsedAllTheSame()
    {
        VssBed bed = new();
        bed.Engine.States.Clear();
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 9, unchecked((uint)Retryable)), VssBed.Writer("Registry", 1, instance: 2)]);

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Pauses.Count.ShouldBe(2);
        session.Set.Writers.Select(writer => (writer.Name, writer.IsHealthy)).ShouldBe([("Registry", true), ("SQL", false)]);
        Notice notice = session.Set.Notices[0];
        notice.Code.ShouldBe("writer-failed");
        notice.IsWarning.ShouldBeTrue();
        notice.Text.ShouldContain("SQL (failed at the freeze: A writer failed and may succeed when it is asked again (VSS_E_WRITERERROR_RETRYABLE 0x800423F3))");
    }

    [Theory]
    [InlineData(0x800423F4)]
    [InlineData(0x800423F0)]
    public void AWriterThatWouldFailAgainIsNotTriedAgain(uint failure)
    {
        VssBed bed = new();
        bed.Engine.States.Clear();
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 1)]);
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 11, failure)]);

        using ISnapshotSession session = bed.Create(@"C:\");

        bed.Pauses.ShouldBeEmpty();
        bed.Calls.ShouldNotContain("open FileShareBackup");
        session.Set.Notices.ShouldHaveSingleItem().Code.ShouldBe("writer-failed");
    }

    [Fact]
    public void AStrangerWhoHoldsTheTurnForEverHoldsNobodyUp()
    {
        ScriptedVssEngine engine = new();
        VssBed bed = new() { Engine = engine, Host = new ScriptedVssHost(engine.Calls) { IsTurnTaken = true } };

        using ISnapshotSession session = bed.Create(@"C:\");

        session.IsAlive().ShouldBeTrue();
        bed.Calls.ShouldNotContain("turn-over");
    }

    [Fact]
    public void ASourceThatVanishedBetweenTwoAttemptsEndsThem()
    {
        VssBed bed = new();
        bed.Engine.Fail("make", VssResult.VSS_E_FLUSH_WRITES_TIMEOUT);
        bed.BeforePause = _ => bed.Volumes.Missing.Add(@"C:\Data");

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\Data")).Message.ShouldContain("does not exist");

        bed.IsClean.ShouldBeTrue();
    }
}
