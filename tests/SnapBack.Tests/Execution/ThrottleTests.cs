using System.Diagnostics;
using Shouldly;
using SnapBack.Execution;
using Xunit;

namespace SnapBack.Tests.Execution;

public sealed class ThrottleTests
{
    [Fact]
    public void AGapComesAfterEach64KilobytesOfAllCopiesTogether()
    {
        Throttle throttle = new(null, TimeSpan.FromMilliseconds(100), TimeProvider.System);
        Stopwatch watch = Stopwatch.StartNew();

        Parallel.For(0, 4, _ => throttle.Take(64 * 1024, CancellationToken.None));

        watch.ElapsedMilliseconds.ShouldBeGreaterThan(350);
    }

    [Fact]
    public void ARateHoldsForAllTogether()
    {
        Throttle throttle = new(1_000_000, TimeSpan.Zero, TimeProvider.System);
        Stopwatch watch = Stopwatch.StartNew();

        Parallel.For(0, 4, _ => throttle.Take(250_000, CancellationToken.None));

        watch.ElapsedMilliseconds.ShouldBeGreaterThan(450);
    }

    [Fact]
    public void WaitingEndsWhenTheRunIsCancelled()
    {
        using CancellationTokenSource cancellation = new(50);
        Throttle throttle = new(1, TimeSpan.Zero, TimeProvider.System);

        Should.Throw<OperationCanceledException>(() => throttle.Take(1000, cancellation.Token));
    }
}
