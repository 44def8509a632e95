using Shouldly;
using SnapBack.Robocopy.Log;
using Xunit;

namespace SnapBack.Tests.Robocopy.Log;

public sealed class LogLinesTests
{
    private static readonly DateTimeOffset Written = new(2022, 5, 14, 22, 31, 16, TimeSpan.FromHours(2));

    [Fact]
    public void AnExistingFolderHasTwentyColumnsBetweenItsTabs()
    {
        LogLines.Folder(LogLabel.ExistingFolder, 1, @"C:\Users\Piotr\", LogStyle.Default).ShouldBe("\t                   1\tC:\\Users\\Piotr\\");
    }

    [Fact]
    public void ANewFolderSaysSo()
    {
        LogLines.Folder(LogLabel.NewFolder, 12, @"C:\new\", LogStyle.Default).ShouldBe("\t  New Dir         12\tC:\\new\\");
    }

    [Fact]
    public void AnExtraFolderCountsNothing()
    {
        LogLines.Folder(LogLabel.ExtraFolder, -1, @"D:\old\", LogStyle.Default).ShouldBe("\t*EXTRA Dir        -1\tD:\\old\\");
    }

    [Fact]
    public void ACountOfNineDigitsPushesThePathAndCutsNothing()
    {
        LogLines.Folder(LogLabel.ExistingFolder, 123456789, @"C:\", LogStyle.Default).ShouldBe("\t            123456789\tC:\\");
    }

    [Fact]
    public void AFolderWithoutClassesOrSizesKeepsItsColumns()
    {
        LogLines.Folder(LogLabel.NewFolder, 3, @"C:\a\", LogStyle.Default with { HasClasses = false }).ShouldBe("\t                   3\tC:\\a\\");
        LogLines.Folder(LogLabel.NewFolder, 3, @"C:\a\", LogStyle.Default with { HasSizes = false }).ShouldBe("\t  New Dir           \tC:\\a\\");
    }

    [Theory]
    [InlineData(LogLabel.NewFile, "\t    New File  \t\t   38380\ta.txt")]
    [InlineData(LogLabel.Newer, "\t    Newer     \t\t   38380\ta.txt")]
    [InlineData(LogLabel.SkippedSame, "\t          same\t\t   38380\ta.txt")]
    [InlineData(LogLabel.ExtraFile, "\t  *EXTRA File \t\t   38380\ta.txt")]
    [InlineData(LogLabel.Mismatch, "\t  *MISMATCH   \t\t   38380\ta.txt")]
    [InlineData(LogLabel.FixedNewer, "\t  fix    newer\t\t   38380\ta.txt")]
    public void AFileHasTwoTabsBetweenItsClassAndItsSize(LogLabel label, string line)
    {
        LogLines.File(label, 38380, Written, "a.txt", LogStyle.Default).ShouldBe(line);
    }

    [Fact]
    public void ATimestampIsInUtcBehindTheSize()
    {
        LogLines.File(LogLabel.NewFile, 1, Written, "a", LogStyle.Default with { HasTimestamps = true })
            .ShouldBe("\t    New File  \t\t       1 2022/05/14 20:31:16\ta");
    }

    [Fact]
    public void AFileWithoutClassOrSizeKeepsItsTabs()
    {
        LogLines.File(LogLabel.NewFile, 1, Written, "a", LogStyle.Default with { HasClasses = false }).ShouldBe("\t  \t\t       1\ta");
        LogLines.File(LogLabel.NewFile, 1, Written, "a", LogStyle.Default with { HasSizes = false }).ShouldBe("\t    New File  \t\t\ta");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(38380, "38380")]
    [InlineData(1048575, "1048575")]
    [InlineData(1048576, "1.0 m")]
    [InlineData(16777216, "16.0 m")]
    [InlineData(1288490189, "1.2 g")]
    [InlineData(1099511627776, "1.0 t")]
    [InlineData(long.MaxValue, "8388608.0 t")]
    public void SizesOfFilesAreWrittenOtherwiseThanSumsOfBytes(long bytes, string text)
    {
        FileSize.Of(bytes, isInBytes: false).ShouldBe(text);
        FileSize.Of(bytes, isInBytes: true).ShouldBe(bytes.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(500_000, 1_000_000, null)]
    [InlineData(0, 1_200_000, "\r  0%  ")]
    [InlineData(600_000, 1_200_000, "\r 50%  ")]
    [InlineData(1_200_000, 1_200_000, "\r 99%  ")]
    [InlineData(8_388_608, 16_777_216, "\r 50.0%")]
    [InlineData(16_777, 16_777_216, "\r  0.0%")]
    [InlineData(16_777_216, 16_777_216, "\r 99.9%")]
    public void ProgressIsWholePercentOrTenthsAndNeverTheEnd(long done, long size, string? text)
    {
        LogLines.Progress(done, size).ShouldBe(text);
    }

    [Fact]
    public void TheEndOfAFileIsAHundredPercent() => LogLines.Complete.ShouldBe("\r100%  ");

    [Fact]
    public void AnEstimateStandsBehindTheLine()
    {
        LogLines.Estimate(Written, Written.AddMinutes(70)).ShouldBe("\t\t22:31 -> 23:41");
    }

    [Fact]
    public void AnErrorIsTwoLines()
    {
        LogLines.Error(Written, 32, LogOperation.CopyingFile, @"C:\src\open.mdb", "the process cannot access the file because it is being used by another process")
            .ShouldBe(
            [
                @"2022/05/14 22:31:16 ERROR 32 (0x00000020) Copying File C:\src\open.mdb",
                "The process cannot access the file because it is being used by another process.",
            ]);
    }

    [Fact]
    public void ACodeOfNoSystemErrorIsWrittenAsWindowsWritesIt()
    {
        LogLines.Error(Written, unchecked((int)0x80070005), LogOperation.CopyingFile, "a", string.Empty)[0]
            .ShouldBe("2022/05/14 22:31:16 ERROR 2147942405 (0x80070005) Copying File a");
    }

    [Fact]
    public void WaitingAndTryingAgainStandOnOneLine() =>
        LogLines.Waiting(TimeSpan.FromSeconds(30)).ShouldBe("Waiting 30 seconds... Retrying...");

    [Fact]
    public void NothingInANameOrMessageCanForgeALine()
    {
        LogText.Escape("a\n\t*EXTRA Dir").ShouldBe("a\\x0A\\x09*EXTRA Dir");
        LogLines.Fatal("no\r\nsuch").ShouldBe("ERROR : no\\x0D\\x0Asuch");
        LogLines.Error(Written, 5, LogOperation.CopyingFile, "a", "x\ny")[1].ShouldBe("X\\x0Ay.");
    }

    [Fact]
    public void AFolderEndsWithItsSeparatorOnce()
    {
        LogText.Folder(@"C:\", '\\').ShouldBe(@"C:\");
        LogText.Folder("/home", '/').ShouldBe("/home/");
    }

    [Fact]
    public void EveryLabelHasTwelveColumnsAndNoTwoAreAlike()
    {
        string[] texts = [.. Enum.GetValues<LogLabel>().Select(LabelText.Of)];

        texts.ShouldAllBe(text => text.Length == LabelText.Width);
        texts.Distinct().Count().ShouldBe(texts.Length);
    }
}
