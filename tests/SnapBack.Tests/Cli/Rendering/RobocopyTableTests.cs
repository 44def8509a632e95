using System.Text.RegularExpressions;
using Shouldly;
using SnapBack.Cli.Rendering;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering;

public sealed class RobocopyTableTests
{
    [Fact]
    public void ARunThatCopiedNothingLooksAsRobocopyPrintsIt()
    {
        RunTotals totals = new()
        {
            Dirs = new Counts { Total = 1, Skipped = 1 },
            Files = new Counts { Total = 1, Skipped = 1 },
            Bytes = new Counts { Total = 864563, Skipped = 864563 },
        };

        Lines(totals).ShouldBe(
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

    [Fact]
    public void ARunThatCopiedHasTwoSpeedLines()
    {
        RunTotals totals = new()
        {
            Files = new Counts { Total = 1, Copied = 1 },
            Bytes = new Counts { Total = 108354, Copied = 108354 },
            ExecuteTime = TimeSpan.FromMilliseconds(3),
        };

        Lines(totals)[8..12].ShouldBe(
        [
            "",
            "",
            "   Speed :            36118000 Bytes/sec.",
            "   Speed :            2066.688 MegaBytes/min.",
        ]);
    }

    [Fact]
    public void TimeThatWasNotCopyingStandsUnderExtras()
    {
        RunTotals totals = new()
        {
            Files = new Counts { Copied = 1 },
            ExecuteTime = TimeSpan.FromSeconds(36),
            TotalTime = new TimeSpan(1, 2, 2, 26),
        };

        Row(totals, "Times").ShouldBe("   Times :  26:02:26   0:00:36                       0:00:00  26:01:50");
    }

    [Fact]
    public void WaitingForFilesThatFailedIsNoCopying()
    {
        RunTotals totals = new()
        {
            Files = new Counts { Copied = 1 },
            Bytes = new Counts { Copied = 1000 },
            ExecuteTime = TimeSpan.FromSeconds(11),
            RetryWaitTime = TimeSpan.FromSeconds(10),
            TotalTime = TimeSpan.FromSeconds(12),
        };

        Row(totals, "Times").ShouldBe("   Times :   0:00:12   0:00:01                       0:00:10   0:00:01");
        Lines(totals).ShouldContain("   Speed :                1000 Bytes/sec.");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(1023, "1023")]
    [InlineData(1024, "1.0 k")]
    [InlineData(1536, "1.5 k")]
    [InlineData(864563, "844.3 k")]
    [InlineData(1048576, "1.00 m")]
    [InlineData(15728640, "15.00 m")]
    [InlineData(1073741824, "1.000 g")]
    [InlineData(5368709120, "5.000 g")]
    [InlineData(1099511627776, "1.000 t")]
    [InlineData(long.MaxValue, "8388608.000 t")]
    public void SizesHaveRobocopysDecimals(long bytes, string text)
    {
        ByteText.Of(bytes).ShouldBe(text);
    }

    [Theory]
    [InlineData(999_999_999L, 10)]
    [InlineData(1_000_000_000L, 11)]
    [InlineData(123_456_789_012L, 13)]
    [InlineData(long.MaxValue, 20)]
    public void ALongNumberWidensEveryColumn(long files, int width)
    {
        RunTotals totals = new() { Files = new Counts { Total = files } };

        string[] table = [.. Lines(totals).Skip(3).Take(5)];

        table.ShouldAllBe(line => line.Length == 10 + (6 * width));
        table[0].ShouldEndWith("Extras");
    }

    // The reader grammar is what published log readers use.
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(123456)]
    [InlineData(98765432109)]
    public void TheRowsCanBeReadByLogReaders(long number)
    {
        Counts counts = new() { Total = number, Copied = number, Skipped = number, Mismatch = number, Failed = number, Extras = number };
        RunTotals totals = new() { Dirs = counts, Files = counts, Bytes = counts, ExecuteTime = TimeSpan.FromSeconds(1), TotalTime = TimeSpan.FromHours(2) };

        foreach (string row in (string[])["Dirs", "Files", "Bytes"])
        {
            Regex.IsMatch(Row(totals, row), @"^\s*(\S+) :(?:\s+(\d+(?:[.,]\d+ [kmgt])?)){6}\s*$").ShouldBeTrue(Row(totals, row));
        }

        Regex.IsMatch(Row(totals, "Times"), @"^\s*(\S+) :\s+(\d+:\d\d:\d\d)\s+(\d+:\d\d:\d\d)\s+(\d+:\d\d:\d\d)\s+(\d+:\d\d:\d\d)\s*$").ShouldBeTrue();
    }

    [Fact]
    public void AnEnormousRunDoesNotOverflowTheSpeed()
    {
        RunTotals totals = new() { Files = new Counts { Copied = 1 }, Bytes = new Counts { Copied = long.MaxValue }, ExecuteTime = TimeSpan.FromTicks(1) };

        Lines(totals).ShouldContain("   Speed :9223372036854775807000 Bytes/sec.");
    }

    private static string Row(RunTotals totals, string label) => Lines(totals).Single(l => l.TrimStart().StartsWith($"{label} :", StringComparison.Ordinal));

    private static string[] Lines(RunTotals totals)
    {
        using StringWriter output = new();
        RobocopyTable.Write(output, totals, SomeRun.Ended);
        return output.ToString().Split(Environment.NewLine)[..^1];
    }
}
