using Shouldly;
using SnapBack.Jobs;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("destnation", "destination")]
    [InlineData("soruce", "source")]
    [InlineData("Mode", "mode")]
    [InlineData("exclude-file", "excludeFile")]
    [InlineData("exclude_dirs", "excludeDir")]
    [InlineData("thread", "threads")]
    [InlineData("banana", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    [InlineData("---", null)]
    public void TheNearestKeyIsSuggestedWhenItIsNear(string word, string? expected)
    {
        NearestWord.Find(word, JobOptions.Keys).ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abcd", "acbd", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void TheDistanceCountsEditsAndSwaps(string left, string right, int expected)
    {
        NearestWord.Distance(left, right).ShouldBe(expected);
        NearestWord.Distance(right, left).ShouldBe(expected);
    }

    [Fact]
    public void AnEndlessWordIsNotCompared()
    {
        NearestWord.Find(new string('s', 1_000_000), JobOptions.Keys).ShouldBeNull();
    }
}
