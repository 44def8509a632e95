using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.TestKit;

public sealed class ManualTimeTests
{
    [Fact]
    public void TimersFireInOrderAtTheirOwnMoment()
    {
        ManualTime time = new();
        DateTimeOffset start = time.GetUtcNow();
        List<(string Name, TimeSpan At)> fired = [];
        using ITimer late = time.CreateTimer(_ => fired.Add(("late", time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using ITimer often = time.CreateTimer(_ => fired.Add(("often", time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        time.Advance(TimeSpan.FromSeconds(5));

        fired.ShouldBe([("often", TimeSpan.FromSeconds(2)), ("late", TimeSpan.FromSeconds(3)), ("often", TimeSpan.FromSeconds(4))]);
        time.GetElapsedTime(start.UtcTicks).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void ADisposedTimerIsSilent()
    {
        ManualTime time = new();
        int fired = 0;
        ITimer timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Dispose();
        time.Advance(TimeSpan.FromMinutes(1));

        fired.ShouldBe(0);
    }
}
