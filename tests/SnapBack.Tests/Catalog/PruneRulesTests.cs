using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class PruneRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("30d,12m", 30, 0, 12, 0)]
    [InlineData("7d, 8w ,12m,3y", 7, 8, 12, 3)]
    [InlineData("1y", 0, 0, 0, 1)]
    public void RulesAreNumbersWithAUnit(string text, int days, int weeks, int months, int years)
    {
        PruneRules.TryParse(text, out PruneRules? rules, out _).ShouldBeTrue();

        rules.ShouldBe(new PruneRules { Days = days, Weeks = weeks, Months = months, Years = years });
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("30d,")]
    [InlineData("30d,40d")]
    [InlineData("30h")]
    [InlineData("10000d")]
    public void RulesThatMakeNoSenseAreRefused(string text)
    {
        PruneRules.TryParse(text, out _, out string? problem).ShouldBeFalse();

        problem.ShouldNotBeNull().ShouldContain("30d,8w,12m,3y");
    }

    [Fact]
    public void AllOfTheLastDaysStayAndTheNewestGoodOneOfEachMonth()
    {
        // One run at 02:00 of every day of the year before.
        RunRow[] runs = [.. Enumerable.Range(0, 366).Select(i => Row(i + 1, Now.AddHours(-10).AddDays(i - 365), exitCode: i % 31 == 30 ? 8 : 1))];

        string[] kept = Kept(new PruneRules { Days = 10, Months = 4 }, runs);

        kept.ShouldBe(
        [
            "2025-12-31 month 2025-12", "2026-01-31 month 2026-01", "2026-02-28 month 2026-02",
            .. Enumerable.Range(22, 9).Select(day => $"2026-03-{day} within 10 days"), "2026-03-31 newest good run",
        ]);
    }

    [Fact]
    public void WeeksAndYearsAreThoseOfTheLocalCalendar()
    {
        // 23:30 UTC on 31 December is 2026 in Tokyo already, and Sunday is Monday.
        RunRow[] runs = [Row(1, At(2025, 12, 30, 23, 30)), Row(2, At(2025, 12, 31, 23, 30)), Row(3, At(2026, 1, 4, 14, 30)), Row(4, At(2026, 1, 4, 23, 30)), Row(5, At(2026, 3, 1, 0, 0))];

        Kept(new PruneRules { Years = 2 }, runs, new TokyoClock()).ShouldBe(["2025-12-30 year 2025", "2026-03-01 newest good run"]);
        Kept(new PruneRules { Weeks = 3 }, runs, new TokyoClock()).ShouldBe(["2026-01-04 week 2026-W01", "2026-01-04 week 2026-W02", "2026-03-01 newest good run"]);
    }

    [Fact]
    public void TheNewestGoodRunStaysAndTheNewestThatCameToItsEndWithAllAfterIt()
    {
        RunRow[] runs = [Row(1, At(2020, 1, 1)), Row(2, At(2020, 1, 2)), Row(3, At(2020, 1, 3), exitCode: 9), Row(4, At(2020, 1, 4), exitCode: 9), Row(5, At(2020, 1, 5), exitCode: 16)];

        Kept(new PruneRules { Days = 1 }, runs).ShouldBe(["2020-01-02 newest good run", "2020-01-04 newest that came to its end", "2020-01-05 newer than all that came to their end"]);
    }

    [Fact]
    public void AJobThatNeverHasAGoodRunIsPrunedByThoseThatCameToTheirEnd()
    {
        RunRow[] runs = [.. Enumerable.Range(1, 90).Select(day => Row(day, At(2026, 1, 1).AddDays(day - 1), exitCode: day == 59 ? 16 : 9))];

        Kept(new PruneRules { Days = 2, Months = 3 }, runs).ShouldBe(["2026-01-31 month 2026-01", "2026-02-27 month 2026-02", "2026-03-30 within 2 days", "2026-03-31 newest that came to its end"]);
    }

    [Fact]
    public void WhereNoRunCameToItsEndEveryRunStays()
    {
        RunRow[] runs = [Row(1, At(2020, 1, 1), exitCode: 16), Row(2, At(2020, 1, 2), exitCode: 16)];

        Kept(new PruneRules { Days = 1 }, runs).Length.ShouldBe(2);
    }

    [Fact]
    public void EachJobAndEachTreeKeepsItsNewest()
    {
        RunRow[] runs = [Row(1, At(2020, 1, 1), job: "a"), Row(2, At(2020, 1, 2), job: "b"), Row(3, At(2020, 1, 3), job: "a", source: "/old"), Row(4, At(2020, 1, 4), job: "a"), Row(5, At(2020, 1, 5), job: "a")];

        Kept(new PruneRules { Days = 1 }, runs).ShouldBe(["2020-01-02 newest good run", "2020-01-03 newest of its source and destination", "2020-01-05 newest good run"]);
    }

    [Fact]
    public void WhatRunsStays()
    {
        RunRow[] runs = [Row(1, At(2020, 1, 1)) with { Status = "running", ExitCode = null }, Row(2, At(2020, 1, 2)), Row(3, At(2020, 1, 3))];

        Kept(new PruneRules { Days = 1 }, runs).ShouldBe(["2020-01-01 running", "2020-01-03 newest good run"]);
    }

    [Fact]
    public void AClockThatCantBeRightPrunesNothing()
    {
        RunRow[] runs = [Row(1, At(2020, 1, 1)), Row(2, Now.AddDays(2))];

        SnapBackException refusal = Should.Throw<SnapBackException>(() => new PruneRules { Days = 1 }.Decide(runs, new Clock()));

        refusal.Code.ShouldBe(ErrorCode.PruneRefused);
        refusal.Message.ShouldContain("clock");
    }

    private static string[] Kept(PruneRules rules, RunRow[] runs, TimeProvider? clock = null) =>
        [.. rules.Decide(runs, clock ?? new Clock()).Where(row => row.Reason is not null).Select(row => $"{row.Run.Started:yyyy-MM-dd} {row.Reason}")];

    private static DateTimeOffset At(int year, int month, int day, int hour = 2, int minute = 0) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    private static RunRow Row(long id, DateTimeOffset started, int exitCode = 1, string job = "nightly", string source = "/data") => new()
    {
        Id = id,
        Job = job,
        Kind = "backup",
        Mode = "mirror",
        Source = source,
        Destination = "/backup",
        Started = started,
        ExitCode = exitCode,
        Status = exitCode < 8 ? "completed" : "failed",
    };

    private class Clock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class TokyoClock : Clock
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.CreateCustomTimeZone("Tokyo", TimeSpan.FromHours(9), "Tokyo", "Tokyo");
    }
}
