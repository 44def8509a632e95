using Shouldly;
using SnapBack.Jobs;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Jobs;

/// <summary>The small values that a job is made of.</summary>
public sealed class JobRecordsTests
{
    [Theory]
    [InlineData("0800-1700", "07:59", 1)]
    [InlineData("0800-1700", "08:00", 0)]
    [InlineData("0800-1700", "16:59", 0)]
    [InlineData("0800-1700", "17:00", 900)]
    [InlineData("2200-0600", "23:00", 0)]
    [InlineData("2200-0600", "05:59", 0)]
    [InlineData("2200-0600", "06:00", 960)]
    [InlineData("0000-2400", "12:00", 0)]
    [InlineData("2200-2400", "23:59", 0)]
    [InlineData("2200-2400", "00:00", 1320)]
    public void HoursAreWaitedFor(string text, string now, int minutes)
    {
        ValueText.TryHours(text, out HourWindow? hours, out _).ShouldBeTrue();

        hours!.WaitAt(TimeOnly.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(TimeSpan.FromMinutes(minutes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0800")]
    [InlineData("0800-")]
    [InlineData("-0800")]
    [InlineData("0800-1700-1800")]
    [InlineData("0860-1700")]
    [InlineData("2500-1700")]
    [InlineData("8-17")]
    public void OtherTextsAreNoHours(string text)
    {
        ValueText.TryHours(text, out HourWindow? hours, out string? problem).ShouldBeFalse();

        hours.ShouldBeNull();
        problem.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("10G", 10L << 30, 0)]
    [InlineData("1%", null, 1)]
    [InlineData("99%", null, 99)]
    public void AFloorIsBytesOrAShare(string text, long? bytes, int percent)
    {
        ValueText.TrySpace(text, out SpaceFloor? floor, out _).ShouldBeTrue();

        floor.ShouldBe(new SpaceFloor(bytes, percent));
        floor!.At(1000).ShouldBe(bytes ?? percent * 10);
    }

    [Theory]
    [InlineData("0%")]
    [InlineData("100%")]
    [InlineData("-1")]
    [InlineData("%")]
    [InlineData("ten")]
    public void OtherTextsAreNoFloor(string text) => ValueText.TrySpace(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void RemovingAnAttributeWinsOverAddingItAndFoldersOnlyLose()
    {
        AttributeChange change = new(Add: 0x21, Remove: 0x22);

        change.Of(0x06).ShouldBe(0x05u);
        change.OfFolder(0x16).ShouldBe(0x14u);
    }

    [Fact]
    public void StructureAloneLeavesAllFilesThatAreThere()
    {
        Job job = new() { Name = "x", Pairs = [], IsStructureOnly = true, Classes = new ClassRules(ClassSet.Extra, ClassSet.Same) };

        job.EffectiveClasses.Skips(ClassSet.Newer).ShouldBeTrue();
        job.EffectiveClasses.Skips(ClassSet.Extra).ShouldBeTrue();
        job.EffectiveClasses.Takes(ClassSet.Same).ShouldBeFalse();
        job.EffectiveClasses.Skips(ClassSet.Lonely).ShouldBeFalse();
    }

    [Fact]
    public void TimesFarApartAreComparedWithoutOverflow() =>
        new TimeRules(TimeSpan.FromSeconds(2), true).AreSame(new Timestamp(long.MaxValue - 4000, 0), new Timestamp(long.MinValue + 4000, 0), TimeSpan.Zero).ShouldBeFalse();
}
