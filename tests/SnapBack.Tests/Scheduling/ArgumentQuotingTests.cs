using Shouldly;
using SnapBack.Scheduling;
using Xunit;

namespace SnapBack.Tests.Scheduling;

public sealed class ArgumentQuotingTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("", "\"\"")]
    [InlineData(@"D:\", @"D:\")]
    [InlineData(@"D:\my folder\", "\"D:\\my folder\\\\\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData(@"a\\""b", @"""a\\\\\""b""")]
    public void WindowsGetsWhatItsOwnRulesTakeApartAgain(string argument, string expected) => ArgumentQuoting.ForWindows([argument]).ShouldBe(expected);

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("50% of $HOME", "\"50%% of $$HOME\"")]
    [InlineData("a\\b\"c", "\"a\\\\b\\\"c\"")]
    [InlineData("a\nb", "\"a\\x0ab\"")]
    public void SystemdGetsNothingThatItWouldReplace(string argument, string expected) => ArgumentQuoting.ForSystemd([argument]).ShouldBe(expected);
}
