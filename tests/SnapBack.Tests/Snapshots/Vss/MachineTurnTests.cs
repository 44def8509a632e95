using Shouldly;
using SnapBack.Snapshots.Vss;
using Xunit;

namespace SnapBack.Tests.Snapshots.Vss;

/// <summary>On mutexes of the system itself: .NET has them on Linux as well.</summary>
public sealed class MachineTurnTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Ages = TimeSpan.FromMinutes(1);

    private readonly string _name = $@"Global\SnapBack.Test.{Guid.NewGuid():N}";

    [Fact]
    public void WhoWaitsGetsItsTurnWhenTheOtherOneEnds()
    {
        using ManualResetEventSlim isHeld = new();
        using ManualResetEventSlim mayEnd = new();
        Thread other = new(() =>
        {
            using MachineTurn turn = Take(Ages, CancellationToken.None)!;
            isHeld.Set();
            mayEnd.Wait();
        });
        other.Start();
        isHeld.Wait();

        Take(Soon, CancellationToken.None).ShouldBeNull();
        mayEnd.Set();
        using MachineTurn? mine = Take(Ages, CancellationToken.None);

        mine.ShouldNotBeNull();
        other.Join();
    }

    [Fact]
    public void ATurnThatADeadThreadHeldIsOver()
    {
        using Mutex kept = new(false, _name);
        Thread dying = new(() => kept.WaitOne());
        dying.Start();
        dying.Join();

        using MachineTurn? mine = Take(Ages, CancellationToken.None);

        mine.ShouldNotBeNull();
    }

    [Fact]
    public void WaitingEndsWhenItIsCancelled()
    {
        using ManualResetEventSlim isHeld = new();
        using ManualResetEventSlim mayEnd = new();
        Thread other = new(() =>
        {
            using MachineTurn turn = Take(Ages, CancellationToken.None)!;
            isHeld.Set();
            mayEnd.Wait();
        });
        other.Start();
        isHeld.Wait();
        using CancellationTokenSource ctrlC = new(Soon);

        Should.Throw<OperationCanceledException>(() => Take(Ages, ctrlC.Token));

        mayEnd.Set();
        other.Join();
    }

#pragma warning disable CA2000 // The turn takes it over.
    private MachineTurn? Take(TimeSpan limit, CancellationToken cancellation) => MachineTurn.Take(new Mutex(false, _name), limit, cancellation);
#pragma warning restore CA2000
}
