using Shouldly;
using SnapBack.Robocopy.Log;
using Xunit;

namespace SnapBack.Tests.Robocopy.Log;

public sealed class LogHeaderTests
{
    private static readonly DateTimeOffset Started = new(2018, 3, 8, 14, 34, 59, TimeSpan.Zero);

    [Fact]
    public void TheSmallestHeaderIsByteForByteRobocopys()
    {
        LogHeader header = new() { Started = Started, Source = @"C:\Users", Destination = @"E:\Backup\", Options = "*.* /S /E /DCOPY:DA /COPY:DAT /R:3 /W:5" };

        header.Lines('\\').ShouldBe(
        [
            "",
            "-------------------------------------------------------------------------------",
            "   ROBOCOPY     ::     Robust File Copy for Windows                              ",
            "-------------------------------------------------------------------------------",
            "",
            "  Started : Thursday, March 8, 2018 2:34:59 PM",
            @"   Source : C:\Users\",
            @"     Dest : E:\Backup\",
            "",
            "    Files : *.*",
            "\t    ",
            "  Options : *.* /S /E /DCOPY:DA /COPY:DAT /R:3 /W:5 ",
            "",
            "------------------------------------------------------------------------------",
            "",
        ]);
    }

    [Fact]
    public void ListsHaveOneNamePerLineAndEndWithALineThatLooksEmpty()
    {
        LogHeader header = new()
        {
            Started = Started,
            Source = @"C:\a",
            Destination = @"E:\b",
            Files = ["*.doc", "*.xls"],
            ExcludedFiles = ["~*", "*.tmp"],
            ExcludedFolders = ["cache"],
            Options = "/S",
        };

        header.Lines('\\').SkipWhile(line => !line.Contains("Files", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0).ShouldBe(
        [
            "    Files : *.doc",
            "\t    *.xls",
            "\t    ",
            "Exc Files : ~*",
            "\t    *.tmp",
            "\t    ",
            " Exc Dirs : cache",
            "\t    ",
            "  Options : /S ",
        ]);
    }

    [Fact]
    public void AFolderThatIsNotGivenHasAnotherMark()
    {
        LogHeader header = new() { Started = Started, Destination = @"E:\b" };

        header.Lines('\\').ShouldContain("   Source = ");
    }

    [Fact]
    public void APathCannotAddLines()
    {
        LogHeader header = new() { Started = Started, Source = "/a\n   Dest : /etc", Destination = "/b" };

        header.Lines('/').Count(line => line.Contains("Dest", StringComparison.Ordinal)).ShouldBe(2);
        header.Lines('/').ShouldContain("   Source : /a\\x0A   Dest : /etc/");
    }
}
