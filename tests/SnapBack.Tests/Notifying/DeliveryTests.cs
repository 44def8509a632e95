using Shouldly;
using SnapBack.Notifying;
using Xunit;

namespace SnapBack.Tests.Notifying;

public sealed class DeliveryTests
{
    [Fact]
    public void ThePausesGrowAndTheTriesEnd()
    {
        PausesPass clock = new(Patience.Usual.Limit);
        int tries = 0;

        string? why = new Delivery(Patience.Usual, clock, CancellationToken.None).Try(_ => throw new DeliveryException($"no {++tries}", isFinal: false));

        why.ShouldBe("no 3, after 3 tries");
        clock.Pauses.ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)]);
    }

    [Fact]
    public void WhoIsInAHurryTriesOnce()
    {
        int tries = 0;

        string? why = new Delivery(Patience.Usual, TimeProvider.System, new CancellationToken(canceled: true)).Try(_ => throw new DeliveryException($"no {++tries}", isFinal: false));

        why.ShouldBe("no 1");
    }

    /// <summary>A clock under which every pause is over at once, and the limit of a try never comes.</summary>
    private sealed class PausesPass(TimeSpan limit) : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == limit)
            {
                return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            Pauses.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
