using Shouldly;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss;

public sealed class VssSnapshotProviderTests
{
    private static readonly string Set = ScriptedVssEngine.Id(1).ToString("B");

    // Up to DoSnapshotSet, then what takes each step back. The line of a step stands before its answer, so a step that fails is there itself.
    private static readonly string[] Making =
    [
        "turn", "open Backup", $"supports {VssBed.C}", $"supports {VssBed.D}", "gather", "start-set", $"note {Set}", $"add {VssBed.C}", $"add {VssBed.D}", "prepare",
        "states", "make", "states", "turn-over", "find", "find",
    ];

    [Fact]
    public void ASetIsMadeInTheOrderOfTheManualAndReleasedInTheOppositeOne()
    {
        VssBed bed = new();

        ISnapshotSession session = bed.Create(@"C:\Data", @"D:\");
        bed.Calls.ShouldBe(Making);
        bed.Calls.Clear();
        IReadOnlyList<string> failures = session.Release();
        session.Dispose();

        failures.ShouldBeEmpty();
        bed.Calls.ShouldBe(["complete", "states", "delete-set", "dispose", $"strike {Set}"]);
        bed.IsClean.ShouldBeTrue();
    }

    [Fact]
    public void ASetThatIsNotReleasedIsBrokenOff()
    {
        VssBed bed = new();

        ISnapshotSession session = bed.Create(@"C:\Data");
        bed.Calls.Clear();
        session.Dispose();

        bed.Calls.ShouldBe(["abort", "dispose", $"strike {Set}"]);
        bed.IsClean.ShouldBeTrue();
    }

    // One row per step: where it fails, exactly these calls follow.
    [Theory]
    [InlineData("open", "open Backup", "turn-over")]
    [InlineData("supports", "supports", "abort; dispose; turn-over")]
    [InlineData("gather", "gather", "abort; dispose; turn-over")]
    [InlineData("start-set", "start-set", "abort; dispose; turn-over")]
    [InlineData("note", "start-set", "abort; dispose; turn-over")]
    [InlineData("add", "add", "abort; dispose; strike; turn-over")]
    [InlineData("prepare", "prepare", "abort; dispose; strike; turn-over")]
    [InlineData("states", "states", "abort; dispose; strike; turn-over")]
    [InlineData("make", "make", "abort; dispose; strike; turn-over")]
    [InlineData("find", "find", "abort; dispose; strike")]
    [InlineData("closed", "find", "abort; dispose; strike")]
    public void AStepThatFailsIsFollowedByTheUndoOfEveryStepBefore(string step, string last, string undo)
    {
        // One that nobody tries again.
        const int Failure = VssResult.VSS_E_INSUFFICIENT_STORAGE;
        VssBed bed = new() { Options = VssOptions.Default with { Tries = 1 } };
        if (step == "note")
        {
            bed = new VssBed { Ledger = new RecordingLedger(bed.Calls) { BeforeNote = _ => throw new SnapshotException("The catalog is full.") }, Engine = bed.Engine, Host = bed.Host };
        }
        else if (step == "closed")
        {
            bed.Volumes.Closed.Add(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\");
        }
        else
        {
            bed.Engine.Fail(step, Failure);
        }

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\Data"));

        string[] words = [.. bed.Calls.Select(call => call.Split(' ')[0])];
        int failed = Array.LastIndexOf(words, last.Split(' ')[0]);
        failed.ShouldBeGreaterThanOrEqualTo(0);
        string.Join("; ", words[(failed + 1)..]).ShouldBe(undo);
        bed.IsClean.ShouldBeTrue();
    }

    // The same, with Ctrl+C instead of a failure.
    [Theory]
    [InlineData("open")]
    [InlineData("gather")]
    [InlineData("start-set")]
    [InlineData("add")]
    [InlineData("prepare")]
    [InlineData("states")]
    [InlineData("make")]
    [InlineData("find")]
    public void CancellingAtAnyStepTakesEverythingBack(string step)
    {
        VssBed bed = new();
        using CancellationTokenSource ctrlC = new();
        bed.Engine.On(step, token =>
        {
            ctrlC.Cancel();
            token.ThrowIfCancellationRequested();
        });

        Should.Throw<OperationCanceledException>(() => bed.Create(ctrlC.Token, @"C:\Data"));

        bed.IsClean.ShouldBeTrue();
        bed.Pauses.ShouldBeEmpty();
        bed.Calls.Count(call => call.StartsWith("open", StringComparison.Ordinal)).ShouldBe(1);
        bed.Calls.Count(call => call == "abort").ShouldBe(step == "open" && bed.Calls.Contains("dispose") ? 1 : step == "open" ? 0 : 1);
    }

    [Fact]
    public void AVolumeIsTakenOnceHoweverManySourcesLieOnIt()
    {
        VssBed bed = new();

        using ISnapshotSession session = bed.Create(@"C:\a", @"C:\b", @"c:\A");

        bed.Calls.Count(call => call.StartsWith("add", StringComparison.Ordinal)).ShouldBe(1);
        session.ViewOf(@"C:\a").ReadRoot.ShouldBe(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\a");
        session.ViewOf(@"C:\b").ReadRoot.ShouldBe(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\b");
    }

    [Fact]
    public void TheRootOfAVolumeIsReadWithTheBackslashThatMakesItAFolder()
    {
        using ISnapshotSession session = new VssBed().Create(@"D:\");

        session.ViewOf(@"D:\").ReadRoot.ShouldBe(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\");
    }

    [Fact]
    public void ASourceBehindAJunctionIsReadWhereItReallyLies()
    {
        VssBed bed = new();
        bed.Volumes.Links[@"C:\link"] = @"D:\real\place";

        using ISnapshotSession session = bed.Create(@"C:\link\deep");

        bed.Calls.ShouldContain($"add {VssBed.D}");
        bed.Calls.ShouldNotContain($"add {VssBed.C}");
        session.ViewOf(@"C:\link\deep").ReadRoot.ShouldBe(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\real\place\deep");
    }

    [Fact]
    public void VolumesMountedBelowASourceAreInTheSameSetAndPutInWhereTheyAreSeen()
    {
        VssBed bed = new();
        bed.Volumes.Mount(@"C:\Data\one", VssBed.D);
        bed.Volumes.Mount(@"D:\in\two", VssBed.X);
        bed.Volumes.Mount(@"C:\Elsewhere", @"\\?\Volume{other}\");

        using ISnapshotSession session = bed.Create(@"C:\Data");

        bed.Calls.Count(call => call == "make").ShouldBe(1);
        bed.Calls.Where(call => call.StartsWith("add", StringComparison.Ordinal)).ShouldBe([$"add {VssBed.C}", $"add {VssBed.D}", $"add {VssBed.X}"]);
        SourceView view = session.ViewOf(@"C:\Data");
        view.Nested.ShouldBe(
            new Dictionary<RelativePath, string>
            {
                [PathOf("one")] = @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy3\",
                [PathOf("one/in/two")] = @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy4\",
            },
            ignoreOrder: true);
        view.NotCovered.ShouldBeEmpty();
    }

    [Fact]
    public void AMountedVolumeThatCanNotBeSnapshottedIsNotCoveredNorWhatIsMountedInIt()
    {
        VssBed bed = new();
        bed.Volumes.Mount(@"C:\Data\one", VssBed.D);
        bed.Volumes.Mount(@"D:\two", VssBed.X);
        bed.Engine.SupportsScript = volume => volume != VssBed.D;

        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.ViewOf(@"C:\Data").Nested.ShouldBeEmpty();
        session.ViewOf(@"C:\Data").NotCovered.ShouldBe([PathOf("one")]);
    }

    [Fact]
    public void AMountedVolumeThatTheSetRefusesIsNotCovered()
    {
        VssBed bed = new();
        bed.Volumes.Mount(@"C:\Data\one", VssBed.D);
        bed.Engine.On("add", _ => { });
        bed.Engine.Fail("add", VssResult.VSS_E_NESTED_VOLUME_LIMIT);

        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.ViewOf(@"C:\Data").NotCovered.ShouldBe([PathOf("one")]);
        session.Set.Members.Count.ShouldBe(1);
    }

    [Fact]
    public void AVolumeMountedInItselfHasAnEnd()
    {
        VssBed bed = new();
        bed.Volumes.Mount(@"C:\Data\again", VssBed.C);

        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.ViewOf(@"C:\Data").NotCovered.ShouldBe([PathOf("again")]);
        bed.Calls.Count(call => call.StartsWith("add", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7\")]
    [InlineData(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7\Data", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7\Data")]
    public void AShadowCopyThatIsThereIsReadAsItIs(string source, string readRoot)
    {
        VssBed bed = new();

        bed.Provider.WhyNot(source).ShouldBeNull();
        using ISnapshotSession session = bed.Create(source);

        session.ViewOf(source).ReadRoot.ShouldBe(readRoot);
        session.ViewOf(source).IsSnapshot.ShouldBeTrue();
        session.IsAlive().ShouldBeTrue();
        bed.Calls.ShouldBeEmpty();
        bed.Volumes.Closed.Add(readRoot);
        session.IsAlive().ShouldBeFalse();
    }

    [Fact]
    public void TheSetIsToldForTheRecord()
    {
        VssBed bed = new() { Engine = new ScriptedVssEngine { Name = "native" } };
        bed.Engine.States.Clear();
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 5), VssBed.Writer("Registry", 1, instance: 2)]);

        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.Set.Provider.ShouldBe("vss/native");
        session.Set.Id.ShouldBe(Set);
        session.Set.Created.ShouldBe(bed.Engine.Created);
        session.Set.Members.ShouldBe([new SnapshotNote("vss", ScriptedVssEngine.Id(2).ToString("B"), @"C:\ as \\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2")]);
        session.Set.Writers.ShouldBe([new WriterStatus("Registry", true, "stable"), new WriterStatus("SQL", true, "waiting for the backup's end")]);
        session.Set.Notices.ShouldBeEmpty();
    }

    [Fact]
    public void TheSetLivesAsLongAsTheServiceKnowsItAndItCanBeOpened()
    {
        VssBed bed = new();
        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.IsAlive().ShouldBeTrue();
        bed.Volumes.Closed.Add(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy2\");
        session.IsAlive().ShouldBeFalse();
        bed.Volumes.Closed.Clear();
        session.IsAlive().ShouldBeTrue();
        bed.Engine.Lose(ScriptedVssEngine.Id(2));
        session.IsAlive().ShouldBeFalse();
    }

    [Fact]
    public void AfterTheReleaseNothingIsAlive()
    {
        VssBed bed = new();
        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.Release();

        session.IsAlive().ShouldBeFalse();
    }

    [Fact]
    public void TheWritersLastWordIsPartOfTheSetAfterTheRelease()
    {
        VssBed bed = new();
        bed.Engine.States.Clear();
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 5)]);
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 5)]);
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 12, 0x800423F4)]);
        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.Release().ShouldBeEmpty();

        WriterStatus writer = session.Set.Writers.ShouldHaveSingleItem();
        writer.IsHealthy.ShouldBeFalse();
        writer.State.ShouldStartWith("failed at the backup's end: A writer failed and would fail again (VSS_E_WRITERERROR_NONRETRYABLE 0x800423F4)");
        session.Set.Notices.ShouldHaveSingleItem().Code.ShouldBe("writer-failed-late");
    }

    [Fact]
    public void WritersThatCanNotBeToldOfTheEndAreAWarningAndTheSetIsReleased()
    {
        VssBed bed = new();
        bed.Engine.Fail("complete", VssResult.VSS_E_UNEXPECTED_WRITER_ERROR);
        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.Release().ShouldBeEmpty();

        session.Set.Notices.ShouldHaveSingleItem().Code.ShouldBe("backup-complete-failed");
        bed.IsClean.ShouldBeTrue();
    }

    [Fact]
    public void ASetThatCanNotBeDeletedIsNamedAndStaysNotedForTheNextRun()
    {
        VssBed bed = new();
        bed.Engine.Fail("delete-set", VssResult.VSS_E_UNEXPECTED_PROVIDER_ERROR);
        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.Release().ShouldHaveSingleItem().ShouldStartWith("The snapshots could not be deleted");

        bed.Engine.OpenSessions.ShouldBe(0);
        bed.Ledger.Open.ShouldHaveSingleItem().Id.ShouldBe(Set);
        bed.Provider.TryRemoveLeftover(bed.Ledger.Open[0]).ShouldBeTrue();
    }

    [Fact]
    public void ASetThatIsGoneAlreadyIsReleasedWithoutAWord()
    {
        VssBed bed = new();
        bed.Engine.Fail("delete-set", VssResult.VSS_E_OBJECT_NOT_FOUND);
        using ISnapshotSession session = bed.Create(@"C:\Data");

        session.Release().ShouldBeEmpty();

        bed.IsClean.ShouldBeTrue();
    }

    [Fact]
    public void AnAbortThatFailsDoesNotHideTheFailureBefore()
    {
        VssBed bed = new();
        bed.Engine.Fail("make", VssResult.VSS_E_INSUFFICIENT_STORAGE);
        bed.Engine.Fail("abort", VssResult.VSS_E_BAD_STATE);

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\Data")).Message.ShouldContain("VSS_E_INSUFFICIENT_STORAGE 0x8004231F");

        bed.IsClean.ShouldBeTrue();
    }

    [Fact]
    public void LeftoversAreDeletedByTheirSetsId()
    {
        VssBed bed = new();

        bed.Provider.TryRemoveLeftover(new SnapshotNote("vss", Set, @"C:\")).ShouldBeTrue();
        bed.Calls.ShouldBe([$"delete-old-set {Set}"]);
        bed.Provider.TryRemoveLeftover(new SnapshotNote("btrfs", Set, "/")).ShouldBeFalse();
        bed.Provider.TryRemoveLeftover(new SnapshotNote("vss", "not an id", @"C:\")).ShouldBeFalse();
        bed.Calls.Count.ShouldBe(1);
        bed.Engine.Fail("delete-old-set", VssResult.E_ACCESSDENIED);
        bed.Provider.TryRemoveLeftover(new SnapshotNote("vss", Set, @"C:\")).ShouldBeFalse();
        bed.Engine.Fail("delete-old-set", VssResult.VSS_E_OBJECT_NOT_FOUND);
        bed.Provider.TryRemoveLeftover(new SnapshotNote("vss", Set, @"C:\")).ShouldBeTrue();
        bed.IsClean.ShouldBeTrue();
    }

    [Fact]
    public void WhetherAVolumeCanBeTakenIsToldInWordsBeforeAnythingIsMade()
    {
        VssBed bed = new();
        bed.Volumes.WhyNots[VssBed.X] = "It lies on the network.";
        bed.Volumes.Missing.Add(@"C:\gone");
        bed.Engine.SupportsScript = volume => volume != VssBed.D;

        bed.Provider.WhyNot(@"C:\Data").ShouldBeNull();
        bed.Provider.WhyNot(@"D:\Data").ShouldBe(@"Windows makes no snapshots of D:\ (NTFS); they need NTFS or ReFS on a local disk.");
        bed.Provider.WhyNot(@"X:\Data").ShouldBe("It lies on the network.");
        bed.Provider.WhyNot(@"C:\gone").ShouldNotBeNull().ShouldContain("does not exist");
        bed.Calls.ShouldNotContain("start-set");
        bed.IsClean.ShouldBeTrue();
    }

    [Theory]
    [InlineData(VssResult.E_ACCESSDENIED, "Run as administrator")]
    [InlineData(VssResult.E_NOTIMPL, "no working shadow copy service")]
    [InlineData(VssResult.VSS_E_VOLUME_NOT_LOCAL, "another machine")]
    [InlineData(VssResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS, null)]
    [InlineData(VssResult.ServerUnavailable, null)]
    public void WhatMayPassIsNoReasonNotToTry(int failure, string? reason)
    {
        VssBed bed = new();
        bed.Engine.Fail("open", failure);

        string? why = bed.Provider.WhyNot(@"C:\Data");

        if (reason is null)
        {
            why.ShouldBeNull();
        }
        else
        {
            why.ShouldNotBeNull().ShouldContain(reason);
        }
    }

    [Fact]
    public void TheEngineIsTheFirstThatLoadsUnlessOneIsNamed()
    {
        ScriptedVssEngine broken = new() { Name = "alphavss", Unavailable = "Ijwhost.dll is missing." };
        ScriptedVssEngine native = new() { Name = "native" };

        Chosen(VssEngineChoice.Auto).ShouldBe("vss/native");
        Chosen(VssEngineChoice.Native).ShouldBe("vss/native");
        Should.Throw<SnapshotException>(() => Chosen(VssEngineChoice.Alphavss)).Message.ShouldContain("alphavss: Ijwhost.dll is missing.");
        With(VssEngineChoice.Alphavss).WhyNot(@"C:\").ShouldNotBeNull().ShouldContain("Ijwhost.dll is missing.");

        VssSnapshotProvider With(VssEngineChoice choice) => new(
            [broken, native], new ScriptedVssHost(), new ScriptedVolumes(), VssOptions.Default with { Engine = choice }, new ManualTime(), Serilog.Core.Logger.None);

        string Chosen(VssEngineChoice choice)
        {
            using ISnapshotSession session = With(choice).Create([@"C:\"], new RecordingLedger(), CancellationToken.None);
            return session.Set.Provider;
        }
    }

    [Fact]
    public void ComSecurityThatCameTooLateIsANoticeAndNoFailure()
    {
        VssBed bed = new() { Host = new ScriptedVssHost { ApartmentNotice = "Writers may fail to answer." } };

        using ISnapshotSession session = bed.Create(@"C:\");

        session.Set.Notices.ShouldHaveSingleItem().ShouldBe(new SnapBack.Runs.Notice("vss-security", "Writers may fail to answer.", IsWarning: false));
    }

    [Fact]
    public void WithoutComNothingIsTriedOnTheService()
    {
        VssBed bed = new() { Host = new ScriptedVssHost { ApartmentFailure = new VssException(VssResult.E_ACCESSDENIED, "CoInitializeEx") } };

        Should.Throw<SnapshotException>(() => bed.Create(@"C:\")).Message.ShouldContain("CoInitializeEx");
        bed.Calls.ShouldBeEmpty();
    }

    private static RelativePath PathOf(string text) => RelativePath.TryParse(text, out RelativePath path) ? path : throw new ArgumentException(text, nameof(text));
}
