using System.Globalization;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.Versions;
using Xunit;

namespace SnapBack.Tests.Versions;

public sealed class RetentionTests
{
    // Two runs a day from 2026-01-01 on: run 1 at 02:00, run 2 at 14:00 and so on.
    private static readonly GoodRun[] TwiceADay = [.. Enumerable.Range(0, 800).Select(i => new GoodRun(i + 1, new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.Zero).AddHours(12 * i)))];

    [Theory]
    [InlineData("last=3", "798 799 800")]
    [InlineData("daily=2", "798 800")]
    [InlineData("weekly=3", "778 792 800")]
    [InlineData("monthly=3", "730 792 800")]
    [InlineData("yearly=5", "730 800")]
    [InlineData("within=1d", "798 799 800")]
    [InlineData("within=36h", "797 798 799 800")]
    [InlineData("last=1,daily=2,yearly=2", "730 798 800")]
    public void TheRulesMeanWhatResticMeans(string rules, string kept)
    {
        Of(rules, TwiceADay).Kept.Select(run => run.ToString(CultureInfo.InvariantCulture)).ShouldBe(kept.Split(' '));
    }

    [Fact]
    public void DaysAreThoseOfTheHost()
    {
        // 23:30 and 00:30 in UTC are one day in New York.
        GoodRun[] runs = [new(1, new DateTimeOffset(2026, 6, 1, 23, 30, 0, TimeSpan.Zero)), new(2, new DateTimeOffset(2026, 6, 2, 0, 30, 0, TimeSpan.Zero))];
        TimeZoneInfo west = TimeZoneInfo.CreateCustomTimeZone("west", TimeSpan.FromHours(-5), "west", "west");

        new Retention(Rules("daily=2"), runs, TimeZoneInfo.Utc).Kept.ShouldBe([1, 2]);
        new Retention(Rules("daily=2"), runs, west).Kept.ShouldBe([2]);
    }

    [Theory]
    [InlineData("daily=1")]
    [InlineData("yearly=1")]
    [InlineData("within=1h")]
    public void TheNewestGoodRunIsAlwaysKept(string rules) => Of(rules, [TwiceADay[0]]).Kept.ShouldBe([1]);

    [Theory]
    [InlineData(5, 1, true)]
    [InlineData(5, 3, true)]
    [InlineData(5, 4, false)]
    [InlineData(3, 2, false)]
    [InlineData(4, 3, true)]
    [InlineData(3, 1, false)]
    public void AVersionIsNeededByTheKeptRunsWhoseContentItIs(long movedBy, long since, bool isNeeded)
    {
        // Runs 3 and 6 are kept.
        Retention retention = Of("monthly=2", Monthly);
        retention.Kept.ShouldBe([3, 6]);

        retention.Needs(new WeighedVersion(1, movedBy, since, IsOfNoRun: false, 1)).ShouldBe(isNeeded);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    public void WhatNoRunWroteGoesWithTheRunThatMovedItAside(long movedBy, bool isNeeded) =>
        Of("monthly=2", Monthly).Needs(new WeighedVersion(1, movedBy, 0, IsOfNoRun: true, 1)).ShouldBe(isNeeded);

    [Fact]
    public void NoVersionIsDroppedThatAKeptRunWouldMiss()
    {
        Random random = new(20_260_115);
        for (int round = 0; round < 2000; round++)
        {
            GoodRun[] runs = [.. TwiceADay.Where(_ => random.Next(4) == 0).Take(1 + random.Next(60))];
            if (runs.Length == 0)
            {
                continue;
            }

            Retention retention = Of($"last={random.Next(3)},daily={random.Next(5)},monthly={1 + random.Next(3)},within={random.Next(9)}d", runs);
            long since = random.Next(1, 400);
            long movedBy = since + random.Next(1, 200);

            bool isContent = runs.Any(run => retention.Kept.Contains(run.Run) && run.Run >= since && run.Run < movedBy);

            retention.Needs(new WeighedVersion(1, movedBy, since, IsOfNoRun: false, 1)).ShouldBe(isContent);
            retention.Kept.ShouldContain(runs[^1].Run);
        }
    }

    [Theory]
    [InlineData("2026-02-01", "2026-01-31", true)]
    [InlineData("2026-02-01", "2026-02-02", false)]
    [InlineData("1985-01-01", "2026-02-02", false)]
    [InlineData("2099-01-01", "2026-02-02", false)]
    [InlineData("2027-02-01", "2026-02-02", true)]
    public void AClockThatJumpedIsNotBelieved(string started, string before, bool isBelieved) =>
        (Retention.WhyNotBelieved(Day(started), Day(before)) is null).ShouldBe(isBelieved);

    [Fact]
    public void TheFirstRunIsBelieved() => Retention.WhyNotBelieved(Day("1985-01-01"), null).ShouldBeNull();

    // Runs 1 to 6, three in January and three in February.
    private static GoodRun[] Monthly => [.. Enumerable.Range(0, 6).Select(i => new GoodRun(i + 1, Day(i < 3 ? $"2026-01-1{i}" : $"2026-02-1{i}")))];

    private static Retention Of(string rules, GoodRun[] runs) => new(Rules(rules), runs, TimeZoneInfo.Utc);

    private static KeepRules Rules(string text) => KeepRules.TryParse(text, out KeepRules? rules, out string? problem) ? rules : throw new ArgumentException(problem);

    private static DateTimeOffset Day(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
