using Shouldly;
using SnapBack.Errors;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class ExplainTests
{
    public static TheoryData<int> Masks => [.. Enumerable.Range(0, 32)];

    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(Masks))]
    public void EveryMaskIsTakenApartIntoItsBits(int mask)
    {
        CliCall call = CliCall.Of("explain", "robocopy", $"{mask}");

        call.ExitCode.ShouldBe(0);
        int sum = call.Lines.Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Sum(l => int.Parse(l.AsSpan(0, 4), null));
        sum.ShouldBe(mask);
        call.Lines[0].Contains("FAILURE", StringComparison.Ordinal).ShouldBe(mask >= 8);
        call.Lines[0].ShouldStartWith($"robocopy exit code {mask}: ");
    }

    [Fact]
    public void ElevenIsCopiedAndExtrasAndFailures()
    {
        CliCall call = CliCall.Of("explain", "robocopy", "11");

        call.Lines[1..4].ShouldBe(
        [
            "   1  files were copied",
            "   2  the destination has, or had, entries that the source lacks (extras)",
            "   8  something failed: some files or folders could not be copied",
        ]);
    }

    [Theory]
    [InlineData("70", "A bug in snapback")]
    [InlineData("130", "Stopped by Ctrl+C")]
    [InlineData("3", "Success")]
    public void OurOwnExitCodesAreExplained(string code, string words)
    {
        CliCall call = CliCall.Of("explain", code);

        call.ExitCode.ShouldBe(0);
        call.Lines[0].ShouldStartWith($"snapback exit code {code}: {words}");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryErrorCodeHasAMeaningAndARemedy(ErrorCode code)
    {
        CliCall call = CliCall.Of("explain", $"sb{(int)code}");

        call.ExitCode.ShouldBe(0);
        call.Lines[0].ShouldStartWith($"SB{(int)code:0000} ");
        call.Lines[1].Length.ShouldBeGreaterThan(20);
        call.Lines[2..].ShouldContain(line => line.StartsWith("What to do: ", StringComparison.Ordinal));
        call.Output.ShouldNotContain("**");
    }

    [Theory]
    [InlineData("robocopy", "32")]
    [InlineData("robocopy", "-1")]
    [InlineData("robocopy", "x")]
    [InlineData("71")]
    [InlineData("SB9999")]
    [InlineData("0x80042306")]
    [InlineData("1", "2")]
    public void WhatIsNoCodeIsRefused(params string[] code)
    {
        CliCall call = CliCall.Of(["explain", .. code]);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB1001: ");
        call.Output.ShouldBeEmpty();
    }
}
