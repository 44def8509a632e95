using Shouldly;
using SnapBack.Jobs;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class MomentTextTests
{
    [Theory]
    [InlineData("2026-03-01", "2026-02-28T15:00:00")]
    [InlineData("2026-03-01T02:00", "2026-02-28T17:00:00")]
    [InlineData("2026-03-01 02:00:30", "2026-02-28T17:00:30")]
    [InlineData(" 2026-03-01 ", "2026-02-28T15:00:00")]
    [InlineData("2026-03-01T02:00Z", "2026-03-01T02:00:00")]
    [InlineData("2026-03-01T02:00:05+02:00", "2026-03-01T00:00:05")]
    [InlineData("2026-03-01T02:00:05.250Z", "2026-03-01T02:00:05.25")]
    [InlineData("90m", "2026-03-10T10:30:00")]
    [InlineData("12h", "2026-03-10T00:00:00")]
    [InlineData("7d", "2026-03-03T12:00:00")]
    [InlineData("2w", "2026-02-24T12:00:00")]
    public void AMomentWithoutAZoneIsLocalAndAnAgeCountsFromNow(string text, string utc)
    {
        MomentText.TryRead(text, new TokyoClock(), out DateTimeOffset moment, out string? problem).ShouldBeTrue();

        problem.ShouldBeNull();
        moment.ShouldBe(new DateTimeOffset(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-7d")]
    [InlineData("7y")]
    [InlineData("1000000d")]
    [InlineData("yesterday")]
    [InlineData("2026-02-30")]
    [InlineData("20260301")]
    [InlineData("03/01/2026")]
    [InlineData("2026-03-01T25:00")]
    public void WhatIsNoMomentIsRefusedWithWhatIsAllowed(string text)
    {
        MomentText.TryRead(text, new TokyoClock(), out _, out string? problem).ShouldBeFalse();

        problem.ShouldNotBeNull().ShouldContain("2026-01-31");
    }

    private sealed class TokyoClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.CreateCustomTimeZone("Tokyo", TimeSpan.FromHours(9), "Tokyo", "Tokyo");

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    }
}
