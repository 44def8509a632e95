using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>Names, marks, times, links and streams of Windows files, each in two runs of which the second finds nothing to do.</summary>
public sealed class WindowsEntriesTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const int Copied = 1;
    private const int Failed = 8;

    [SkippableFact]
    public void PathsBeyond260CharactersArriveAndGoAway()
    {
        WindowsBackup backup = new(machine.Bed);
        string deep = string.Join('/', Enumerable.Range(0, 6).Select(i => new string((char)('a' + i), 180)));
        backup.Write($"{deep}/file.txt", "deep");
        backup.Write($"{new string('n', 250)}.txt", "long");
        backup.Write("x", "x");

        backup.MirrorsOnceAndForAll();
        backup.RemoveTree(new string('a', 180));
        backup.Mirror("--max-delete", "100%").ExitCode.ShouldBeLessThan(Failed);

        backup.FindsNothingToDo();
        backup.IsMirrored();
    }

    [SkippableFact]
    public void AFolderOfThousandsIsListedWhole()
    {
        WindowsBackup backup = new(machine.Bed);
        string names = string.Join("\n", Enumerable.Range(0, 4000).Select(i => $"a rather long name for a file that is one of many {i}.txt"));
        Shell.Run("sh", ["-c", "cd \"$1\" && xargs -d '\\n' touch", "sh", backup.Source], input: System.Text.Encoding.UTF8.GetBytes(names)).MustSucceed();

        backup.MirrorsOnceAndForAll();

        Directory.GetFiles(backup.Destination).Length.ShouldBe(4000);
    }

    [SkippableFact]
    public void NamesThatOrdinaryProgramsCanNotOpenArrive()
    {
        WindowsBackup backup = new(machine.Bed);
        foreach (string name in new[] { "CON", "nul.txt", "aux/com1.log", "ends in dot.", "ends in blank ", "dots.../inside", " begins", "ünïcödé \U0001F422", "e\u0301", "[brackets]", "-switch", "%PATH%", "a&b^c" })
        {
            backup.Write(name, name);
        }

        backup.MirrorsOnceAndForAll();
    }

    [SkippableFact]
    public void ReadOnlyHiddenAndSystemFilesAreCopiedReplacedAndTakenBack()
    {
        WindowsBackup backup = new(machine.Bed);
        string readOnly = backup.Write("read-only.txt", "first");
        string hidden = backup.Write("hidden.txt", "first");
        Shell.Run("chmod", ["444", readOnly]).MustSucceed();
        Mark(hidden, "0x6");
        backup.MirrorsOnceAndForAll();

        // New content over a read-only file, and marks that change without the content.
        Shell.Run("chmod", ["644", readOnly]).MustSucceed();
        File.WriteAllText(readOnly, "second");
        Shell.Run("chmod", ["444", readOnly]).MustSucceed();
        Mark(hidden, "0x2");
        backup.MirrorsOnceAndForAll();
        Shell.Run("chmod", ["644", readOnly]).MustSucceed();
        Mark(hidden, "0x0");
        ShellResult marks = backup.Mirror();

        marks.ExitCode.ShouldBeLessThan(Failed, marks.Output + marks.Error);
        backup.FindsNothingToDo();
        backup.IsMirrored();
        Shell.Run("getfattr", ["--only-values", "-n", "user.DOSATTRIB", backup.Out("hidden.txt")]).Output.ShouldNotContain("2");
    }

    [SkippableFact]
    public void NamedStreamsAsWineKeepsThemArrive()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("page.html", "page");
        backup.Write("page.html:Zone.Identifier", "[ZoneTransfer]\r\nZoneId=3\r\n");

        backup.MirrorsOnceAndForAll();

        File.ReadAllText(backup.Out("page.html:Zone.Identifier")).ShouldBe("[ZoneTransfer]\r\nZoneId=3\r\n");
    }

    [SkippableFact]
    public void HardLinksStayOneFile()
    {
        WindowsBackup backup = new(machine.Bed);
        string first = backup.Write("a/first.bin", new string('x', 100_000));
        Directory.CreateDirectory(backup.In("b"));
        Shell.Run("ln", [first, backup.In("b/second.bin")]).MustSucceed();
        Shell.Run("ln", [first, backup.In("third.bin")]).MustSucceed();
        backup.Write("single.bin", "single");
        backup.MirrorsOnceAndForAll();

        // One name gets a file of its own.
        File.Delete(backup.In("third.bin"));
        backup.Write("third.bin", "on its own now");
        backup.MirrorsOnceAndForAll();
    }

    [SkippableFact]
    public void NamesThatDifferInCaseOnlyAreReportedAndNeverOverwriteOneAnother()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("Readme.txt", "the first");
        backup.Write("readme.TXT", "the second");
        backup.Write("other.txt", "other");

        ShellResult first = backup.Mirror();
        ShellResult second = backup.Mirror();

        first.ExitCode.ShouldBe(Copied | Failed, first.Output + first.Error);
        first.Output.ShouldContain("two names that differ in case only");
        second.ExitCode.ShouldBe(Failed, second.Output + second.Error);
        Directory.GetFiles(backup.Destination).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["Readme.txt", "other.txt"]);
        File.ReadAllText(backup.Out("Readme.txt")).ShouldBe("the first");
    }

    [SkippableFact]
    public void TimesOfFilesAndFoldersArriveTo100Nanoseconds()
    {
        WindowsBackup backup = new(machine.Bed);
        string old = backup.Write("folder/old.txt", "old");
        string future = backup.Write("folder/deep/future.txt", "future");
        Shell.Run("touch", ["-d", "1985-01-02 03:04:05.123456700", old]).MustSucceed();
        Shell.Run("touch", ["-d", "2097-01-02 03:04:05.9999999", future]).MustSucceed();
        Shell.Run("touch", ["-d", "1999-09-09 09:09:09.9", backup.In("folder/deep")]).MustSucceed();
        Shell.Run("touch", ["-d", "2001-01-01", backup.In("folder"), backup.Source]).MustSucceed();

        backup.MirrorsOnceAndForAll();
    }

    private static void Mark(string file, string attributes) =>
        Shell.Run("setfattr", ["-n", "user.DOSATTRIB", "-v", $"\"{attributes}\"", file]).MustSucceed();
}
