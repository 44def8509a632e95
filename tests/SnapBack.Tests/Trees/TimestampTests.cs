using Shouldly;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Trees;

public sealed class TimestampTests
{
    [Theory]
    [InlineData(1L, -11_644_473_600, 100)]
    [InlineData(116_444_736_000_000_000L, 0, 0)]
    [InlineData(116_444_735_999_999_999L, -1, 999_999_900)]
    [InlineData(133_497_418_800_000_001L, 1_705_268_280, 100)]
    [InlineData(long.MaxValue, 910_692_730_085, 477_580_700)]
    public void TimesOfWindowsComeBackToTheLast100Nanoseconds(long fileTime, long seconds, int nanoseconds)
    {
        Timestamp time = Timestamp.FromFileTime(fileTime);

        time.ShouldBe(new Timestamp(seconds, nanoseconds));
        time.ToFileTime().ShouldBe(fileTime);
    }

    [Fact]
    public void WhatWindowsCanNotSetBecomesTheNearestThatItCan()
    {
        Timestamp.FromFileTime(0).ToFileTime().ShouldBe(1);
        new Timestamp(-62_135_596_800, 0).ToFileTime().ShouldBe(1);
        new Timestamp(long.MaxValue, 0).ToFileTime().ShouldBe(long.MaxValue);
        new Timestamp(0, 199).ToFileTime().ShouldBe(116_444_736_000_000_001L);
    }

    [Theory]
    [InlineData("1601-01-01T00:00:00.0000000Z", -11_644_473_600, 0)]
    [InlineData("1601-01-01T00:00:00.0000001Z", -11_644_473_600, 100)]
    [InlineData("1969-12-31T23:59:59.9999999Z", -1, 999_999_900)]
    [InlineData("1970-01-01T00:00:00.0000000Z", 0, 0)]
    [InlineData("2038-01-19T03:14:08.0000000Z", 2_147_483_648, 0)]
    [InlineData("2262-04-11T23:47:16.8547758Z", 9_223_372_036, 854_775_800)]
    [InlineData("2262-04-11T23:47:17.0000000Z", 9_223_372_037, 0)]
    [InlineData("2446-05-10T22:38:55.0000000Z", 15_032_385_535, 0)]
    [InlineData("0001-01-01T00:00:00.0000000Z", -62_135_596_800, 0)]
    [InlineData("9999-12-31T23:59:59.9999999Z", 253_402_300_799, 999_999_900)]
    public void AClockReadingComesBackAsItWas(string text, long seconds, int nanoseconds)
    {
        DateTimeOffset time = DateTimeOffset.ParseExact(text, "O", System.Globalization.CultureInfo.InvariantCulture);

        Timestamp.From(time).ShouldBe(new Timestamp(seconds, nanoseconds));
        new Timestamp(seconds, nanoseconds).ToDateTimeOffset().ShouldBe(time);
    }

    [Fact]
    public void TheSameMomentInAnotherTimeZoneIsTheSameTime()
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(-1);

        Timestamp.From(time.ToOffset(TimeSpan.FromHours(5))).ShouldBe(new Timestamp(-1, 999_000_000));
    }

    [Theory]
    [InlineData(long.MaxValue, 9999)]
    [InlineData(long.MinValue, 1)]
    public void WhatNoClockShowsIsHeldWithinItsYears(long seconds, int year)
    {
        new Timestamp(seconds, 999_999_999).ToDateTimeOffset().Year.ShouldBe(year);
    }

    [Theory]
    [InlineData(0, 0, 0, 1, -1)]
    [InlineData(-1, 999_999_999, 0, 0, -1)]
    [InlineData(5, 0, 4, 999_999_999, 1)]
    [InlineData(5, 5, 5, 5, 0)]
    [InlineData(long.MinValue, 0, long.MaxValue, 0, -1)]
    public void TimesAreOrdered(long seconds, int nanoseconds, long otherSeconds, int otherNanoseconds, int expected)
    {
        Timestamp left = new(seconds, nanoseconds);
        Timestamp right = new(otherSeconds, otherNanoseconds);

        Math.Sign(left.CompareTo(right)).ShouldBe(expected);
        (left < right).ShouldBe(expected < 0);
        (left > right).ShouldBe(expected > 0);
        (left <= right).ShouldBe(expected <= 0);
        (left >= right).ShouldBe(expected >= 0);
    }

    // Difference in nanoseconds and granularity in ticks of 100 ns; zero is exact.
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(99, 1, true)]
    [InlineData(100, 1, false)]
    [InlineData(1_999_999_999, 20_000_000, true)]
    [InlineData(2_000_000_000, 20_000_000, false)]
    [InlineData(-1_999_999_999, 20_000_000, true)]
    [InlineData(-2_000_000_000, 20_000_000, false)]
    [InlineData(3_600_000_000_000, 20_000_000, false)]
    public void TimesWithinTheGranularityAreOne(long nanoseconds, long granularity, bool expected)
    {
        foreach (long start in new[] { -11_644_473_600, -1, 0, 2_147_483_647, 9_223_372_036, 15_032_385_535 })
        {
            Int128 moved = ((Int128)start * 1_000_000_000) + 500_000_000 + nanoseconds;
            Timestamp from = new(start, 500_000_000);
            long seconds = (long)((moved - (((moved % 1_000_000_000) + 1_000_000_000) % 1_000_000_000)) / 1_000_000_000);
            Timestamp to = new(seconds, (int)(moved - ((Int128)seconds * 1_000_000_000)));

            from.IsSameAs(to, TimeSpan.FromTicks(granularity)).ShouldBe(expected, $"{from} and {to}");
            to.IsSameAs(from, TimeSpan.FromTicks(granularity)).ShouldBe(expected);
        }
    }

    [Fact]
    public void TimesAnAgeApartAreNotOneAndDoNotOverflow()
    {
        new Timestamp(long.MinValue, 0).IsSameAs(new Timestamp(long.MaxValue, 0), TimeSpan.FromSeconds(2)).ShouldBeFalse();
    }
}
