using Shouldly;
using SnapBack.Errors;
using SnapBack.Scheduling;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Scheduling;

/// <summary>The units, judged by systemd's own programs.</summary>
public sealed class SystemdUnitsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [SkippableFact]
    public void SystemdAcceptsTheUnitsAsTheyAre()
    {
        Require.Program("systemd-analyze");
        Schedule schedule = SomeSchedule.OnLinux("/bin/true", "backup", "/etc/snap back/nightly 100%.json", "say \"hi\" $HOME", "ä→");

        string[] files = Write(schedule);

        ShellResult judged = Shell.Run("systemd-analyze", ["verify", "--man=no", .. files]);
        judged.MustSucceed();
        (judged.Output + judged.Error).Split('\n').Where(line => line.Contains(_temp.Root, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [SkippableFact]
    public void AUnitWithAWordThatSystemdDoesNotKnowWouldBeFound()
    {
        Require.Program("systemd-analyze");
        string[] files = Write(SomeSchedule.OnLinux("/bin/true"));

        File.WriteAllText(files[1], File.ReadAllText(files[1]).Replace("OnCalendar=", "OnCalender=", StringComparison.Ordinal));

        Shell.Run("systemd-analyze", ["verify", "--man=no", .. files]).Error.ShouldContain("OnCalender");
    }

    [SkippableFact]
    public void EveryTimeIsOneThatSystemdUnderstands()
    {
        Require.Program("systemd-analyze");
        string[] times = [.. SystemdUnits.Timer(SomeSchedule.OnLinux("/bin/true")).Split('\n').Where(l => l.StartsWith("OnCalendar=", StringComparison.Ordinal)).Select(l => l["OnCalendar=".Length..])];

        times.ShouldBe(
        [
            "*-*-* 02:00:00", "*-*-* 06:00:00", "*-*-* 10:00:00",
            // On Sunday and Monday at half past eleven, and an hour later, which is the next day.
            "Mon,Sun *-*-* 23:30:00", "Tue,Mon *-*-* 00:30:00",
            "*-*~01 03:15:00", "*-*-01 03:15:00", "*-*-15 03:15:00",
        ]);
        Shell.Run("systemd-analyze", ["calendar", .. times]).MustSucceed();
    }

    [Fact]
    public void AStartOfTheMonthThatRepeatsPastMidnightIsRefused()
    {
        Schedule schedule = SomeSchedule.OnLinux("/bin/true") with
        {
            Triggers = [new Trigger.Monthly([1], new TimeOnly(23, 0)) { Repetition = new Repetition(TimeSpan.FromHours(1), TimeSpan.FromHours(3)) }],
        };

        Should.Throw<SnapBackException>(() => SystemdUnits.Timer(schedule)).Message.ShouldContain("midnight");
    }

    [Fact]
    public void WhatOnlyWindowsHasIsRefused()
    {
        Schedule schedule = SomeSchedule.OnLinux("/bin/true");

        Should.Throw<SnapBackException>(() => SystemdUnits.Timer(schedule with { Triggers = [new Trigger.OnEvent("System", null, 1)] })).Message.ShouldContain("Windows");
        Should.Throw<SnapBackException>(() => SystemdUnits.Service(schedule with { RunAs = new RunAs(RunAsKind.ManagedService, "x$") })).Message.ShouldContain("Windows");
    }

    // A hook that dumps a database does it as the account of the database.
    [SkippableFact]
    public void AHookMayActAsAnotherAccountWithWhatTheServiceKeeps()
    {
        Require.Root();
        const string Key = "CapabilityBoundingSet=";
        string kept = SystemdUnits.Service(SomeSchedule.OnLinux("/bin/true")).Split('\n').Single(line => line.StartsWith(Key, StringComparison.Ordinal))[Key.Length..];
        string set = string.Concat(kept.Split(' ').Select(word => ",+" + word["CAP_".Length..].ToLowerInvariant()));

        ShellResult judged = Shell.Run(Require.Program("setpriv"), ["--no-new-privs", $"--bounding-set=-all{set}", Require.Program("runuser"), "-u", "nobody", "--", "id", "-un"]);

        judged.MustSucceed();
        judged.Output.Trim().ShouldBe("nobody");
    }

    [Fact]
    public void ANameCanNotBringALineOfItsOwnIntoAUnit()
    {
        Schedule schedule = SomeSchedule.OnLinux("/bin/true") with { Name = "x\nExecStart=/bin/evil", JobFile = "/a\\\nb" };

        SystemdUnits.Service(schedule).Split('\n').Count(line => line.StartsWith("ExecStart=", StringComparison.Ordinal)).ShouldBe(1);
        SystemdUnits.NameOf("x y/ä").ShouldBe(@"snapback-x\x20y\x2f\xc3\xa4");
    }

    [SkippableFact]
    public void TheLineOfTheServiceReachesTheProgramAsItWas()
    {
        Require.Program("python3");
        string[] arguments = ["backup", "/etc/snap back/nightly 100%.json", "say \"hi\" $HOME", "a\\b", string.Empty, "ä→"];
        string line = SystemdUnits.Service(SomeSchedule.OnLinux("/bin/true", arguments)).Split('\n').Single(l => l.StartsWith("ExecStart=", StringComparison.Ordinal));

        // Python's reader of shell words knows the same quotes; what systemd puts in place of %% and $$ is done by hand.
        ShellResult split = Shell.Run(
            "python3",
            ["-c", "import shlex,sys,json; print(json.dumps(shlex.split(sys.argv[1])))", line["ExecStart=".Length..].Replace("%%", "%", StringComparison.Ordinal).Replace("$$", "$", StringComparison.Ordinal)]);

        System.Text.Json.JsonSerializer.Deserialize<string[]>(split.MustSucceed().Output).ShouldBe(["/bin/true", .. arguments]);
    }

    private string[] Write(Schedule schedule)
    {
        string service = _temp.At("snapback-test.service");
        string timer = _temp.At("snapback-test.timer");
        File.WriteAllText(service, SystemdUnits.Service(schedule));
        File.WriteAllText(timer, SystemdUnits.Timer(schedule).Replace(SystemdUnits.NameOf(schedule.Name), "snapback-test", StringComparison.Ordinal));
        return [service, timer];
    }
}
