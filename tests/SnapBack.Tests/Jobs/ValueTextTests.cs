using Shouldly;
using SnapBack.Jobs;
using SnapBack.TestKit;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class ValueTextTests
{
    private static readonly ManualTime Clock = new(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1", 1L)]
    [InlineData("10K", 10L * 1024)]
    [InlineData("20m", 20L * 1024 * 1024)]
    [InlineData("3G", 3L * 1024 * 1024 * 1024)]
    [InlineData("8388607T", 8388607L << 40)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void ASizeIsBytesInPowersOf1024(string text, long expected)
    {
        ValueText.TrySize(text, out long bytes, out _).ShouldBeTrue();
        bytes.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5M")]
    [InlineData("10MB")]
    [InlineData(" 1")]
    [InlineData("1e3")]
    [InlineData("٣")]
    [InlineData("8388608T")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999")]
    public void AWrongSizeIsRefused(string text)
    {
        ValueText.TrySize(text, out _, out string? problem).ShouldBeFalse();
        problem.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("250", "250")]
    [InlineData("0%", "0%")]
    [InlineData("100%", "100%")]
    public void ADeleteLimitIsANumberOrAShare(string text, string expected)
    {
        ValueText.TryDeleteLimit(text, out DeleteLimit? limit, out _).ShouldBeTrue();
        limit.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("101%")]
    [InlineData("-1")]
    [InlineData("5 %")]
    [InlineData("5%%")]
    [InlineData("half")]
    public void AWrongDeleteLimitIsRefused(string text)
    {
        ValueText.TryDeleteLimit(text, out _, out string? problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain("50%");
    }

    [Theory]
    [InlineData("0", "2026-03-10T12:00:00Z")]
    [InlineData("1", "2026-03-09T12:00:00Z")]
    [InlineData("1899", "2020-12-27T12:00:00Z")]
    [InlineData("20240131", "2024-01-31T00:00:00Z")]
    [InlineData("16010101", "1601-01-01T00:00:00Z")]
    public void AnAgeIsDaysOrADate(string text, string expected)
    {
        ValueText.TryAge(text, Clock, out Timestamp moment, out _).ShouldBeTrue();
        moment.ShouldBe(Timestamp.From(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void ADateIsTheLocalDay()
    {
        ValueText.TryAge("20240131", new ClockInTokyo(), out Timestamp moment, out _).ShouldBeTrue();

        moment.ShouldBe(Timestamp.From(new DateTimeOffset(2024, 1, 31, 0, 0, 0, TimeSpan.FromHours(9))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1900")]
    [InlineData("20240230")]
    [InlineData("2024-01-31")]
    [InlineData("99999999")]
    [InlineData("123456789")]
    public void AWrongAgeIsRefused(string text)
    {
        ValueText.TryAge(text, Clock, out _, out string? problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain("YYYYMMDD");
    }

    [Theory]
    [InlineData("R", 0x1u)]
    [InlineData("rashcneto", 0x7927u)]
    [InlineData("HHS", 0x6u)]
    public void AttributesAreRobocopysLetters(string text, uint expected)
    {
        ValueText.TryAttributes(text, out uint attributes, out _).ShouldBeTrue();
        attributes.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("R H")]
    public void AWrongAttributeIsRefused(string text)
    {
        ValueText.TryAttributes(text, out _, out string? problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain("RASHCNETO");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("", false)]
    [InlineData("  ", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u2028b", false)]
    [InlineData("a\u0085b", false)]
    [InlineData("a\u001Bb", false)]
    [InlineData("Sicherung größer 日本", true)]
    public void ANameIsShortAndOnOneLine(string text, bool expected)
    {
        ValueText.TryName(text, out _).ShouldBe(expected);
    }

    [Fact]
    public void ANameHasAtMost100Characters()
    {
        ValueText.TryName(string.Concat(Enumerable.Repeat("😀", 100)), out _).ShouldBeTrue();
        ValueText.TryName(new string('a', 101), out _).ShouldBeFalse();
        ValueText.TryName("a\uD800", out _).ShouldBeFalse();
    }

    private sealed class ClockInTokyo : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("Tokyo", TimeSpan.FromHours(9), "Tokyo", "Tokyo");
    }
}
