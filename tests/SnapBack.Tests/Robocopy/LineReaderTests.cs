using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Robocopy;
using Xunit;

namespace SnapBack.Tests.Robocopy;

public sealed class LineReaderTests
{
    [Fact]
    public void TheFirstTwoWordsAreFoldersAndTheNextAreFiles()
    {
        RobocopyLine line = SomeLine.Of(@"D:\Data E:\Backup *.txt a?.doc /S");

        line.Source.ShouldBe(@"D:\Data");
        line.Destination.ShouldBe(@"E:\Backup");
        line.Files.ShouldBe(["*.txt", "a?.doc"]);
        line.Recursion.ShouldBe(Recursion.NonEmpty);
    }

    [Theory]
    [InlineData("/mir", "/MIR")]
    [InlineData("/Mt:4", "/MT:4")]
    [InlineData("/iorate:2M", "/IoRate:2M")]
    [InlineData("/copy:tad", "/COPY:DAT")]
    [InlineData("/a-:hs", "/A-:SH")]
    [InlineData("/vss:REQUIRE", "/VSS:require")]
    [InlineData("/sparse:n", "/SPARSE:N")]
    public void LettersCountWithoutCase(string written, string read)
    {
        SomeLine.Of($"a b {written}").Given.ShouldHaveSingleItem().Text.ShouldBe(read);
    }

    [Fact]
    public void ASwitchMayStandBeforeTheFolders()
    {
        RobocopyLine line = SomeLine.Of("/E a /R:1 b /W:2 *.x");

        (line.Source, line.Destination).ShouldBe(("a", "b"));
        line.Files.ShouldBe(["*.x"]);
    }

    [Fact]
    public void AListTakesAllWordsUpToTheNextList()
    {
        RobocopyLine line = SomeLine.Of("a b /XF *.log *.tmp /R:3 late.bak /XD Temp .git /MIR obj /IF *.doc");

        line.ExcludeFiles.ShouldBe(["*.log", "*.tmp", "late.bak"]);
        line.ExcludeFolders.ShouldBe(["Temp", ".git", "obj"]);
        line.Files.ShouldBe(["*.doc"]);
    }

    [Fact]
    public void ListsGrowWhenTheyAreGivenAgain()
    {
        SomeLine.Of("a b /XF 1 /XD x /XF 2 3").ExcludeFiles.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void FoldersBehindAListBelongToItAndTheMessageSaysSo()
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => SomeLine.Of("/XF *.tmp a b"));

        error.Message.ShouldBe("No Source Directory Specified.");
        error.Hint.ShouldContain("/XF");
    }

    [Fact]
    public void TheLastValueOfASwitchHolds()
    {
        RobocopyLine line = SomeLine.Of("a b /R:5 /R:7 /W:1");

        line.Retries.ShouldBe(7);
        line.WaitSeconds.ShouldBe(1);
        line.Given.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("/COPYALL /COPY:DT", "DT")]
    [InlineData("/COPY:DT /COPYALL", "DATSOU")]
    [InlineData("/COPYALL /SEC", "DATS")]
    [InlineData("/SEC /NOCOPY", "")]
    [InlineData("", "DAT")]
    public void TheLastOfAFamilyHolds(string switches, string flags)
    {
        SomeLine.Of($"a b {switches}").CopyFlags.ShouldBe(flags);
    }

    [Theory]
    [InlineData("/DCOPY:T", "T")]
    [InlineData("/DCOPY:T /NODCOPY", "")]
    [InlineData("", "DA")]
    public void FoldersHaveLettersOfTheirOwn(string switches, string flags)
    {
        SomeLine.Of($"a b {switches}").DirCopyFlags.ShouldBe(flags);
    }

    [Fact]
    public void AWordWithADashIsNoSwitch()
    {
        RobocopyLine line = SomeLine.Of("a b -MIR");

        line.Files.ShouldBe(["-MIR"]);
        line.Purges.ShouldBeFalse();
    }

    [Fact]
    public void RetriesAreModestUnlessRobocopysOwnAreAskedFor()
    {
        (SomeLine.Of("a b").Retries, SomeLine.Of("a b").WaitSeconds).ShouldBe((3, 5));
        (SomeLine.Of("a b /STRICT").Retries, SomeLine.Of("a b /STRICT").WaitSeconds).ShouldBe((1_000_000, 30));
        SomeLine.Of("a b /STRICT /R:2").Retries.ShouldBe(2);
    }

    [Theory]
    [InlineData("/MT", 8)]
    [InlineData("/MT:1", 1)]
    [InlineData("/MT:128", 128)]
    public void ThreadsWithoutANumberAreEight(string word, int threads)
    {
        SomeLine.Of($"a b {word}").Threads.ShouldBe(threads);
    }

    [Fact]
    public void WithoutThreadsNoneAreNamed()
    {
        SomeLine.Of("a b").Threads.ShouldBeNull();
    }

    [Theory]
    [InlineData("/FOO", 3)]
    [InlineData("/MIRR", 3)]
    [InlineData("/R", 3)]
    [InlineData("/R:", 3)]
    [InlineData("/R:x", 3)]
    [InlineData("/R:-1", 3)]
    [InlineData("/R:99999999999999999999", 3)]
    [InlineData("/MT:0", 3)]
    [InlineData("/MT:129", 3)]
    [InlineData("/MIR:Y", 3)]
    [InlineData("/XF:*.tmp", 3)]
    [InlineData("/COPY:DATQ", 3)]
    [InlineData("/COPY:", 3)]
    [InlineData("/DCOPY:S", 3)]
    [InlineData("/A+:O", 3)]
    [InlineData("/RH:1800", 3)]
    [InlineData("/RH:2500-0600", 3)]
    [InlineData("/MAXAGE:20240231", 3)]
    [InlineData("/MAXAGE:soon", 3)]
    [InlineData("/MAX:1K", 3)]
    [InlineData("/IoRate:1T", 3)]
    [InlineData("/IoRate:0", 3)]
    [InlineData("/SPARSE:maybe", 3)]
    [InlineData("/VSS:always", 3)]
    [InlineData("/MAXDELETE:101%", 3)]
    [InlineData("/LOG", 3)]
    [InlineData("/LOG:", 3)]
    [InlineData("/", 3)]
    [InlineData("/FAT", 3)]
    [InlineData("/256", 3)]
    [InlineData("/DEBUG", 3)]
    [InlineData("/EFSRAW", 3)]
    public void WhatCantBeUnderstoodIsNamedByItsNumber(string word, int number)
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => SomeLine.Of($"a b {word} /E"));

        error.Code.ShouldBe(ErrorCode.RobocopyLine);
        error.Message.ShouldBe($"Invalid Parameter #{number} : \"{word}\"");
        error.Hint.ShouldEndWith("Nothing was touched.");
    }

    [Fact]
    public void AMisspelledSwitchIsToldTheRightOne()
    {
        Should.Throw<SnapBackException>(() => SomeLine.Of("a b /MIRR")).Hint.ShouldContain("/MIR?");
    }

    [Fact]
    public void ABackslashBeforeAClosingQuoteIsExplained()
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => SomeLine.Reader([]).Read(["D:\" E:\\Backup /MIR"]));

        error.Message.ShouldBe("Invalid Parameter #1 : \"D:\" E:\\Backup /MIR\"");
        error.Hint.ShouldContain("\"D:\\\\\"");
    }

    [Theory]
    [InlineData("\"/XO\"", "/XO")]
    [InlineData("/LOG:\"a b.txt\"", "/LOG:a b.txt")]
    public void QuotesAroundASwitchOrItsValueAreRead(string word, string read)
    {
        SomeLine.Reader([]).Read(["a", "b", word]).Given.ShouldHaveSingleItem().Text.ShouldBe(read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void FoldersThatAreMissingAreNamed(string words)
    {
        Should.Throw<SnapBackException>(() => SomeLine.Of(words)).Message.ShouldBe($"No {(words.Length == 0 ? "Source" : "Destination")} Directory Specified.");
    }

    [Theory]
    [InlineData(@"C:\a* b")]
    [InlineData(@"a C:\b?")]
    public void AFolderIsNamedWithoutWildcards(string words)
    {
        Should.Throw<SnapBackException>(() => SomeLine.Of(words)).Message.ShouldStartWith("Invalid Directory");
    }

    [Fact]
    public void AFileIsNamedWithoutAPath()
    {
        Should.Throw<SnapBackException>(() => SomeLine.Of(@"a b sub\x.txt")).Message.ShouldStartWith("Invalid File");
    }

    [Fact]
    public void AnEmptyWordIsRefused()
    {
        Should.Throw<SnapBackException>(() => SomeLine.Reader([]).Read(["a", string.Empty])).Message.ShouldBe("Invalid Parameter #2 : \"\"");
    }

    [Theory]
    [InlineData("/?")]
    [InlineData("a b /?")]
    public void HelpIsAskedForWithoutFolders(string words)
    {
        SomeLine.Of(words).AsksForHelp.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/srv/data", false)]
    [InlineData("/mnt/", false)]
    [InlineData("/", false)]
    [InlineData("//server/share", false)]
    [InlineData("/E", true)]
    [InlineData("/LOG:/var/log/x", true)]
    public void OnLinuxAWordWithASecondSlashIsAPath(string word, bool isSwitch)
    {
        LineReader reader = SomeLine.Reader([], isWindows: false);

        RobocopyLine line = reader.Read(["a", "b", "/XD", word]);

        line.ExcludeFolders.ShouldBe(isSwitch ? [] : [word]);
    }

    [Fact]
    public void OnLinuxAFolderInTheRootIsToldHowItIsWritten()
    {
        Should.Throw<SnapBackException>(() => SomeLine.Reader([], isWindows: false).Read(["/mnt", "b"])).Hint.ShouldContain("/mnt/");
    }

    [Fact]
    public void AJobFileIsReadWhereItStands()
    {
        Dictionary<string, string> jobs = new() { ["one"] = "/R:1\n/W:1\n/XF\n\t*.a\n\t*.b\n/E\n" };

        RobocopyLine line = SomeLine.Of("a b /W:9 /JOB:one /R:5 /XF *.c", jobs);

        (line.Retries, line.WaitSeconds).ShouldBe((5, 1));
        line.ExcludeFiles.ShouldBe(["*.a", "*.b", "*.c"]);
        line.Recursion.ShouldBe(Recursion.All);
        line.JobFiles.ShouldBe(["one"]);
    }

    [Fact]
    public void AJobFileMayBringBothFolders()
    {
        Dictionary<string, string> jobs = new() { ["one"] = "/SD:C:\\from\\\n/DD:D:\\to\\\n" };

        RobocopyLine line = SomeLine.Of("/JOB:one", jobs);
        RobocopyLine over = SomeLine.Of("x y /JOB:one", jobs);

        (line.Source, line.Destination).ShouldBe((@"C:\from\", @"D:\to\"));
        (over.Source, over.Destination).ShouldBe(("x", "y"));
    }

    [Theory]
    [InlineData("/E\n\n/FOO\n", 3, "/FOO")]
    [InlineData("stray\n", 1, "stray")]
    [InlineData("/XF\n\ta\n/E\n\tb\n", 4, "b")]
    [InlineData("/R:x\n", 1, "/R:x")]
    [InlineData("/S /E\n", 1, "/S /E")]
    public void AWrongLineOfAJobFileIsNamedByItsNumber(string text, int number, string shown)
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => SomeLine.Of("a b /JOB:one", new() { ["one"] = text }));

        error.Code.ShouldBe(ErrorCode.RobocopyJobFile);
        error.Message.ShouldBe($"Invalid Job File, Line #{number} : \"{shown}\"");
        error.Hint.ShouldContain("'one'");
    }

    [Fact]
    public void AJobFileThatNamesItselfEnds()
    {
        Should.Throw<SnapBackException>(() => SomeLine.Of("a b /JOB:one", new() { ["one"] = "/JOB:one" })).Code.ShouldBe(ErrorCode.RobocopyJobFile);
    }

    [Fact]
    public void OfTheUsersDefaultsOnlyRetriesAndWaitCount()
    {
        RcjText defaults = RcjText.Parse("defaults", "/R:11\r\n/W:22\r\n/MIR\r\n/XF\r\n\tx\r\n"u8, OemText.Usual);

        RobocopyLine line = SomeLine.Reader([]).Read(["a", "b", "/W:1"], defaults);

        (line.Retries, line.WaitSeconds, line.Purges).ShouldBe((11, 1, false));
        line.ExcludeFiles.ShouldBeEmpty();
    }

    [Fact]
    public void WhatStandsBeforeSaveIsWhatIsSaved()
    {
        RobocopyLine line = SomeLine.Of("a b /XO /SAVE:x /XN");

        line.Saved.ShouldNotBeNull().Given.Select(g => g.Text).ShouldBe(["/XO"]);
        LineRules.Remarks(line).ShouldContain(r => r.Subject == "/XN" && r.Text.Contains("/SAVE", StringComparison.Ordinal));
    }

    [Fact]
    public void ATemplateNeedsNoFolders()
    {
        SomeLine.Of("/NOSD /NODD /E /SAVE:x /QUIT").Source.ShouldBeNull();
        Should.Throw<SnapBackException>(() => SomeLine.Of("/NOSD /NODD /E"));
    }
}
