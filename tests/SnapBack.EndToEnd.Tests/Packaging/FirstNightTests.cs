using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using SnapBack.EndToEnd.Tests.Windows;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Packaging;

/// <summary>
/// The guide for the first night, followed word for word under Wine: from the zip to the report of the second night and back to an empty machine. The shadow copy
/// service is the stand-in. What Wine can't do is done by what is nearest, in a method that says so by its name.
/// </summary>
public sealed partial class FirstNightTests : IClassFixture<SharedBed<VssBed>>, IDisposable
{
    private const string Job = @"C:\ProgramData\SnapBack\nightly.json";
    private const int Copied = 1;

    private readonly VssBed _bed;
    private readonly FirstNightGuide _guide = new();
    private readonly TempFolder _hostile = new();
    private string _folder = @"cd /d C:\";

    public FirstNightTests(SharedBed<VssBed> shared) => _bed = shared.Get();

    private WineBed Machine => _bed.Machine;

    private string Programs => Path.Join(Machine.DriveC, "Program Files");

    private string Copy => Path.Join(_bed.E, "Backup", "Data");

    public void Dispose() => _hostile.Dispose();

    [SkippableFact]
    public void TheGuideLeadsFromTheZipToTheReportOfTheSecondNight()
    {
        Machine.Variables["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = WineBed.WindowsPath(_hostile.Root);
        AServerWithData();
        WineHasNeitherCertutilNorTarSoTheZipIsCheckedAndUnpackedFromOutside();
        WineHasNoServicesSoDoctorFailsOnTheseTwoAndNothingElse();

        GuideStep plan = Follow("What would be done")[0];
        plan.ShouldEndWith(Copied);
        plan.Output.ShouldNotContain("does not keep", customMessage: "of a destination that is not there yet nobody knows that");
        File.Exists(Path.Join(Copy, "plan.txt")).ShouldBeFalse();
        using RunningProgram program = Machine.HoldOpen("-", @"D:\Data\ledger.db");
        IReadOnlyList<GuideStep> first = Follow("The first run");
        first[0].ShouldEndWith(Copied);
        first[1].Output.ShouldContain("The backup is complete.");
        File.ReadAllText(Path.Join(Copy, "ledger.db")).ShouldBe("held open all the time");
        File.Exists(Path.Join(Copy, "Temp", "scratch.txt")).ShouldBeFalse();

        IReadOnlyList<GuideStep> scheduled = Follow("Every night at two");
        scheduled.ShouldAllBe(step => step.ExitCode == 0);
        scheduled[1].Output.ShouldContain("nightly");
        SchtasksOfWineStartsNothingSoTheCallOfTheTaskIsMadeByHand().ShouldBe(0);
        Follow("The morning after").ShouldAllBe(step => step.ExitCode == 0);

        TheClockCanNotBeTurnedSoTheRecordIsMovedBackByADay();
        Work();
        SchtasksOfWineStartsNothingSoTheCallOfTheTaskIsMadeByHand().ShouldBe(0);
        TheReportOfTheSecondNightSaysWhatChanged(Follow("The second morning"));

        Follow("One file back").ShouldAllBe(step => step.ExitCode == 0);
        File.ReadAllText(Path.Join(_bed.D, "Back", "Letters", "offer.txt")).ShouldBe("the second offer, a better one");
        File.ReadAllText(Path.Join(_bed.D, "Back", "before", "Letters", "offer.txt")).ShouldBe("the first offer");
        Follow("Is the way back still open?").ShouldAllBe(step => step.ExitCode == 0);

        NothingWasUnpackedAnywhere();
        _bed.Service.Unrest.ShouldBeEmpty();
        Follow("A new version, and the end of it").ShouldAllBe(step => step.ExitCode == 0);
        Directory.Exists(Path.Join(Programs, "SnapBack")).ShouldBeFalse();
        Directory.Exists(Path.Join(Machine.DriveC, "ProgramData", "SnapBack")).ShouldBeFalse();
        Directory.GetFiles(Path.Join(Machine.DriveC, "windows", "system32", "tasks"), "nightly", SearchOption.AllDirectories).ShouldBeEmpty();
        File.Exists(Path.Join(Copy, "plan.txt")).ShouldBeTrue("the copy stays");
        _guide.Unread.ShouldBeEmpty("every command of the guide is followed");
    }

    private void AServerWithData()
    {
        _bed.Service.Reset();
        Write("plan.txt", "the plan");
        Write("ledger.db", "held open all the time");
        Write("Letters/offer.txt", "the first offer");
        Write("Letters/old.txt", "no longer needed tomorrow");
        Write("Temp/scratch.txt", "not wanted");
    }

    private void TheClockCanNotBeTurnedSoTheRecordIsMovedBackByADay() => Shell.Run(
        Require.Program("sqlite3"),
        [
            Machine.DefaultCatalog,
            string.Concat(((string[])["started", "ended", "touched"]).Select(column => $"UPDATE run SET {column} = strftime('%Y-%m-%dT%H:%M:%fZ', {column}, '-1 day');")),
        ]).MustSucceed();

    private void Work()
    {
        Write("Letters/offer.txt", "the second offer, a better one");
        Write("Letters/new.txt", "new");
        File.Delete(Path.Join(_bed.D, "Data", "Letters", "old.txt"));
    }

    private void Write(string path, string text)
    {
        string file = Path.Join(_bed.D, "Data", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void WineHasNeitherCertutilNorTarSoTheZipIsCheckedAndUnpackedFromOutside()
    {
        string[] commands = _guide.Commands("Download, check, unpack", "console");
        string zip = ZipName().Match(commands[1]).Value;
        Path.GetFileName(Packages.Of("win-x64.zip")).ShouldBe(zip, "the guide names another version");
        commands[3].ShouldBe($"tar -xf {zip} -C \"C:\\Program Files\"");
        Shell.Run("sha256sum", ["-c", "--ignore-missing", "SHA256SUMS"], Packages.Folder()).MustSucceed().Output.ShouldContain($"{zip}: OK");

        Shell.Run(Require.Program("python3"), ["-m", "zipfile", "-e", Packages.Of("win-x64.zip"), Programs]).MustSucceed();
    }

    private void WineHasNoServicesSoDoctorFailsOnTheseTwoAndNothingElse()
    {
        List<GuideStep> steps = Bat(_guide.Commands("Can this server do it?"));
        steps[1].Output.ShouldContain("win-x64");
        Failures(steps[2]).ShouldBe(["There is no service VSS.", "There is no service swprv."]);
        List<GuideStep> job = Bat(_guide.Commands("A job file"));
        job[0].ShouldEndWith(0);
        job[1].ShouldEndWith(0);
        Failures(job[2]).ShouldBe(Failures(steps[2]));
    }

    private static string[] Failures(GuideStep doctor) => [.. Failure().Matches(doctor.Output).Select(line => line.Groups[1].Value)];

    private int SchtasksOfWineStartsNothingSoTheCallOfTheTaskIsMadeByHand()
    {
        _guide.Commands("Every night at two", "console").ShouldBe(["snapback schedule run nightly"]);
        Machine.RunProgram(Path.Join(Programs, "SnapBack", "snapback.exe"), "schedule", "export", Job, "--daily", "02:00", "--to", WineBed.WindowsPath(_hostile.At("task"))).MustSucceed();
        XNamespace ns = "http://schemas.microsoft.com/windows/2004/02/mit/task";
        XElement call = XDocument.Load(_hostile.At("task", "nightly.xml")).Descendants(ns + "Exec").Single();
        Shell.Run("rm", ["-r", "--", _hostile.At("task")]).MustSucceed();
        call.Element(ns + "Command")!.Value.ShouldBe(@"C:\Program Files\SnapBack\snapback.exe");
        return Bat([$"\"{call.Element(ns + "Command")!.Value}\" {call.Element(ns + "Arguments")!.Value}"])[0].ExitCode;
    }

    private void TheReportOfTheSecondNightSaysWhatChanged(IReadOnlyList<GuideStep> steps)
    {
        steps.ShouldAllBe(step => step.ExitCode == 0);
        steps[0].Output.ShouldContain("The backup is complete.");
        steps[1].Output.ShouldContain("Letters");
        string[] changed = ["offer.txt", "new.txt", "old.txt"];
        changed.ShouldAllBe(name => steps[1].Output.Contains(name));
        steps[1].Output.ShouldNotContain("plan.txt");
        string page = File.ReadAllText(Path.Join(Machine.DriveC, "users", Environment.UserName, "last-night.html"));
        page.ShouldStartWith("<!DOCTYPE html>", Case.Insensitive);
        page.ShouldContain("old.txt");
        steps[3].Output.ShouldContain(".snapback");
        File.Exists(Path.Join(Copy, "Letters", "old.txt")).ShouldBeFalse();
    }

    private void NothingWasUnpackedAnywhere()
    {
        Directory.GetFileSystemEntries(_hostile.Root).ShouldBeEmpty();
        Shell.Run("find", [Machine.DriveC, "-name", "*e_sqlite3*"]).MustSucceed().Lines.ShouldBe([Path.Join(Programs, "SnapBack", "e_sqlite3.dll")]);
    }

    private IReadOnlyList<GuideStep> Follow(string chapter)
    {
        IReadOnlyList<GuideStep> steps = Bat(_guide.Commands(chapter));
        steps.ShouldAllBe(step => step.ExitCode < 8);
        return steps;
    }

    // One script for a chapter: a prompt that stays open keeps its folder.
    private List<GuideStep> Bat(string[] commands)
    {
        const string End = "--- ended with ";
        string script = Machine.At("chapter.bat");
        File.WriteAllText(script, "@echo off\r\n" + _folder + "\r\n" + string.Concat(commands.Select(command => $"{command} 2>&1\r\necho {End}%ERRORLEVEL%\r\n")));
        _folder = commands.LastOrDefault(command => command.StartsWith("cd ", StringComparison.Ordinal)) ?? _folder;

        ShellResult run = Machine.RunProgram(Path.Join(Machine.DriveC, "windows", "system32", "cmd.exe"), "/c", WineBed.WindowsPath(script));

        string[] parts = Ended().Split(run.Output.ReplaceLineEndings("\n"));
        parts.Length.ShouldBe((commands.Length * 2) + 1, run.Output + run.Error);
        return [.. commands.Select((command, i) => new GuideStep(command, parts[2 * i], int.Parse(parts[(2 * i) + 1], CultureInfo.InvariantCulture)))];
    }

    [GeneratedRegex(@"snapback-[\w.]+-win-x64\.zip")]
    private static partial Regex ZipName();

    [GeneratedRegex(@"^FAIL +\w+ +(.*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Failure();

    [GeneratedRegex(@"^--- ended with (-?\d+)\s*$\n?", RegexOptions.Multiline)]
    private static partial Regex Ended();
}
