using Shouldly;
using SnapBack.Robocopy.Log;
using Xunit;

namespace SnapBack.Tests.Robocopy.Log;

public sealed class LogSummaryTests
{
    private static readonly LogSummary Nothing = new()
    {
        Folders = new SummaryRow(1, 0, 1, 0, 0, 0),
        Files = new SummaryRow(1, 0, 1, 0, 0, 0),
        Bytes = new SummaryRow(864563, 0, 864563, 0, 0, 0),
        Ended = new DateTimeOffset(2025, 10, 24, 13, 22, 11, TimeSpan.Zero),
    };

    [Fact]
    public void WithoutACopyTheEndFollowsTheTimes()
    {
        Nothing.Lines().ShouldBe(
        [
            "",
            "------------------------------------------------------------------------------",
            "",
            "               Total    Copied   Skipped  Mismatch    FAILED    Extras",
            "    Dirs :         1         0         1         0         0         0",
            "   Files :         1         0         1         0         0         0",
            "   Bytes :   844.3 k         0   844.3 k         0         0         0",
            "   Times :   0:00:00   0:00:00                       0:00:00   0:00:00",
            "   Ended : Friday, October 24, 2025 1:22:11 PM",
            "",
        ]);
    }

    // Twelve digits take thirteen columns, and so do all the others, the words above them included.
    [Fact]
    public void PlainBytesWidenEveryColumn()
    {
        LogSummary wide = Nothing with { IsInBytes = true, Bytes = new SummaryRow(538252733123, 0, 538252733123, 0, 0, 0) };

        wide.Lines().Skip(3).Take(4).ShouldBe(
        [
            "                  Total       Copied      Skipped     Mismatch       FAILED       Extras",
            "    Dirs :            1            0            1            0            0            0",
            "   Files :            1            0            1            0            0            0",
            "   Bytes : 538252733123            0 538252733123            0            0            0",
        ]);
    }

    [Fact]
    public void WhatWasNeitherCopyingNorFailingStandsUnderExtras()
    {
        LogSummary timed = Nothing with { TotalTime = new TimeSpan(0, 2, 26), CopyTime = TimeSpan.FromSeconds(36), FailedTime = TimeSpan.FromSeconds(1) };

        timed.Lines().ShouldContain("   Times :   0:02:26   0:00:36                       0:00:01   0:01:49");
    }

    [Theory]
    [InlineData(108354, 3, "            36118000", "2066.688")]
    [InlineData(1, 1000, "                   1", "0.000")]
    [InlineData(long.MaxValue, 1, "9223372036854775807000", "527765581332479999.942")]
    public void TheSpeedIsCutNotRounded(long bytes, int milliseconds, string perSecond, string perMinute)
    {
        LogSummary fast = Nothing with { Bytes = Nothing.Bytes with { Copied = bytes }, CopyTime = TimeSpan.FromMilliseconds(milliseconds) };

        fast.Lines().Skip(8).Take(4).ShouldBe(["", "", $"   Speed :{perSecond} Bytes/sec.", $"   Speed :{perMinute.PadLeft(20)} MegaBytes/min."]);
    }
}
