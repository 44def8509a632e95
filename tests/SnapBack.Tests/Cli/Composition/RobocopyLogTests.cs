using System.Text;
using Shouldly;
using SnapBack.Cli;
using SnapBack.Cli.Composition;
using SnapBack.Errors;
using SnapBack.Robocopy.Log;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli.Composition;

/// <summary>Log files: their encodings, and what a log is never written to.</summary>
public sealed class RobocopyLogTests : IDisposable
{
    private static readonly LogHeader Header = new() { Source = "/ä→z", Destination = "/b", Options = "/S" };

    private readonly TempFolder _folder = new();
    private readonly StringWriter _console = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        _folder.Dispose();
        _console.Dispose();
        _error.Dispose();
    }

    [SkippableFact]
    public void ALogIsInTheOemCodePageAndWhatItLacksIsAQuestionMark()
    {
        Require.Linux();

        Write(new LogPlace(_folder.At("x.log"), IsAppended: false, IsUnicode: false));

        byte[] bytes = File.ReadAllBytes(_folder.At("x.log"));
        bytes.AsSpan().IndexOf("   Source : /\u0084?z/\r\n"u8.ToArray().Where(b => b != 0xC2).ToArray()).ShouldBeGreaterThan(0, "ä is 0x84 in code page 437");
        bytes.AsSpan(0, 4).ToArray().ShouldBe("\r\n--"u8.ToArray());
        bytes.ShouldNotContain((byte)0xEF);
    }

    [SkippableFact]
    public void TheCodePageCanBeNamed()
    {
        Require.Linux();

        Write(new LogPlace(_folder.At("x.log"), IsAppended: false, IsUnicode: false), "65001");

        File.ReadAllText(_folder.At("x.log"), Encoding.UTF8).ShouldContain("   Source : /ä→z/\r\n");
        File.ReadAllBytes(_folder.At("x.log"))[0].ShouldBe((byte)'\r', "no mark before the text");
    }

    [SkippableFact]
    public void AUnicodeLogHasOneMarkHoweverOftenItIsAppendedTo()
    {
        Require.Linux();
        LogPlace place = new(_folder.At("x.log"), IsAppended: true, IsUnicode: true);

        Write(place);
        long once = new FileInfo(place.Path).Length;
        Write(place);

        byte[] bytes = File.ReadAllBytes(place.Path);
        bytes.Length.ShouldBe((int)((once * 2) - 2));
        string text = Encoding.Unicode.GetString(bytes);
        text[0].ShouldBe('\uFEFF');
        text.IndexOf('\uFEFF', 1).ShouldBe(-1);
        text.ShouldContain("/ä→z/\r\n");
    }

    [SkippableFact]
    public void ALogThatIsNotAppendedToBeginsAnew()
    {
        Require.Linux();
        LogPlace place = new(_folder.At("x.log"), IsAppended: false, IsUnicode: false);
        File.WriteAllText(place.Path, new string('x', 100_000));

        Write(place);

        File.ReadAllText(place.Path, Encoding.Latin1).ShouldNotContain("xxx");
    }

    [SkippableFact]
    public void AppendedRunsAreParted()
    {
        Require.Linux();
        LogPlace place = new(_folder.At("x.log"), IsAppended: true, IsUnicode: false);

        Write(place);
        Write(place);

        File.ReadAllText(place.Path, Encoding.Latin1).ShouldContain("(SB1202)\r\n\r\n\r\n-", Case.Sensitive);
    }

    [SkippableFact]
    public void MissingFoldersOfTheLogAreMadeAndTheConsoleIsToldItsPathAlone()
    {
        Require.Linux();
        string path = _folder.At("a", "b", "x.log");

        Write(new LogPlace(path, IsAppended: false, IsUnicode: false));

        File.Exists(path).ShouldBeTrue();
        _console.ToString().ShouldBe($"\n Log File : {path}\n");
    }

    [SkippableFact]
    public void WithTeeTheConsoleGetsTheLogAsWell()
    {
        Require.Linux();

        Write(new LogPlace(_folder.At("x.log"), IsAppended: false, IsUnicode: false), isOnConsoleToo: true);

        _console.ToString().ShouldContain("\n   Source : /ä→z/\n");
    }

    [SkippableFact]
    public void ALinkInPlaceOfTheLogIsNeverFollowed()
    {
        Require.Linux();
        string target = _folder.File("target", "precious");
        File.CreateSymbolicLink(_folder.At("x.log"), target);

        Refused(_folder.At("x.log")).Message.ShouldContain("it is a link");

        File.ReadAllText(target).ShouldBe("precious");
        _console.ToString().ShouldContain(") Opening Log File " + _folder.At("x.log") + "\nIt is a link.\n");
    }

    [SkippableFact]
    public void APipeOrDeviceIsRefusedAndNobodyWaitsForIt()
    {
        Require.Linux();
        Shell.Run("mkfifo", [_folder.At("pipe")]).MustSucceed();

        Refused(_folder.At("pipe"));
        Refused("/dev/full");
        Refused(_folder.Root);
    }

    [SkippableFact]
    public void TheDeviceThatSwallowsEverythingIsAGoodPlace()
    {
        Require.Linux();

        Write(new LogPlace("/dev/null", IsAppended: false, IsUnicode: false));

        _console.ToString().ShouldBe("\n Log File : /dev/null\n");
    }

    [SkippableFact]
    public void RootDoesNotWriteIntoAFileThatHasAnotherName()
    {
        Require.Linux();
        Require.Root();
        string target = _folder.File("target", "precious");
        Shell.Run("ln", [target, _folder.At("x.log")]).MustSucceed();

        Refused(_folder.At("x.log")).Message.ShouldContain("other names");

        File.ReadAllText(target).ShouldBe("precious");
    }

    [SkippableFact]
    public void RootDoesNotGoThroughALinkOfAnotherUser()
    {
        Require.Linux();
        Require.Root();
        string target = _folder.Folder("target");
        Directory.CreateSymbolicLink(_folder.At("own"), target);
        Directory.CreateSymbolicLink(_folder.At("foreign"), target);
        Shell.Run("chown", ["-h", "65534", _folder.At("foreign")]).MustSucceed();

        Refused(_folder.At("foreign", "x.log"));
        Directory.GetFiles(target).ShouldBeEmpty();

        Write(new LogPlace(_folder.At("own", "x.log"), IsAppended: false, IsUnicode: false));
        Directory.GetFiles(target).Length.ShouldBe(1);
    }

    [SkippableFact]
    public void ARunThatDoesNotComeAboutSaysWhyInTheLog()
    {
        Require.Linux();
        using (RobocopyLog log = RobocopyLog.Open(LogStyle.Default, Header, Environment(null)))
        {
            log.Refuse(new SnapBackException(ErrorCode.SourceMissing, "The source is not there"));
        }

        _console.ToString().ShouldContain("ERROR 2 (0x00000002) Accessing Source Directory /ä→z/\nThe source is not there (SB1101).\n");
    }

    private SnapBackException Refused(string path)
    {
        SnapBackException refused = Should.Throw<SnapBackException>(() => Write(new LogPlace(path, IsAppended: false, IsUnicode: false)));
        refused.Code.ShouldBe(ErrorCode.LogUnusable);
        return refused;
    }

    private void Write(LogPlace place, string? codePage = null, bool isOnConsoleToo = false)
    {
        LogStyle style = LogStyle.Default with { File = place, IsOnConsoleToo = isOnConsoleToo };
        using RobocopyLog log = RobocopyLog.Open(style, Header, Environment(codePage));
        log.Refuse(new SnapBackException(ErrorCode.SourceEmpty, "why"));
    }

    private CliEnvironment Environment(string? codePage) => new()
    {
        Out = _console,
        Error = _error,
        Variable = name => name == OemCodePage.Variable ? codePage : null,
        Clock = new ManualTime(),
    };
}
