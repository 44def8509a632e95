using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

public sealed class SnapshotStageTests
{
    [Fact]
    public void NeverReadsLiveAndAsksNoProvider()
    {
        ScriptedSnapshotProvider provider = new();

        SnapshotOutcome outcome = Open(SnapshotPolicy.Never, [provider], "/a");

        outcome.Session.ShouldBeNull();
        outcome.Sources.ShouldHaveSingleItem().View.IsSnapshot.ShouldBeFalse();
        outcome.HasLiveSource.ShouldBeTrue();
        provider.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SnapshotPolicy.Prefer)]
    [InlineData(SnapshotPolicy.Require)]
    public void WhereAllCanBeTakenAllAreReadFromOneSet(SnapshotPolicy policy)
    {
        ScriptedSnapshotProvider provider = new();

        SnapshotOutcome outcome = Open(policy, [provider], "/a", "/b");

        outcome.Session.ShouldNotBeNull();
        outcome.HasLiveSource.ShouldBeFalse();
        outcome.Sources.Select(source => source.View.ReadRoot).ShouldBe(["/a@snapshot", "/b@snapshot"]);
        provider.Calls.ShouldBe(["why-not /a", "why-not /b", "create /a /b"]);
    }

    [Fact]
    public void PreferReadsLiveWhatCanNotBeTakenAndTheRestFromTheSet()
    {
        ScriptedSnapshotProvider provider = new() { WhyNotScript = source => source == "/b" ? "It is an ext4." : null };

        SnapshotOutcome outcome = Open(SnapshotPolicy.Prefer, [provider], "/a", "/b", "/c");

        outcome.Session.ShouldNotBeNull();
        outcome.Sources.Select(source => (source.Source, source.View.IsSnapshot, source.LiveReason)).ShouldBe(
            [("/a", true, null), ("/b", false, "It is an ext4."), ("/c", true, null)]);
        provider.Calls[^1].ShouldBe("create /a /c");
    }

    [Fact]
    public void PreferReadsAllLiveWhenTheSetFailsAndSaysWhy()
    {
        ScriptedSnapshotProvider provider = new() { CreateFailure = new SnapshotException("No space.", "Free some.") };

        SnapshotOutcome outcome = Open(SnapshotPolicy.Prefer, [provider], "/a", "/b");

        outcome.Session.ShouldBeNull();
        outcome.Sources.ShouldAllBe(source => source.LiveReason == "No space. Free some." && source.View.ReadRoot == source.Source);
    }

    [Fact]
    public void PreferReadsLiveWhereThereIsNoProvider()
    {
        Open(SnapshotPolicy.Prefer, [], "/a").Sources[0].LiveReason.ShouldBe("This system has no snapshot provider.");
    }

    [Fact]
    public void RequireNamesTheSourceThatCanNotBeTakenAndMakesNothing()
    {
        ScriptedSnapshotProvider provider = new() { WhyNotScript = source => source == "/b" ? "It is an ext4." : null };

        SnapBackException failure = Should.Throw<SnapBackException>(() => Open(SnapshotPolicy.Require, [provider], "/a", "/b"));

        failure.Code.ShouldBe(ErrorCode.SnapshotRequired);
        failure.Message.ShouldContain("'/b'");
        failure.Message.ShouldContain("It is an ext4.");
        failure.Hint.ShouldNotBeEmpty();
        provider.Calls.ShouldBe(["why-not /a", "why-not /b"]);
    }

    [Fact]
    public void RequireFailsWhenTheSetFailsAndKeepsTheHint()
    {
        ScriptedSnapshotProvider provider = new() { CreateFailure = new SnapshotException("No space.", "Free some.") };

        SnapBackException failure = Should.Throw<SnapBackException>(() => Open(SnapshotPolicy.Require, [provider], "/a"));

        failure.Code.ShouldBe(ErrorCode.SnapshotRequired);
        failure.Message.ShouldContain("'/a'");
        failure.Message.ShouldContain("No space.");
        failure.Hint.ShouldBe("Free some.");
    }

    [Fact]
    public void RequireFailsWhereThereIsNoProvider()
    {
        Should.Throw<SnapBackException>(() => Open(SnapshotPolicy.Require, [], "/a")).Code.ShouldBe(ErrorCode.SnapshotRequired);
    }

    [Theory]
    [InlineData(SnapshotPolicy.Prefer)]
    [InlineData(SnapshotPolicy.Require)]
    public void AnUnknownProviderIsAnErrorThatListsTheKnownOnes(SnapshotPolicy policy)
    {
        Job job = JobFor(policy, "/a") with { SnapshotProvider = "brtfs" };

        SnapBackException failure = Should.Throw<SnapBackException>(
            () => new SnapshotStage([new ScriptedSnapshotProvider { Name = "btrfs" }, new ScriptedSnapshotProvider { Name = "zfs" }]).Open(job, new RecordingLedger(), default));

        failure.Code.ShouldBe(ErrorCode.SnapshotProviderUnknown);
        failure.Message.ShouldContain("'brtfs'");
        failure.Hint.ShouldContain("btrfs, zfs");
    }

    [Fact]
    public void ANamedProviderIsTheOnlyOneAsked()
    {
        ScriptedSnapshotProvider first = new() { Name = "first" };
        ScriptedSnapshotProvider second = new() { Name = "second" };

        new SnapshotStage([first, second]).Open(JobFor(SnapshotPolicy.Prefer, "/a") with { SnapshotProvider = "Second" }, new RecordingLedger(), default).Session!.Dispose();

        first.Calls.ShouldBeEmpty();
        second.Calls.ShouldBe(["why-not /a", "create /a", "release"]);
    }

    [Fact]
    public void OfSeveralProvidersTheOneThatCanTakeMostIsUsed()
    {
        ScriptedSnapshotProvider none = new() { Name = "none", WhyNotScript = _ => "No." };
        ScriptedSnapshotProvider one = new() { Name = "one", WhyNotScript = source => source == "/a" ? null : "No." };
        ScriptedSnapshotProvider both = new() { Name = "both" };

        using ISnapshotSession session = Open(SnapshotPolicy.Require, [none, one, both], "/a", "/b").Session.ShouldNotBeNull();

        session.Set.Provider.ShouldBe("both");
    }

    [Fact]
    public void ASourceGivenTwiceIsTakenOnce()
    {
        ScriptedSnapshotProvider provider = new();

        SnapshotOutcome outcome = Open(SnapshotPolicy.Require, [provider], "/a", "/a");

        outcome.Sources.Count.ShouldBe(2);
        provider.Calls.ShouldBe(["why-not /a", "create /a"]);
    }

    [Fact]
    public void APairMayAskForNoSnapshotWhileAnotherIsReadFromTheSet()
    {
        ScriptedSnapshotProvider provider = new();
        Job job = JobFor(SnapshotPolicy.Require, "/a", "/b");
        job = job with { Pairs = [job.Pairs[0] with { Snapshot = SnapshotPolicy.Never }, job.Pairs[1]] };

        SnapshotOutcome outcome = new SnapshotStage([provider]).Open(job, new RecordingLedger(), CancellationToken.None);

        outcome.Sources.Select(source => source.View.IsSnapshot).ShouldBe([false, true]);
        outcome.Sources[0].LiveReason.ShouldBe("The job asks for no snapshot.");
        provider.Calls.ShouldBe(["why-not /b", "create /b"]);
    }

    [Fact]
    public void OnlyThePairThatRequiresASnapshotStopsTheRun()
    {
        ScriptedSnapshotProvider provider = new() { WhyNotScript = source => source == "/b" ? "It is an ext4." : null };
        Job job = JobFor(SnapshotPolicy.Prefer, "/a", "/b");
        Job strictAboutOther = job with { Pairs = [job.Pairs[0] with { Snapshot = SnapshotPolicy.Require }, job.Pairs[1]] };
        Job strictAboutIt = job with { Pairs = [job.Pairs[0], job.Pairs[1] with { Snapshot = SnapshotPolicy.Require }] };

        SnapshotOutcome outcome = new SnapshotStage([provider]).Open(strictAboutOther, new RecordingLedger(), CancellationToken.None);

        outcome.Sources.Select(source => source.View.IsSnapshot).ShouldBe([true, false]);
        Should.Throw<SnapBackException>(() => new SnapshotStage([provider]).Check(strictAboutIt)).Message.ShouldContain("'/b'");
    }

    [Fact]
    public void ASetThatFailsStopsTheRunWhenOneOfItsSourcesRequiresIt()
    {
        ScriptedSnapshotProvider provider = new() { CreateFailure = new SnapshotException("No space.", "Free some.") };
        Job job = JobFor(SnapshotPolicy.Prefer, "/a", "/b");
        job = job with { Pairs = [job.Pairs[0], job.Pairs[1] with { Snapshot = SnapshotPolicy.Require }] };

        Should.Throw<SnapBackException>(() => new SnapshotStage([provider]).Open(job, new RecordingLedger(), CancellationToken.None))
            .Code.ShouldBe(ErrorCode.SnapshotRequired);
    }

    [Fact]
    public void CancellationIsNoFallbackToTheLiveTree()
    {
        Should.Throw<OperationCanceledException>(
            () => new SnapshotStage([new ScriptedSnapshotProvider()]).Open(JobFor(SnapshotPolicy.Prefer, "/a"), new RecordingLedger(), new CancellationToken(canceled: true)));
    }

    private static SnapshotOutcome Open(SnapshotPolicy policy, IReadOnlyList<ISnapshotProvider> providers, params string[] sources) =>
        new SnapshotStage(providers).Open(JobFor(policy, sources), new RecordingLedger(), CancellationToken.None);

    private static Job JobFor(SnapshotPolicy policy, params string[] sources) => new()
    {
        Name = "test",
        Pairs = [.. sources.Select(source => new JobPair(source, "/copy" + source))],
        Snapshot = policy,
    };
}
