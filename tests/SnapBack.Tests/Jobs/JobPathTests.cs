using Shouldly;
using SnapBack.Jobs;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class JobPathTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("D:\"", "double quote")]
    [InlineData("a\0b", "no path can have")]
    public void SomePathsAreWrongEverywhere(string path, string problem)
    {
        JobPath.Problem(path, isWindows: true).ShouldNotBeNull().Problem.ShouldContain(problem);
        JobPath.Problem(path, isWindows: false).ShouldNotBeNull().Problem.ShouldContain(problem);
    }

    // Not a theory: the runner replaces lone surrogates on their way.
    [Fact]
    public void HalfACharacterIsWrongButAnEscapedByteIsNot()
    {
        JobPath.Problem("a\uD800b", isWindows: false).ShouldNotBeNull().Problem.ShouldContain("no path can have");
        JobPath.Problem("bytes\uDCE4", isWindows: false).ShouldBeNull();
    }

    [Fact]
    public void TheQuotingTrapIsExplained()
    {
        JobPath.Problem("D:\" E:\\Backup", isWindows: true).ShouldNotBeNull().Hint.ShouldContain("write \"D:\\\\\" or D:\\");
    }

    [Theory]
    [InlineData("C:dir", "current folder of that drive")]
    [InlineData("c:", "current folder of that drive")]
    [InlineData("D:\new", "control character")]
    [InlineData("C:\\dir", null)]
    [InlineData("C:/dir", null)]
    [InlineData("\\\\server\\share\\x", null)]
    [InlineData("\\\\?\\Volume{0}\\x", null)]
    [InlineData("dir", null)]
    [InlineData("~/x", null)]
    public void WindowsHasItsRules(string path, string? problem)
    {
        JobPath.Problem(path, isWindows: true)?.Problem.ShouldContain(problem ?? "no problem at all");
        (JobPath.Problem(path, isWindows: true) is null).ShouldBe(problem is null);
    }

    [Theory]
    [InlineData("D:\\Data", "Windows path")]
    [InlineData("D:/Data", "Windows path")]
    [InlineData("\\\\server\\share", "Windows path")]
    [InlineData("~", "shell")]
    [InlineData("~/x", "shell")]
    [InlineData("~x", null)]
    [InlineData("./D:\\Data", null)]
    [InlineData("a\\b", null)]
    [InlineData("a:b", null)]
    [InlineData("new\nline", null)]
    public void LinuxHasItsRules(string path, string? problem)
    {
        JobPath.Problem(path, isWindows: false)?.Problem.ShouldContain(problem ?? "no problem at all");
        (JobPath.Problem(path, isWindows: false) is null).ShouldBe(problem is null);
    }
}
