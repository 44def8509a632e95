using Shouldly;
using SnapBack.Errors;
using SnapBack.Scheduling;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Scheduling;

public sealed class SystemdTimersTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _asked = [];
    private int _exitCode;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AnInstalledTimerIsEnabledListedAndRemovedAgain()
    {
        SystemdTimers scheduler = Scheduler();

        scheduler.Install(Nightly()).ShouldBe("snapback-nightly.timer");

        _asked.ShouldBe(["daemon-reload", "enable --now snapback-nightly.timer"]);
        scheduler.List().ShouldBe([new ScheduledTask("nightly", "snapback-nightly.timer", "/etc/snap back/nightly 100%.json", "tomorrow", null, "success")]);
        scheduler.Run("nightly");
        scheduler.Remove("nightly");
        _asked[^2..].ShouldBe(["disable --now snapback-nightly.timer", "daemon-reload"]);
        Directory.GetFiles(_temp.Root).ShouldBeEmpty();
    }

    [Fact]
    public void InstallingAgainReplaces()
    {
        Scheduler().Install(Nightly());
        Scheduler().Install(Nightly() with { TimeLimit = null });

        Directory.GetFiles(_temp.Root).Length.ShouldBe(2);
        Scheduler().Show("nightly").ShouldContain("TimeoutStartSec=infinity");
    }

    [Fact]
    public void AUnitThatSomebodyElseMadeIsNotTouched()
    {
        File.WriteAllText(_temp.At("snapback-nightly.timer"), "[Timer]\nOnBootSec=1\n");

        Should.Throw<SnapBackException>(() => Scheduler().Install(Nightly())).Code.ShouldBe(ErrorCode.SchedulerFailed);
        Should.Throw<SnapBackException>(() => Scheduler().Remove("nightly")).Code.ShouldBe(ErrorCode.ScheduleUnknown);

        File.ReadAllText(_temp.At("snapback-nightly.timer")).ShouldBe("[Timer]\nOnBootSec=1\n");
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public void WhereSystemdDoesNotRunItIsSaid()
    {
        _exitCode = 1;

        SnapBackException refused = Should.Throw<SnapBackException>(() => Scheduler().Install(Nightly()));

        refused.Message.ShouldContain("System has not been booted");
        refused.Hint.ShouldContain("export");
    }

    [Fact]
    public void ATryIsAServiceOfTheSameKindThatLeavesNothingBehind()
    {
        string? unit = null;
        SystemdTimers scheduler = new(
            _temp.Root,
            arguments =>
            {
                _asked.Add(string.Join(' ', arguments));
                unit = arguments[0] == "start" ? File.ReadAllText(_temp.At(arguments[1])) : unit;
                return new ProgramAnswer(arguments[0] == "start" ? 1 : 0, arguments[0] == "show" ? "ExecMainCode=1\nExecMainStatus=8\n" : string.Empty, string.Empty);
            });

        scheduler.Try(Nightly() with { Arguments = ["doctor", "/etc/job.json"], RunAs = new RunAs(RunAsKind.User, "joe") }, CancellationToken.None).ShouldBe(8);

        unit.ShouldNotBeNull().Split('\n').ShouldSatisfyAllConditions(
            lines => lines.ShouldContain("User=joe"), lines => lines.ShouldContain("NoNewPrivileges=yes"), lines => lines.ShouldContain(line => line.StartsWith("ExecStart=", StringComparison.Ordinal) && line.Contains("doctor", StringComparison.Ordinal)));
        _asked.ShouldBe(
        [
            "daemon-reload", "start snapback-nightly-check.service", "show snapback-nightly-check.service --property=ExecMainCode,ExecMainStatus",
            "reset-failed snapback-nightly-check.service", "daemon-reload",
        ]);
        Directory.GetFiles(_temp.Root).ShouldBeEmpty();
    }

    [Fact]
    public void ATryThatASignalEndedTellsNoExitCode()
    {
        SystemdTimers scheduler = new(_temp.Root, arguments => new ProgramAnswer(0, arguments[0] == "show" ? "ExecMainCode=2\nExecMainStatus=9\n" : string.Empty, string.Empty));

        scheduler.Try(Nightly(), CancellationToken.None).ShouldBeNull();
    }

    private static Schedule Nightly() => SomeSchedule.OnLinux("/bin/true", "backup") with { Name = "nightly" };

    private SystemdTimers Scheduler() => new(
        _temp.Root,
        arguments =>
        {
            if (arguments[0] == "show")
            {
                return new ProgramAnswer(0, arguments[1].EndsWith(".timer", StringComparison.Ordinal) ? "NextElapseUSecRealtime=tomorrow\nLastTriggerUSec=\n" : "Result=success\n", string.Empty);
            }

            _asked.Add(string.Join(' ', arguments));
            return new ProgramAnswer(_exitCode, string.Empty, _exitCode == 0 ? string.Empty : "System has not been booted with systemd as init system");
        });
}
