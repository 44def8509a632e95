using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.TestKit;

public sealed class ShellTests
{
    [SkippableFact]
    public void ArgumentsArriveAsTheyAreAndOutputIsExact()
    {
        Require.Linux();

        ShellResult result = Shell.Run("sh", ["-c", "printf '%s|' \"$@\"; cat; printf '\\377'; echo no >&2; exit 3", "sh", "a b", "$HOME", "*", "\"'"], input: [1, 2]);

        result.ExitCode.ShouldBe(3);
        result.StandardOutput.ShouldBe([.. "a b|$HOME|*|\"'|"u8, 1, 2, 0xFF]);
        result.Error.ShouldBe("no\n");
        Should.Throw<InvalidOperationException>(result.MustSucceed).Message.ShouldContain("ended with 3");
    }

    [SkippableFact]
    public void AProgramThatHangsIsKilled()
    {
        Require.Linux();

        Should.Throw<TimeoutException>(() => Shell.Run("sleep", ["100"], timeout: TimeSpan.FromMilliseconds(200)));
    }

    [SkippableFact]
    public void ABackgroundProgramThatKeepsTheOutputOpenIsSeen()
    {
        Require.Linux();

        Should.Throw<TimeoutException>(() => Shell.Run("sh", ["-c", "sleep 3 &"], timeout: TimeSpan.FromMilliseconds(500)));
    }

    [SkippableFact]
    public void AnEndlessInputIsNoProblemForAProgramThatDoesNotRead()
    {
        Require.Linux();

        Shell.Run("true", [], input: new byte[10_000_000]).ExitCode.ShouldBe(0);
    }
}
