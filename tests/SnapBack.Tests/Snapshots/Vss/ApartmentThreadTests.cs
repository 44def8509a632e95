using Shouldly;
using SnapBack.Snapshots.Vss;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss;

public sealed class ApartmentThreadTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ScriptedVssHost _host = new();
    private readonly ManualTime _clock = new();

    [Fact]
    public void EveryCallIsMadeOnOneThreadThatIsInTheApartment()
    {
        using ApartmentThread thread = new(_host, _clock);

        int[] threads = [.. Enumerable.Range(0, 3).Select(_ => thread.Run("step", Limit, _ => Environment.CurrentManagedThreadId))];

        threads.Distinct().Count().ShouldBe(1);
        threads[0].ShouldNotBe(Environment.CurrentManagedThreadId);
        _host.ThreadsInside.ShouldBe(1);
    }

    [Fact]
    public void TheThreadLeavesTheApartmentWhenItEnds()
    {
        ApartmentThread thread = new(_host, _clock);
        thread.Run("step", Limit, _ => { });

        thread.Dispose();
        thread.Dispose();

        _host.ThreadsInside.ShouldBe(0);
        Should.Throw<ObjectDisposedException>(() => thread.Run("step", Limit, _ => { }));
    }

    [Fact]
    public void AFailureIsThrownWhereTheAnswerIsWaitedFor()
    {
        using ApartmentThread thread = new(_host, _clock);

        Should.Throw<InvalidTimeZoneException>(() => thread.Run("step", Limit, _ => throw new InvalidTimeZoneException()));

        thread.Run("step", Limit, _ => 7).ShouldBe(7);
    }

    [Fact]
    public void AStepIsCancelledAtItsLimitAndThatIsAFailureOfTheService()
    {
        using ApartmentThread thread = new(_host, _clock);

        VssException failure = Should.Throw<VssException>(() => thread.Run("DoSnapshotSet", Limit, token =>
        {
            _clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
            token.IsCancellationRequested.ShouldBeFalse();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            token.ThrowIfCancellationRequested();
        }));

        failure.HResult.ShouldBe(VssResult.TimedOut);
        failure.Step.ShouldBe("DoSnapshotSet");
        thread.Run("next", Limit, _ => 1).ShouldBe(1);
    }

    [Fact]
    public void ACancelledRunIsACancellation()
    {
        using ApartmentThread thread = new(_host, _clock);
        using CancellationTokenSource ctrlC = new();

        Should.Throw<OperationCanceledException>(() => thread.Run(
            "step",
            Limit,
            token =>
            {
                ctrlC.Cancel();
                token.ThrowIfCancellationRequested();
            },
            ctrlC.Token));
    }

    [Fact]
    public void AnAnswerThatComesInTheTimeOfGraceCounts()
    {
        using ApartmentThread thread = new(_host, _clock);

        thread.Run("step", Limit, _ =>
        {
            _clock.Advance(Limit + (ApartmentThread.Grace / 2));
            return 7;
        }).ShouldBe(7);
    }

    [Fact]
    public void AStuckThreadAnswersNothingAnyMoreAndIsLeftBehind()
    {
        ApartmentThread thread = new(_host, _clock);
        using ManualResetEventSlim never = new();

        Should.Throw<VssException>(() => thread.Run("step", Limit, _ =>
        {
            _clock.Advance(Limit + ApartmentThread.Grace);
            never.Wait(CancellationToken.None);
        })).HResult.ShouldBe(VssResult.TimedOut);

        Should.Throw<VssException>(() => thread.Run("AbortBackup", Limit, _ => { })).Step.ShouldBe("AbortBackup");
        thread.Dispose();
        never.Set();
    }
}
