using Shouldly;
using SnapBack.Jobs;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class KeepRulesTests
{
    [Theory]
    [InlineData("last=7")]
    [InlineData("last=7,daily=14,weekly=8,monthly=12,yearly=5,within=30d")]
    [InlineData("within=1y6m3d12h")]
    [InlineData("within=36h")]
    public void RulesComeBackAsTheyWereGiven(string text)
    {
        KeepRules.TryParse(text, out KeepRules? rules, out _).ShouldBeTrue();

        rules!.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("last")]
    [InlineData("last=")]
    [InlineData("last=-1")]
    [InlineData("last=1000001")]
    [InlineData("last=1,last=2")]
    [InlineData("hourly=3")]
    [InlineData("last=7;daily=3")]
    [InlineData("within=30")]
    [InlineData("within=d")]
    [InlineData("within=3d2y")]
    [InlineData("within=3d3d")]
    [InlineData("within=30 d")]
    [InlineData("within=99999y")]
    public void WhatIsNoRuleIsRefused(string text)
    {
        KeepRules.TryParse(text, out _, out string? problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain("such as last=7");
    }

    [Theory]
    [InlineData("last=0")]
    [InlineData("last=0,daily=0,within=0d")]
    public void RulesThatKeepNothingAreRefused(string text)
    {
        KeepRules.TryParse(text, out _, out string? problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain("keep something");
    }

    [Fact]
    public void ASpanThatIsLongerThanTheCalendarIsAllOfIt() =>
        new KeepSpan(9999, 0, 0, 0).Before(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBe(DateTimeOffset.MinValue);
}
