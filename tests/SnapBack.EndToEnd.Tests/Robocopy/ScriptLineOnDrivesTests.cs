using Shouldly;
using SnapBack.EndToEnd.Tests.Windows;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Robocopy;

/// <summary>The same lines as they stand in scripts, drive letters and all, carried out by the program for Windows.</summary>
public sealed class ScriptLineOnDrivesTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const string Catalog = @"/CATALOG:C:\state\catalog.db";

    [SkippableTheory]
    [InlineData(@"D:\Data E:\Backup\Data /E /XO /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP", 3, "a.txt,old.txt,sub/,sub/b.log")]
    [InlineData(@"D:\Data E:\Backup\Data /MIR /L", 3, "old.txt")]
    [InlineData(@"D:\Data E:\Backup\Data /MIR /R:3 /W:5", 3, "a.txt,sub/,sub/b.log")]
    [InlineData(@"D:\Data E:\Backup\Data /E /XO /XD Temp sub .git /R:3 /W:5 /LOG+:C:\bat\backup-log.txt /NP /NDL", 3, "a.txt,old.txt")]
    [InlineData(@"D:\Data E:\Backup\Data /MIR /Z /R:5 /W:15 /LOG+:C:\bat\sync-log.txt /NP", 3, "a.txt,sub/,sub/b.log")]
    [InlineData(@"D:\Data E:\Backup\Data /MIR /XD .git node_modules Temp obj bin /XF *.log *.tmp *.user /R:3 /W:5 /LOG+:C:\bat\sync-log.txt /NP", 3, "a.txt,sub/")]
    [InlineData(@"D:\Data E:\Backup\Data /MIR /FFT /R:3 /W:5 /NP", 3, "a.txt,sub/,sub/b.log")]
    [InlineData(@"D:\Data\ E:\Backup\Data\ *.txt /S /MT:4", 3, "a.txt,old.txt")]
    public void ALineOfAScriptDoesWhatItSays(string words, int exitCode, string expected)
    {
        string data = Path.Join(machine.Bed.MapDrive('d'), "Data");
        string backup = Path.Join(machine.Bed.MapDrive('e'), "Backup", "Data");
        Shell.Run("rm", ["-rf", "--", data, backup, Path.Join(machine.Bed.DriveC, "state"), Path.Join(machine.Bed.DriveC, "bat")]).MustSucceed();
        RobocopyBed.Write(data, "a.txt");
        RobocopyBed.Write(data, "sub/b.log");
        RobocopyBed.Write(backup, "old.txt");

        ShellResult result = machine.Bed.Run(["robocopy", .. words.Split(' '), Catalog, "/VSS:never"]);

        result.ExitCode.ShouldBe(exitCode, result.Output + result.Error);
        RobocopyBed.Names(backup).ShouldBe(expected.Split(','));
        bool hasLog = words.Contains("/LOG+:", StringComparison.Ordinal);
        Directory.Exists(Path.Join(machine.Bed.DriveC, "bat")).ShouldBe(hasLog);
        result.Output.ShouldContain(hasLog ? "Log File : C:\\bat\\" : "Source : D:\\Data\\");
    }

    [SkippableFact]
    public void AQuoteThatSwallowedTheLineIsExplained()
    {
        ShellResult result = machine.Bed.Run("robocopy", "D:\\\" E:\\Backup /MIR");

        result.MustEndWith(16);
        result.Output.ShouldContain("ERROR : Invalid Parameter #1");
        result.Error.ShouldContain("backslash before a closing quote");
    }

    [SkippableFact]
    public void AJobFileInTheConsolesCodePageIsRead()
    {
        string data = Path.Join(machine.Bed.MapDrive('d'), "Größe");
        string backup = Path.Join(machine.Bed.MapDrive('e'), "Größe");
        Shell.Run("rm", ["-rf", "--", data, backup, Path.Join(machine.Bed.DriveC, "state")]).MustSucceed();
        RobocopyBed.Write(data, "ä.txt");

        machine.Bed.Run("robocopy", @"D:\Größe", @"E:\Größe", "/E", @"/SAVE:C:\größe", "/QUIT").MustEndWith(0);
        byte[] saved = File.ReadAllBytes(Path.Join(machine.Bed.DriveC, "größe.RCJ"));
        ShellResult result = machine.Bed.Run("robocopy", @"/JOB:C:\größe", Catalog, "/VSS:never");

        saved.ShouldContain((byte)0x94, "ö in an OEM code page");
        result.ExitCode.ShouldBe(1, result.Output + result.Error);
        RobocopyBed.Names(backup).ShouldBe(["ä.txt"]);
    }
}
