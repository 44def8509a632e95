using System.Diagnostics;
using Shouldly;
using SnapBack.Snapshots.Vss;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss.Native;

public sealed class NativeVssSessionTests
{
    private static readonly string Volume = FakeVss.Known.Volume;
    private static readonly int Refusal = unchecked((int)0x80042306);

    private readonly FakeVss _service = new();

    [Fact]
    public void EveryCallOfABackupWithWritersReachesItsFunctionWithItsValues()
    {
        using (IVssSession session = _service.Engine.Open(VssContext.Backup, [FakeVss.DisabledWriter, FakeVss.Provider]))
        {
            session.GatherWriters(default);
            session.Supports(Volume).ShouldBeTrue();
            session.StartSet().ShouldBe(FakeVss.Set);
            session.Add(Volume, null).ShouldBe(FakeVss.Snapshot);
            session.Add(@"D:\Mounted ünder\", FakeVss.Provider).ShouldBe(FakeVss.Snapshot);
            session.Prepare(default);
            session.MakeSnapshots(default);
            session.Find(FakeVss.Snapshot).ShouldBe(FakeVss.Known);
            session.Complete(default);
            session.DeleteSet(FakeVss.Set).ShouldBe(1);
        }

        const string Nobody = "00000000-0000-0000-0000-000000000000";
        string[] waiting = ["Wait(250)", "QueryStatus"];
        string[] files = ["GetPath", "GetFilespec", "GetRecursive"];
        _service.Calls.ShouldBe(
        [
            "CreateVssBackupComponents",
            "InitializeForBackup(0)",
            "GetWriterMetadataCount",
            "SetContext(0)",
            $"DisableWriterClasses({FakeVss.DisabledWriter},{FakeVss.Provider})",
            "SetBackupState(0,0,5,0)",
            "GatherWriterMetadata", .. waiting,
            "GetWriterMetadataCount",
            "GetWriterMetadata(0)", "GetIdentity", "GetFileCounts", "GetExcludeFromSnapshotCount",
            "GetWriterMetadata(1)", "GetIdentity", "GetFileCounts",
            "GetExcludeFile(0)", .. files, "GetExcludeFile(1)", .. files,
            "GetExcludeFromSnapshotCount", "GetExcludeFromSnapshotFile(0)", .. files,
            "FreeWriterMetadata",
            $"IsVolumeSupported({Nobody},{Volume})",
            "StartSnapshotSet",
            $"AddToSnapshotSet({Volume},{Nobody})",
            $@"AddToSnapshotSet(D:\Mounted ünder\,{FakeVss.Provider})",
            "PrepareForBackup", .. waiting,
            "DoSnapshotSet", .. waiting,
            $"GetSnapshotProperties({FakeVss.Snapshot})",
            "BackupComplete", .. waiting,
            $"DeleteSnapshots({FakeVss.Set},2,1)",
        ]);
        NothingIsLeft();
    }

    [Fact]
    public void ABackupWithoutWritersSetsNoBackupState()
    {
        using (IVssSession session = _service.Engine.Open(VssContext.FileShareBackup, [FakeVss.DisabledWriter]))
        {
            session.Abort();
        }

        _service.Calls.ShouldBe(["CreateVssBackupComponents", "InitializeForBackup(0)", "GetWriterMetadataCount", "SetContext(16)", "AbortBackup"]);
        NothingIsLeft();
    }

    [Fact]
    public void WritersAreReadWithTheFilesTheyName()
    {
        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            session.GatherWriters(default).Select(Describe).ShouldBe(FakeVss.Writers.Select(Describe));
        }

        _service.Count("DisableWriterClasses").ShouldBe(0);
        NothingIsLeft();
    }

    [Fact]
    public void AnOldWriterTellsNothingOfTheSnapshot()
    {
        _service.Unknown.Add(FakeVss.MetadataInterface2);

        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            session.GatherWriters(default).SelectMany(writer => writer.ExcludedFromSnapshot).ShouldBeEmpty();
        }

        NothingIsLeft();
    }

    [Fact]
    public void WritersTellHowTheyFareInTheApplicationsOwnWords()
    {
        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            session.GatherWriterStates(default).ShouldBe(FakeVss.States);
        }

        _service.Count("FreeWriterStatus").ShouldBe(1);
        NothingIsLeft();
    }

    [Fact]
    public void WhereWindowsHasNoWordsOfTheApplicationTheStateIsEnough()
    {
        _service.Unknown.Add(FakeVss.Interface3);

        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            session.GatherWriterStates(default)
                .ShouldBe(FakeVss.States.Select(state => state with { ApplicationFailure = 0, ApplicationMessage = null }));
        }

        _service.Count("GetWriterStatus").ShouldBe(2);
        NothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(CallsThatCanFail))]
    public void AFailedCallIsToldByItsNameAndLeavesNothingOpen(string call)
    {
        _service.Results[call] = Refusal;

        VssException failure = Should.Throw<VssException>(GoThroughEverything);

        failure.HResult.ShouldBe(Refusal);
        failure.Step.ShouldStartWith(call);
        NothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(CallsThatReturnSomething))]
    public void ACallThatSaysYesAndReturnsNothingIsAFailureInWords(string call)
    {
        _service.Silent.Add(call);

        VssException failure = Should.Throw<VssException>(GoThroughEverything);

        failure.Step.ShouldStartWith(call == "QueryStatus" ? "GatherWriterMetadata (QueryStatus)" : call);
        failure.InnerException.ShouldNotBeNull().Message.ShouldContain("do not lie where this program expects them");
        NothingIsLeft();
    }

    [Theory]
    [InlineData("GatherWriterMetadata")]
    [InlineData("PrepareForBackup")]
    [InlineData("GatherWriterStatus")]
    [InlineData("DoSnapshotSet")]
    [InlineData("BackupComplete")]
    public void TheResultOfAnOperationIsItsStatusNotThatOfTheWait(string step)
    {
        _service.Status = (operation, _, _) => operation == step ? Refusal : FakeVss.Finished;

        VssException failure = Should.Throw<VssException>(GoThroughEverything);

        (failure.Step, failure.HResult).ShouldBe((step, Refusal));
        NothingIsLeft();
    }

    [Fact]
    public void AWaitThatFailsWhileTheOperationGoesOnIsAFailure()
    {
        _service.Status = (_, _, _) => FakeVss.Pending;
        _service.WaitResult = unchecked((int)0x80070005);

        Should.Throw<VssException>(GoThroughEverything).HResult.ShouldBe(_service.WaitResult);

        NothingIsLeft();
    }

    [Fact]
    public void AWaitThatFailsAfterTheOperationEndedWellIsNone()
    {
        _service.WaitResult = unchecked((int)0x80070005);

        GoThroughEverything();

        NothingIsLeft();
    }

    [Fact]
    public void AnOperationThatSomebodyElseCancelledIsAFailure()
    {
        _service.Status = (_, _, _) => FakeVss.Cancelled;

        Should.Throw<VssException>(GoThroughEverything).HResult.ShouldBe(unchecked((int)0x80004004));

        NothingIsLeft();
    }

    [Fact]
    public void CancellingCancelsTheOperationAndWaitsForTheAnswer()
    {
        using CancellationTokenSource source = new();
        _service.Status = (_, asked, cancelled) =>
        {
            if (asked == 1)
            {
                source.Cancel();
            }

            return cancelled && asked > 4 ? FakeVss.Cancelled : FakeVss.Pending;
        };

        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            Should.Throw<OperationCanceledException>(() => session.MakeSnapshots(source.Token));
        }

        _service.Calls.SkipWhile(call => !call.StartsWith("Cancel", StringComparison.Ordinal))
            .ShouldBe(["Cancel(DoSnapshotSet)", "Wait(250)", "QueryStatus", "Wait(250)", "QueryStatus", "Wait(250)", "QueryStatus", "Wait(250)", "QueryStatus"]);
        NothingIsLeft();
    }

    [Theory]
    [InlineData(FakeVss.Finished)]
    [InlineData(unchecked((int)0x80042313))]
    public void AnOperationThatEndsBeforeItsCancellationIsCancelledAllTheSame(int end)
    {
        using CancellationTokenSource source = new();
        _service.Status = (_, _, cancelled) =>
        {
            source.Cancel();
            return cancelled ? end : FakeVss.Pending;
        };

        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            Should.Throw<OperationCanceledException>(() => session.Prepare(source.Token));
        }

        NothingIsLeft();
    }

    [Fact]
    public void AServiceThatAnswersNothingAtAllIsLeftAfterAWhile()
    {
        using CancellationTokenSource source = new();
        _service.Status = (_, _, _) =>
        {
            source.Cancel();
            return FakeVss.Pending;
        };

        long start = Stopwatch.GetTimestamp();
        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            Should.Throw<OperationCanceledException>(() => session.Prepare(source.Token));
        }

        Stopwatch.GetElapsedTime(start).ShouldBeInRange(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(30));
        _service.Count("QueryStatus").ShouldBeLessThan(10, "a wait that returns at once must not become a busy loop");
        NothingIsLeft();
    }

    [Fact]
    public void WhatIsCancelledBeforeItBeginsIsNotBegun()
    {
        using (IVssSession session = _service.Engine.Open(VssContext.Backup, []))
        {
            Should.Throw<OperationCanceledException>(() => session.MakeSnapshots(new CancellationToken(canceled: true)));
        }

        _service.Count("DoSnapshotSet").ShouldBe(0);
        NothingIsLeft();
    }

    [Fact]
    public void TheObjectIsReleasedOnceHoweverOftenTheSessionIsDisposed()
    {
        IVssSession session = _service.Engine.Open(VssContext.Backup, []);

        session.Dispose();
        session.Dispose();

        Should.Throw<ObjectDisposedException>(() => session.StartSet());
        NothingIsLeft();
    }

    public static TheoryData<string> CallsThatCanFail() =>
    [
        "CreateVssBackupComponents", "InitializeForBackup", "SetContext", "DisableWriterClasses", "SetBackupState",
        "GatherWriterMetadata", "GetWriterMetadata", "GetIdentity", "GetFileCounts", "GetExcludeFile", "GetPath", "GetFilespec", "GetRecursive",
        "GetExcludeFromSnapshotCount", "GetExcludeFromSnapshotFile", "IsVolumeSupported", "StartSnapshotSet", "AddToSnapshotSet", "PrepareForBackup",
        "GatherWriterStatus", "GetWriterStatusCount", "GetWriterStatusEx", "DoSnapshotSet", "GetSnapshotProperties", "BackupComplete",
        "DeleteSnapshots", "AbortBackup",
    ];

    public static TheoryData<string> CallsThatReturnSomething() =>
    [
        "CreateVssBackupComponents", "GatherWriterMetadata", "QueryStatus", "GetWriterMetadataCount", "GetWriterMetadata", "GetIdentity", "GetFileCounts",
        "GetExcludeFile", "GetRecursive", "GetExcludeFromSnapshotCount", "GetExcludeFromSnapshotFile", "IsVolumeSupported", "StartSnapshotSet",
        "AddToSnapshotSet", "PrepareForBackup", "GatherWriterStatus", "GetWriterStatusCount", "GetWriterStatusEx", "DoSnapshotSet",
        "GetSnapshotProperties", "BackupComplete", "DeleteSnapshots",
    ];

    private static string Describe(VssWriter writer) =>
        $"{writer.ClassId} {writer.InstanceId} {writer.Name}: {string.Join(';', writer.Excluded)} and {string.Join(';', writer.ExcludedFromSnapshot)}";

    private void GoThroughEverything()
    {
        using IVssSession session = _service.Engine.Open(VssContext.Backup, [FakeVss.DisabledWriter]);
        session.GatherWriters(default);
        session.Supports(Volume);
        session.StartSet();
        session.Add(Volume, null);
        session.Prepare(default);
        session.GatherWriterStates(default);
        session.MakeSnapshots(default);
        session.Find(FakeVss.Snapshot);
        session.Complete(default);
        session.DeleteSet(FakeVss.Set);
        session.Abort();
    }

    private void NothingIsLeft()
    {
        _service.Live.ShouldBeEmpty();
        _service.LiveStrings.ShouldBe(0);
        _service.Calls.ShouldNotContain(call => call.Contains(' ') && !call.Contains('('), "a fault that the service saw");
        _service.Count("GetWriterMetadata").ShouldBeLessThanOrEqualTo(_service.Count("FreeWriterMetadata") * FakeVss.Writers.Length);
    }
}
