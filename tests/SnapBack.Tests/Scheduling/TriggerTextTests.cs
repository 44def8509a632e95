using Shouldly;
using SnapBack.Errors;
using SnapBack.Scheduling;
using Xunit;

namespace SnapBack.Tests.Scheduling;

public sealed class TriggerTextTests
{
    [Fact]
    public void DaysOfTheWeekMayBeNamedOneByOneOrAsARange()
    {
        Weekly("mon-fri@22:00").Days.ShouldBe([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]);
        Weekly("sat-mon@6:05").Days.ShouldBe([DayOfWeek.Monday, DayOfWeek.Saturday, DayOfWeek.Sunday]);
        Weekly("Sunday,wed@06:05").Days.ShouldBe([DayOfWeek.Wednesday, DayOfWeek.Sunday]);
        Weekly("sun@6:05").At.ShouldBe(new TimeOnly(6, 5));
    }

    [Fact]
    public void DaysOfTheMonthMayEndWithTheLast()
    {
        Trigger.Monthly monthly = TriggerText.Monthly("15,1,last@03:00").ShouldBeOfType<Trigger.Monthly>();

        monthly.Days.ShouldBe([Trigger.LastDay, 1, 15]);
        monthly.At.ShouldBe(new TimeOnly(3, 0));
    }

    [Fact]
    public void AnEventHasALogAndAnIdAndMayHaveASource()
    {
        TriggerText.OnEvent("System:42").ShouldBe(new Trigger.OnEvent("System", null, 42));
        TriggerText.OnEvent("System:Microsoft-Windows-Kernel-Power:42").ShouldBe(new Trigger.OnEvent("System", "Microsoft-Windows-Kernel-Power", 42));
    }

    [Theory]
    [InlineData("90m", 90)]
    [InlineData("4h", 240)]
    [InlineData("1d", 1440)]
    [InlineData("0", 0)]
    public void ATimeIsMinutesHoursOrDays(string text, int minutes) => TriggerText.Duration("--repeat", text).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("25:00")]
    [InlineData("2")]
    [InlineData("02:00pm")]
    [InlineData("")]
    public void ATimeOfDayThatIsNoneIsRefusedWithAnExample(string text)
    {
        SnapBackException refused = Should.Throw<SnapBackException>(() => TriggerText.Daily(text));

        refused.Code.ShouldBe(ErrorCode.Usage);
        refused.Hint.ShouldContain("02:00");
    }

    [Theory]
    [InlineData("mon")]
    [InlineData("mon,@02:00")]
    [InlineData("mon-tue-wed@02:00")]
    [InlineData("mo@02:00")]
    [InlineData("@02:00")]
    public void DaysOfTheWeekThatAreNoneAreRefused(string text) => Should.Throw<SnapBackException>(() => TriggerText.Weekly(text)).Code.ShouldBe(ErrorCode.Usage);

    [Theory]
    [InlineData("0@02:00")]
    [InlineData("32@02:00")]
    [InlineData("-1@02:00")]
    [InlineData("first@02:00")]
    public void DaysOfTheMonthThatAreNoneAreRefused(string text) => Should.Throw<SnapBackException>(() => TriggerText.Monthly(text)).Code.ShouldBe(ErrorCode.Usage);

    [Theory]
    [InlineData("System")]
    [InlineData("System:x")]
    [InlineData(":42")]
    [InlineData("System:it's:42")]
    [InlineData("System:70000")]
    public void AnEventThatIsNoneOrCouldChangeTheQueryIsRefused(string text) => Should.Throw<SnapBackException>(() => TriggerText.OnEvent(text)).Code.ShouldBe(ErrorCode.Usage);

    [Theory]
    [InlineData("h")]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("5s")]
    [InlineData("99999999999h")]
    public void ATimeSpanThatIsNoneIsRefused(string text) => Should.Throw<SnapBackException>(() => TriggerText.Duration("--repeat", text)).Message.ShouldContain("--repeat");

    private static Trigger.Weekly Weekly(string text) => TriggerText.Weekly(text).ShouldBeOfType<Trigger.Weekly>();
}
