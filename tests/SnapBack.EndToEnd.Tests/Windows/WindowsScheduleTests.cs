using System.Text.Json;
using System.Xml.Linq;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// The published program and the task scheduler of Wine. Wine 8 writes a definition anew from what it understood: registration and most settings, but neither
/// triggers nor actions, and it escapes no <c>&amp;</c>. So what it kept is compared here, and the whole XML by the rules of its schema in TaskXmlTests.
/// </summary>
public sealed class WindowsScheduleTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const string Name = "Nightly \u00c4nnchen";

    private static readonly XNamespace Ns = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    [SkippableFact]
    public void WhatIsRegisteredIsWhatIsExported()
    {
        WindowsBackup backup = new(machine.Bed);
        string job = Job(backup, "my jobs");
        string[] timing = [job, "--name", Name, "--weekly", "mon-fri@22:00", "--repeat", "2h", "--repeat-for", "6h", "--at-boot", "5m", "--allow-insecure"];
        string stored = Path.Join(machine.Bed.DriveC, "windows", "system32", "tasks", "SnapBack", Name);

        ShellResult installed = machine.Bed.Run(["schedule", "install", .. timing]);
        ShellResult again = machine.Bed.Run(["schedule", "install", .. timing]);
        machine.Bed.Run(["schedule", "export", .. timing, "--to", WineBed.WindowsPath(machine.Bed.At("exported"))]).MustSucceed();

        installed.ExitCode.ShouldBe(0, installed.Output + installed.Error);
        again.MustSucceed();
        Dictionary<string, string> kept = Leaves(stored);
        Dictionary<string, string> exported = Leaves(machine.Bed.At("exported", Name + ".xml"));
        kept.Count.ShouldBeGreaterThan(12);
        kept.ShouldBeSubsetOf(exported);
        JsonElement listed = JsonDocument.Parse(machine.Bed.Run("schedule", "list", "--format", "json").MustSucceed().Output).RootElement.EnumerateArray().Single(t => t.GetProperty("name").GetString() == Name);
        listed.GetProperty("jobFile").GetString().ShouldBe(job);
        machine.Bed.Run("schedule", "show", Name).MustSucceed().Output.ShouldContain("StartWhenAvailable");
        machine.Bed.Run("schedule", "remove", Name).MustSucceed();
        File.Exists(stored).ShouldBeFalse();
        machine.Bed.Run("schedule", "remove", Name).MustEndWith(16);
    }

    [SkippableFact]
    public void WhatTheTaskCallsIsABackupThatEndsWithZero()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a b.txt", "a");
        string job = Job(backup, "folder of jobs");
        machine.Bed.Run(["schedule", "export", job, "--name", "called", "--daily", "02:00", "--allow-insecure", "--to", WineBed.WindowsPath(machine.Bed.At("exported"))]).MustSucceed();
        XElement exec = XDocument.Load(machine.Bed.At("exported", "called.xml")).Descendants(Ns + "Exec").Single();

        // cmd hands the line on as it is, so Windows's own rules take the arguments apart.
        string script = machine.Bed.At("called.bat");
        File.WriteAllText(script, $"@\"{exec.Element(Ns + "Command")!.Value}\" {exec.Element(Ns + "Arguments")!.Value}\r\n@exit /b %ERRORLEVEL%\r\n");
        ShellResult run = machine.Bed.RunProgram(Path.Join(machine.Bed.DriveC, "windows", "system32", "cmd.exe"), "/c", WineBed.WindowsPath(script));

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        File.ReadAllText(Path.Join(backup.Destination, "a b.txt")).ShouldBe("a");
    }

    [SkippableFact]
    public void AJobFileThatEverybodyCanWriteIsRefused()
    {
        WindowsBackup backup = new(machine.Bed);
        string job = Job(backup, "open");
        Shell.Run("chmod", ["666", Path.Join(machine.Bed.DriveC, "jobs open", "night.json")]).MustSucceed();

        ShellResult refused = machine.Bed.Run("schedule", "install", job, "--name", "open", "--daily", "02:00");

        refused.ExitCode.ShouldBe(16, refused.Output + refused.Error);
        refused.Error.ShouldContain("SB4003");
        refused.Error.ShouldContain(@"'C:\jobs open\night.json' can be written by other users");
        File.Exists(Path.Join(machine.Bed.DriveC, "windows", "system32", "tasks", "SnapBack", "open")).ShouldBeFalse();
    }

    [SkippableFact]
    public void TheSampleForAServerIsAJobThatCanBeScheduled()
    {
        string sample = WineBed.WindowsPath(Checkout.At("samples", "schedule", "nightly.json"));
        Directory.CreateDirectory(Path.Join(machine.Bed.MapDrive('d'), "Data"));
        machine.Bed.MapDrive('e');

        machine.Bed.Run("job", "validate", sample).MustSucceed();
        machine.Bed.Run("schedule", "export", sample, "--daily", "02:00", "--job-path", @"C:\SnapBack\nightly.json", "--to", WineBed.WindowsPath(machine.Bed.At("sample"))).MustSucceed();

        XDocument task = XDocument.Load(machine.Bed.At("sample", "nightly.xml"));
        task.Descendants(Ns + "StartBoundary").Single().Value.ShouldEndWith("T02:00:00");
        task.Descendants(Ns + "Arguments").Single().Value.ShouldBe(@"backup C:\SnapBack\nightly.json --exit-codes simple --no-progress --trusted-only");
    }

    [SkippableFact]
    public void TheSampleOfABatchFileBacksUpAppendsToItsLogAndEndsWithOneWhenSomethingFailed()
    {
        string data = Directory.CreateDirectory(Path.Join(machine.Bed.MapDrive('d'), "Data")).FullName;
        string copy = Path.Join(machine.Bed.MapDrive('e'), "Backup", "Data");
        File.WriteAllText(Path.Join(data, "plan.txt"), "plan");
        Directory.CreateDirectory(Path.Join(data, "Temp"));
        File.WriteAllText(Path.Join(data, "Temp", "scratch.txt"), "scratch");
        string home = Path.Join(machine.Bed.DriveC, "Program Files", "SnapBack");
        Directory.CreateSymbolicLink(home, machine.Bed.ProgramFolder);
        string folder = Directory.CreateDirectory(Path.Join(machine.Bed.DriveC, "SnapBack")).FullName;
        string batch = File.ReadAllText(Checkout.At("samples", "schedule", "backup.bat"));
        // Three tries with five seconds between are tried elsewhere.
        File.WriteAllText(Path.Join(folder, "backup.bat"), batch.Replace("/R:3", "/R:0", StringComparison.Ordinal));

        ShellResult well = RunBatch();
        using RunningProgram holder = machine.Bed.HoldOpen("-", @"D:\Data\plan.txt");
        File.WriteAllText(Path.Join(data, "plan.txt"), "another plan");
        ShellResult failed = RunBatch();

        well.ExitCode.ShouldBe(0, well.Output + well.Error);
        File.ReadAllText(Path.Join(copy, "plan.txt")).ShouldBe("plan");
        Directory.Exists(Path.Join(copy, "Temp")).ShouldBeFalse();
        failed.ExitCode.ShouldBe(1, failed.Output + failed.Error);
        File.ReadAllText(Path.Join(folder, "backup-log.txt")).Split("Started :").Length.ShouldBe(3, "the second run adds to the log");
    }

    private ShellResult RunBatch() => machine.Bed.RunProgram(Path.Join(machine.Bed.DriveC, "windows", "system32", "cmd.exe"), "/c", @"C:\SnapBack\backup.bat");

    private static Dictionary<string, string> Leaves(string file) =>
        XDocument.Load(file).Root!.Elements().Where(part => part.Name.LocalName is "RegistrationInfo" or "Settings").SelectMany(part => part.Elements()).Where(e => !e.HasElements)
            .ToDictionary(e => $"{e.Parent!.Name.LocalName}/{e.Name.LocalName}", e => e.Value);

    private string Job(WindowsBackup backup, string folder)
    {
        string file = Path.Join(Directory.CreateDirectory(Path.Join(machine.Bed.DriveC, "jobs " + folder)).FullName, "night.json");
        backup.Write("seen.txt", "x");
        File.WriteAllText(
            file,
            JsonSerializer.Serialize(new { name = "night", source = WineBed.WindowsPath(backup.Source), destination = WineBed.WindowsPath(backup.Destination), snapshot = "never", catalog = backup.Catalog }));
        return $@"C:\jobs {folder}\night.json";
    }
}
