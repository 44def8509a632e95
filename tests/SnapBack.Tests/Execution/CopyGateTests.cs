using Shouldly;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Execution;

public sealed class CopyGateTests : IDisposable
{
    private readonly ManualTime _clock = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<string> _told = [];
    private (long Free, long Total)? _space = (1000, 10_000);

    public void Dispose() => _cancellation.Dispose();

    [Fact]
    public async Task ACopyWaitsUntilTheDestinationHasRoomAboveTheFloor()
    {
        CopyGate gate = Gate(new Pacing { Floor = new SpaceFloor(500, 0) });
        gate.Enter(0, 500);
        gate.Leave(0, 500);

        Task waiting = Task.Run(() => gate.Enter(0, 501));
        (await IsHeldBack(waiting)).ShouldBeTrue();
        _space = (1001, 10_000);
        await Until(waiting);

        _told.ShouldBe(["waiting-for-space"]);
    }

    [Fact]
    public async Task CopiesUnderWayCountWithTheirWholeSize()
    {
        CopyGate gate = Gate(new Pacing { Floor = new SpaceFloor(500, 0) });
        gate.Enter(0, 400);

        Task waiting = Task.Run(() => gate.Enter(0, 200));
        (await IsHeldBack(waiting)).ShouldBeTrue();
        gate.Leave(0, 400);
        await Until(waiting);
    }

    [Fact]
    public void AFloorMayBeAShareOfTheVolume()
    {
        CopyGate gate = Gate(new Pacing { Floor = new SpaceFloor(null, 5) });
        gate.Enter(0, 500);
        _cancellation.Cancel();

        Should.Throw<OperationCanceledException>(() => gate.Enter(0, 1));
    }

    [Fact]
    public void WhereTheSystemDoesNotTellNothingIsHeldBackAndThatIsSaid()
    {
        _space = null;
        CopyGate gate = Gate(new Pacing { Floor = new SpaceFloor(500, 0) });

        gate.Enter(0, long.MaxValue);

        _told.ShouldBe(["space-not-known"]);
    }

    [Fact]
    public async Task OutsideOfItsHoursACopyWaitsForThem()
    {
        CopyGate gate = Gate(new Pacing { Hours = new HourWindow(new TimeOnly(12, 30), new TimeOnly(13, 0)), HoursPerFile = true });

        Task waiting = Task.Run(() => gate.Enter(0, 1));
        (await IsHeldBack(waiting)).ShouldBeTrue();
        await Until(waiting);

        TimeOnly.FromDateTime(_clock.GetUtcNow().DateTime).ShouldBeInRange(new TimeOnly(12, 30), new TimeOnly(12, 35));
        _told.ShouldBe(["waiting-for-hours"]);
    }

    [Fact]
    public void HoursOfTheRunDoNotHoldAFileBack()
    {
        CopyGate gate = Gate(new Pacing { Hours = new HourWindow(new TimeOnly(22, 0), new TimeOnly(6, 0)) });

        gate.Enter(0, 1);

        _told.ShouldBeEmpty();
    }

    [Fact]
    public void WaitingEndsWhenTheRunIsCancelled()
    {
        CopyGate gate = Gate(new Pacing { Hours = new HourWindow(new TimeOnly(22, 0), new TimeOnly(6, 0)) });
        _cancellation.CancelAfter(50);

        Should.Throw<OperationCanceledException>(gate.WaitForHours);
    }

    private static async Task<bool> IsHeldBack(Task waiting) => await Task.WhenAny(waiting, Task.Delay(100)) != waiting;

    // The clock moves in small steps, as the one who waits has to set his timer first.
    private async Task Until(Task waiting)
    {
        for (int i = 0; i < 1000 && await IsHeldBackBriefly(waiting); i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        waiting.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private static async Task<bool> IsHeldBackBriefly(Task waiting) => await Task.WhenAny(waiting, Task.Delay(2)) != waiting;

    private CopyGate Gate(Pacing pacing) => new(pacing, ["/destination"], _ => _space, _clock, (code, _) => _told.Add(code), _cancellation.Token);
}
