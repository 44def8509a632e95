using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>Hooks of a job, started by the published program for Windows.</summary>
public sealed class WindowsHooksTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const string Cmd = @"C:\windows\system32\cmd.exe";

    [SkippableFact]
    public void HooksAreStartedBeforeAndAfterWithTheirVariablesAndWordsAsGiven()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "a");
        string told = machine.Bed.Folder("told");
        string job = Job(
            backup,
            new { when = "before", run = (string[])[Cmd, "/c", "set SNAPBACK_>" + WineBed.WindowsPath(Path.Join(told, "before.txt"))] },
            new { when = "after", run = (string[])[Cmd, "/c", "set SNAPBACK_>" + WineBed.WindowsPath(Path.Join(told, "after.txt"))] });

        ShellResult run = machine.Bed.Run("backup", job);

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        string[] before = File.ReadAllLines(Path.Join(told, "before.txt"));
        before.ShouldContain("SNAPBACK_WHEN=before");
        before.ShouldContain("SNAPBACK_RUN_ID=1");
        before.ShouldContain("SNAPBACK_SOURCE_1=" + WineBed.WindowsPath(backup.Source));
        string[] after = File.ReadAllLines(Path.Join(told, "after.txt"));
        after.ShouldContain("SNAPBACK_OUTCOME=success");
        after.ShouldContain("SNAPBACK_EXIT_CODE=1");
        backup.Sql("SELECT count(*) FROM run_notice WHERE code = 'hook-done'").ShouldBe("2");
    }

    [SkippableFact]
    public void ABeforeThatFailsLetsNothingBeCopiedAndTheAfterStillComes()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "a");
        string told = machine.Bed.Folder("told-again");
        string job = Job(
            backup,
            new { when = "before", run = (string[])[Cmd, "/c", "exit 7"] },
            new { when = "after", run = (string[])[Cmd, "/c", "echo here>" + WineBed.WindowsPath(Path.Join(told, "after.txt"))] });

        ShellResult run = machine.Bed.Run("backup", job);

        run.ExitCode.ShouldBe(16, run.Output + run.Error);
        run.Error.ShouldContain("SB4101");
        run.Error.ShouldContain("exit code 7");
        Directory.Exists(backup.Destination).ShouldBeFalse();
        File.Exists(Path.Join(told, "after.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AJobFileThatEverybodyCanWriteStartsNoHook()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "a");
        string told = machine.Bed.Folder("told-never");
        string job = Job(backup, new { when = "before", run = (string[])[Cmd, "/c", "echo here>" + WineBed.WindowsPath(Path.Join(told, "before.txt"))] });
        Shell.Run("chmod", ["666", JobFileOf(backup)]).MustSucceed();

        ShellResult run = machine.Bed.Run("backup", job);

        run.ExitCode.ShouldBe(16, run.Output + run.Error);
        run.Error.ShouldContain($"SB4003: '{job}' can be written by other users");
        Directory.EnumerateFileSystemEntries(told).ShouldBeEmpty();
        Directory.Exists(backup.Destination).ShouldBeFalse();
    }

    private string JobFileOf(WindowsBackup backup) => Path.Join(machine.Bed.DriveC, "jobs with hooks", Path.GetFileName(Path.GetDirectoryName(backup.Source)) + ".json");

    private string Job(WindowsBackup backup, params object[] hooks)
    {
        string file = JobFileOf(backup);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(
            file,
            JsonSerializer.Serialize(new
            {
                name = "night",
                source = WineBed.WindowsPath(backup.Source),
                destination = WineBed.WindowsPath(backup.Destination),
                snapshot = "never",
                catalog = backup.Catalog,
                hooks,
            }));
        return $@"C:\jobs with hooks\{Path.GetFileName(file)}";
    }
}
