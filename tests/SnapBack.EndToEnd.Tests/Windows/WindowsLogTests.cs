using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>The log of the published program for Windows, read back by a program that knows only robocopy's layout.</summary>
public sealed class WindowsLogTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    [SkippableFact]
    public void ALockedFileAndOthersStandInTheLogAsRobocopyHasThem()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("ä→.txt", "a");
        backup.Write(@"docs/open.mdb", "held");
        backup.Write("docs/skipped.tmp", "x");
        string log = machine.Bed.At("logs", $"{Guid.NewGuid():N}.log");
        using (machine.Bed.HoldOpen("-", WineBed.WindowsPath(backup.In("docs/open.mdb"))))
        {
            ShellResult run = Robocopy(backup, "/E", "/V", "/NP", "/R:1", "/W:1", "/MT:1", "/XF", "*.tmp", "/LOG:" + WineBed.WindowsPath(log));

            run.ExitCode.ShouldBe(9, run.Output + run.Error);
            run.Output.ShouldBe($"\r\n Log File : {WineBed.WindowsPath(log)}\r\n");
        }

        string source = WineBed.WindowsPath(backup.Source);
        RobocopyLogReader.Read(log, "cp437").Where(fact => !fact.StartsWith("times", StringComparison.Ordinal)).ShouldBe(
        [
            $@"folder|-|1|{source}\",
            $@"file|New File|1|{source}\ä?.txt",
            $@"folder|New Dir|2|{source}\docs\",
            $@"file|New File|4|{source}\docs\open.mdb",
            $@"error|32|Copying File {source}\docs\open.mdb",
            $@"file|named|1|{source}\docs\skipped.tmp",
            $@"file|New File|4|{source}\docs\open.mdb",
            $@"error|32|Copying File {source}\docs\open.mdb",
            "sum|Dirs|2|1|1|0|0|0",
            "sum|Files|3|1|1|0|1|0",
            "sum|Bytes|6|1|1|0|4|0",
        ]);
    }

    [SkippableFact]
    public void AUnicodeLogHoldsEveryNameAndNulKeepsNothing()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("ä→.txt", "a");
        string log = machine.Bed.At("logs", $"{Guid.NewGuid():N}.log");

        Robocopy(backup, "/E", "/UNILOG+:" + WineBed.WindowsPath(log)).MustEndWith(1);
        ShellResult second = Robocopy(backup, "/E", "/LOG:NUL");

        RobocopyLogReader.Read(log, "utf-16").ShouldContain($@"file|New File|1|{WineBed.WindowsPath(backup.Source)}\ä→.txt");
        second.ExitCode.ShouldBe(0, second.Output + second.Error);
    }

    private ShellResult Robocopy(WindowsBackup backup, params string[] switches) => machine.Bed.Run(
        ["robocopy", WineBed.WindowsPath(backup.Source), WineBed.WindowsPath(backup.Destination), "/VSS:never", "/CATALOG:" + backup.Catalog, .. switches]);
}
