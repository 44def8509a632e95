using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Robocopy;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Robocopy;

/// <summary>Job files: read in any encoding, written in robocopy's layout, and the same line again.</summary>
public sealed class RcjTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CommentsAndEmptyLinesAreReadOver()
    {
        const string text = "::\r\n:: Robocopy Job\r\n\r\n\t/SD:C:\\x y\\\t:: Source.\r\n\t/XF\t\t:: names\r\n\t\ta::b\r\n\t\t c d.txt \t:: remark\r\n::\r\n/E";

        RcjText.Parse("x", Encoding.ASCII.GetBytes(text), OemText.Usual).Lines
            .ShouldBe([(4, @"/SD:C:\x y\"), (5, "/XF"), (6, "a::b"), (7, "c d.txt"), (9, "/E")]);
    }

    [Theory]
    [InlineData(437)]
    [InlineData(850)]
    public void BytesAreOfTheConsolesCodePage(int codePage)
    {
        byte[] bytes = OemText.Encoding(codePage).GetBytes("/SD:C:\\Müller\\Größe");

        RcjText.Parse("x", bytes, codePage).Lines.ShouldHaveSingleItem().Text.ShouldBe("/SD:C:\\Müller\\Größe");
    }

    [Fact]
    public void MarksOfUnicodeAreUnderstood()
    {
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes("/XF\n日本 ü")];

            RcjText.Parse("x", bytes, 850).Lines.ShouldBe([(1, "/XF"), (2, "日本 ü")]);
        }

        RcjText.Parse("x", "/XF\nü"u8, 850).Lines[1].Text.ShouldBe("ü");
    }

    [Theory]
    [InlineData(@"C:\a D:\b /MIR /MT /XO /XF *.tmp *.bak /XD Temp .git /R:2 /W:7 /NP /LOG+:C:\x y.txt")]
    [InlineData(@"C:\a D:\b *.doc *.x /S /COPYALL /DCOPY:DAT /MAXAGE:30 /MIN:5 /IA:RA /A-:SH /IoRate:2M /VSS:require /CATALOG:C:\c.db")]
    [InlineData(@"C:\Müller D:\日本 /NOCOPY /PURGE /NODCOPY /STRICT")]
    [InlineData("/NOSD /NODD /E /TBD /QUIT")]
    public void ASavedLineIsTheSameAgain(string words)
    {
        RobocopyLine line = SomeLine.Of(words);
        string text = RcjWriter.Write(line, @"C:\JOBS\X.RCJ", Now);

        RobocopyLine again = new LineReader(isWindows: true, _ => RcjText.Parse("x", RcjWriter.Encode(text, 850), 850)).Read(["/JOB:x", "/QUIT"]);

        (again.Source, again.Destination).ShouldBe((line.Source, line.Destination));
        again.Files.ShouldBe(line.Files);
        again.ExcludeFiles.ShouldBe(line.ExcludeFiles);
        again.ExcludeFolders.ShouldBe(line.ExcludeFolders);
        OptionsEcho.Of(again).ShouldBe(OptionsEcho.Of(line));
        Kept(again).ShouldBe(Kept(line), ignoreOrder: true);
    }

    [Fact]
    public void TheLayoutIsRobocopys()
    {
        Golden.Check("saved.rcj", RcjWriter.Write(SomeLine.Of(@"C:\a D:\b *.doc /MIR /MT /XD Temp /XO /IoRate:2M /NP /VERIFY"), @"C:\JOBS\X.RCJ", Now).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void WhatTheCodePageLacksIsWrittenInUtf8WithAMark()
    {
        RcjWriter.Encode("Größe", 850).ShouldBe(OemText.Encoding(850).GetBytes("Größe"));
        RcjWriter.Encode("日本", 850).ShouldBe([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("日本")]);
    }

    [Theory]
    [InlineData(" a")]
    [InlineData("a\nb")]
    [InlineData("a\t::b")]
    [InlineData(":: a")]
    public void ANameThatTheFormatCantHoldIsRefused(string name)
    {
        RobocopyLine line = SomeLine.Of(@"C:\a D:\b") with { ExcludeFiles = [name] };

        Should.Throw<SnapBackException>(() => RcjWriter.Write(line, "x", Now)).Code.ShouldBe(ErrorCode.RobocopyJobFile);
    }

    [Fact]
    public void ANameGetsItsEnding()
    {
        Path.GetFileName(RcjFile.PathOf("x.txt")).ShouldBe("x.txt.RCJ");
        Path.GetFileName(RcjFile.PathOf("x.rcj")).ShouldBe("x.rcj");
        RcjFile.Write(_folder.At("x.RCJ"), "/E"u8);
        RcjFile.Write(_folder.At("x.RCJ"), "/S"u8);

        RcjFile.Read(_folder.At("x"), 437).Lines.ShouldBe([(1, "/S")]);
        Directory.GetFiles(_folder.Root).ShouldHaveSingleItem();
    }

    [Fact]
    public void AJobFileThatIsNotThereIsNamed()
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => RcjFile.Read(_folder.At("none"), 437));

        error.Code.ShouldBe(ErrorCode.RobocopyJobFile);
        error.Hint.ShouldContain("none.RCJ");
    }

    [Fact]
    public void AFolderOrAHugeFileIsNoJobFile()
    {
        Should.Throw<SnapBackException>(() => RcjFile.Read(_folder.Folder("f.RCJ"), 437)).Code.ShouldBe(ErrorCode.RobocopyJobFile);
        Should.Throw<SnapBackException>(() => RcjFile.Read(_folder.File("big.RCJ", new string('x', RcjText.MaxBytes + 1)), 437)).Code.ShouldBe(ErrorCode.RobocopyJobFile);
        Should.Throw<SnapBackException>(() => RcjFile.Write(_folder.At("no", "x.RCJ"), "/E"u8)).Code.ShouldBe(ErrorCode.RobocopyJobFile);
    }

    [Fact]
    public void AnyBytesAreReadOrRefusedInWords()
    {
        Prop.ForAll<byte[]>(bytes => Reads(bytes ?? []) || true).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static bool Reads(byte[] bytes)
    {
        try
        {
            _ = new LineReader(isWindows: true, _ => RcjText.Parse("x", bytes, 437)).Read(["a", "b", "/JOB:x"]);
            return true;
        }
        catch (SnapBackException)
        {
            return false;
        }
    }

    // What belongs to one call is not part of a job, and what is the rule is said in so many words.
    private static string[] Kept(RobocopyLine line) =>
        [.. line.Given.Where(g => g.Switch.Group != SwitchGroup.Job).Select(g => g.Text).Except(["/COPY:DAT", "/DCOPY:DA", $"/R:{line.Retries}", $"/W:{line.WaitSeconds}"])];
}
