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
    [InlineData("0x80042316", "0x80042316 VSS_E_SNAPSHOT_SET_IN_PROGRESS", "--vss-timeout")]
    [InlineData("80042316", "0x80042316 VSS_E_SNAPSHOT_SET_IN_PROGRESS", "net stop vss")]
    [InlineData("-2147212522", "0x80042316 VSS_E_SNAPSHOT_SET_IN_PROGRESS", "--vss-timeout")]
    [InlineData("2147754774", "0x80042316 VSS_E_SNAPSHOT_SET_IN_PROGRESS", "--vss-timeout")]
    [InlineData("vss_e_provider_veto", "0x80042306 VSS_E_PROVIDER_VETO", "vssadmin list providers")]
    [InlineData("0x80070005", "0x80070005 E_ACCESSDENIED", "Run as administrator")]
    [InlineData("0x80070020", "Windows error 32 (0x80070020) ERROR_SHARING_VIOLATION", "--snapshot require")]
    [InlineData("32", "Windows error 32 (0x80070020) ERROR_SHARING_VIOLATION", "--snapshot require")]
    [InlineData("error_disk_full", "Windows error 112 (0x80070070) ERROR_DISK_FULL", "Free some space")]
    public void NumbersAndNamesOfWindowsAreExplained(string code, string first, string words)
    {
        CliCall call = CliCall.Of("explain", code);

        call.ExitCode.ShouldBe(0, call.Error);
        call.Lines[0].ShouldBe(first);
        call.Output.ReplaceLineEndings(" ").ShouldContain(words);
        call.Lines.ShouldContain(line => line.StartsWith("What to do: ", StringComparison.Ordinal));
    }

    [Fact]
    public void ASmallWindowsErrorIsAskedForByItsOwnWord()
    {
        CliCall.Of("explain", "win32", "5").Lines[0].ShouldBe("Windows error 5 (0x80070005) ERROR_ACCESS_DENIED");
        CliCall.Of("explain", "5").Lines[0].ShouldStartWith("snapback exit code 5: ");
    }

    [Theory]
    [InlineData("robocopy", "32")]
    [InlineData("robocopy", "-1")]
    [InlineData("robocopy", "x")]
    [InlineData("71")]
    [InlineData("SB9999")]
    [InlineData("0x80049999")]
    [InlineData("win32", "9999")]
    [InlineData("win32")]
    [InlineData("-1")]
    [InlineData("VSS_E_BANANA")]
    [InlineData("1", "2")]
    public void WhatIsNoCodeIsRefused(params string[] code)
    {
        CliCall call = CliCall.Of(["explain", .. code]);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB1001: ");
        call.Output.ShouldBeEmpty();
    }
}
