using System.Text.Json;
using Shouldly;
using SnapBack.Cli;
using SnapBack.Errors;
using SnapBack.Scheduling;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class ScheduleCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly OneScheduler _scheduler = new();
    private readonly string _job;

    public ScheduleCommandTests()
    {
        _temp.File("source/a.txt", "a");
        _job = Path.Join(_temp.Folder("etc"), "nightly job.json");
        File.WriteAllText(
            _job,
            JsonSerializer.Serialize(new { name = "nightly", source = _temp.At("source"), destination = _temp.At("copy"), snapshot = "never", catalog = _temp.At("state", "catalog.db") }));
        _temp.Folder("program");
        _temp.Folder("state");
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AnInstalledJobIsCalledWithItsFullPathAndSimpleExitCodes()
    {
        CliCall call = Call("schedule", "install", _job, "--daily", "02:00", "--name", "night");

        call.ExitCode.ShouldBe(0, call.Output + call.Error);
        Schedule made = _scheduler.Installed.ShouldHaveSingleItem();
        made.Name.ShouldBe("night");
        made.Program.ShouldBe("/opt/snapback/snapback");
        made.Arguments.ShouldBe(["backup", _job, "--exit-codes", "simple", "--no-progress", "--trusted-only"]);
        made.Triggers.ShouldBe([new Trigger.Daily(new TimeOnly(2, 0))]);
        call.Output.ShouldContain("Next run:  tomorrow");
    }

    [Theory]
    [InlineData(0, 0, "Account:   as joe, the checks of this job pass")]
    [InlineData(8, 8, "FAIL  account      As joe, a check of this job fails (doctor ended with 8)")]
    [InlineData(null, 0, "WARN  account      Whether joe can write to the destination is not known")]
    public void WhatTheTasksAccountCanDoIsTriedAsThatAccount(int? ended, int exitCode, string told)
    {
        _scheduler.Trying = () => ended;

        CliCall call = Call("schedule", "install", _job, "--daily", "02:00", "--user", "joe");

        call.ExitCode.ShouldBe(exitCode, call.Output + call.Error);
        (call.Output + call.Error).ShouldContain(told);
        Schedule tried = _scheduler.Tried.ShouldHaveSingleItem();
        tried.RunAs.ShouldBe(new RunAs(RunAsKind.User, "joe"));
        tried.Arguments.ShouldBe(["doctor", _job]);
    }

    [Fact]
    public void WhatFailsForWhoeverInstallsIsTriedAsTheTasksAccountAllTheSame()
    {
        Directory.Move(_temp.At("source"), _temp.At("away"));

        CliCall call = Call("schedule", "install", _job, "--daily", "02:00", "--user", "joe");

        call.ExitCode.ShouldBe(8, call.Output + call.Error);
        call.Error.ShouldContain("FAIL  source");
        call.Output.ShouldContain("Account:   as joe");
        _scheduler.Tried.ShouldHaveSingleItem();
    }

    [Fact]
    public void ATryThatTheSchedulerRefusesIsTold()
    {
        _scheduler.Trying = () => throw new SnapBackException(ErrorCode.SchedulerFailed, "The scheduler sleeps.", "Wake it.");

        CliCall call = Call("schedule", "install", _job, "--daily", "02:00");

        call.ExitCode.ShouldBe(0, call.Output + call.Error);
        call.Error.ShouldContain("could not be tried: The scheduler sleeps.");
    }

    [Fact]
    public void EveryRuleOfATaskCanBeSaid()
    {
        Call(
            "schedule", "install", _job, "--weekly", "sat@06:00", "--monthly", "last@03:00", "--repeat", "2h", "--repeat-for", "6h", "--at-boot", "10m", "--random-delay", "0", "--time-limit", "0",
            "--not-on-battery", "--idle", "--wake", "--user", "joe", "--catalog", _temp.At("state", "other.db")).ExitCode.ShouldBe(0);

        Schedule made = _scheduler.Installed.ShouldHaveSingleItem();
        made.Triggers.Count.ShouldBe(3);
        made.Triggers.OfType<Trigger.Timed>().ShouldAllBe(timed => timed.Repetition == new Repetition(TimeSpan.FromHours(2), TimeSpan.FromHours(6)));
        (made.RandomDelay, made.TimeLimit, made.RunsOnBattery, made.WaitsForIdle, made.WakesMachine).ShouldBe((TimeSpan.Zero, null, false, true, true));
        made.RunAs.ShouldBe(new RunAs(RunAsKind.User, "joe"));
        made.Arguments.ShouldContain(_temp.At("state", "other.db"));
    }

    [SkippableTheory]
    [InlineData("etc/nightly job.json", "666")]
    [InlineData("etc", "777")]
    [InlineData("program", "777")]
    [InlineData("state", "777")]
    public void WhatOrdinaryUsersCanChangeIsRefusedWithTheCulpritNamed(string path, string mode)
    {
        Require.Linux();
        Shell.Run("chmod", [mode, _temp.At(path)]).MustSucceed();

        CliCall call = Call("schedule", "install", _job, "--daily", "02:00");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("SB4003");
        call.Error.ShouldContain($"'{_temp.At(path)}' can be written by other users");
        _scheduler.Installed.ShouldBeEmpty();
        Call("schedule", "install", _job, "--daily", "02:00", "--allow-insecure").ExitCode.ShouldBe(0);
        _scheduler.Installed.ShouldHaveSingleItem().Arguments.ShouldNotContain("--trusted-only");
    }

    [SkippableTheory]
    [InlineData("666", 16, "SB4003", "' can be written by other users")]
    [InlineData("644", 0, "WARN  secret", "' can be read by other users")]
    [InlineData("600", 0, null, null)]
    [InlineData(null, 0, "WARN  secret", "' with a secret of 'notify' can't be found")]
    public void AFileWithASecretIsLookedAt(string? mode, int exitCode, string? check, string? why)
    {
        Require.Linux();
        string secret = _temp.At("etc", "password");
        Shell.Run("chmod", ["755", _temp.Root]).MustSucceed();
        if (mode is not null)
        {
            File.WriteAllText(secret, "canary-4711");
            Shell.Run("chmod", [mode, secret]).MustSucceed();
        }

        File.WriteAllText(
            _job,
            JsonSerializer.Serialize(new { source = _temp.At("source"), destination = _temp.At("copy"), catalog = _temp.At("state", "catalog.db"), notify = new[] { new { kind = "ping", url = new { file = "password" } } } }));

        CliCall call = Call("schedule", "install", _job, "--daily", "02:00");

        call.ExitCode.ShouldBe(exitCode, call.Error);
        (call.Output + call.Error).ShouldNotContain("canary-4711");
        if (check is null)
        {
            call.Error.ShouldNotContain("secret");
            return;
        }

        call.Error.ShouldContain(check);
        call.Error.ShouldContain($"'{secret}{why}");
    }

    [SkippableFact]
    public void ARunThatWasSafeWhenItWasInstalledStopsWhenItIsNoMore()
    {
        Require.Linux();
        Shell.Run("chmod", ["666", _job]).MustSucceed();

        CliCall call = Call("backup", _job, "--trusted-only");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("SB4003");
        Directory.Exists(_temp.At("copy")).ShouldBeFalse();
    }

    [SkippableFact]
    public void AJobThatWouldFailRightNowIsInstalledAndItIsSaid()
    {
        Require.Linux();
        File.Delete(_temp.At("source", "a.txt"));
        Directory.Delete(_temp.At("source"));

        CliCall call = Call("schedule", "install", _job, "--daily", "02:00");

        call.ExitCode.ShouldBe(8);
        call.Error.ShouldContain("FAIL");
        _scheduler.Installed.ShouldHaveSingleItem();
    }

    [SkippableFact]
    public void HooksOfAJobFileThatOthersCanWriteAreToldOfAlsoWhereThatIsAllowed()
    {
        Require.Linux();
        Require.Root();
        File.WriteAllText(_job, File.ReadAllText(_job).TrimEnd().TrimEnd('}') + """, "hooks": [{ "when": "before", "run": ["/bin/true"] }] }""");
        Shell.Run("chmod", ["666", _job]).MustSucceed();

        CliCall call = Call("schedule", "install", _job, "--daily", "02:00", "--allow-insecure");

        call.ExitCode.ShouldBe(8);
        call.Error.ShouldContain($"FAIL  hooks        '{_job}' can be written by other users: a run with rights refuses it.");
    }

    [Fact]
    public void NoTimeAtAllIsAUsageError()
    {
        CliCall call = Call("schedule", "install", _job);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("--daily");
        _scheduler.Installed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--format", "task-xml")]
    [InlineData("--format", "task-xml", "--job-path", "C:\\jobs\\a.json", "--program", "snapback.exe")]
    [InlineData("--format", "systemd", "--program", "snapback")]
    [InlineData("--format", "systemd", "--name", "a\u0001b")]
    [InlineData("--format", "task-xml", "--job-path", "C:\\jobs\\a\u0001.json")]
    [InlineData("--format", "systemd", "--name", "")]
    [InlineData("--format", "cron")]
    public void WhatNoSchedulerCanHoldIsAUsageErrorAndNothingIsWritten(params string[] options)
    {
        CliCall call = Call(["schedule", "export", _job, "--daily", "02:00", "--to", _temp.At("out"), .. options]);

        call.ExitCode.ShouldBe(16, call.Error);
        call.Error.ShouldContain("SB1001");
        Directory.Exists(_temp.At("out")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--user", "joe", "--gmsa", "svc")]
    [InlineData("--no-password")]
    [InlineData("--repeat-for", "4h")]
    [InlineData("--repeat", "4h", "--repeat-for", "2h")]
    [InlineData("--repeat", "4h", "--repeat-for", "2d")]
    public void WhatDoesNotGoTogetherIsAUsageError(params string[] options)
    {
        CliCall call = Call(["schedule", "install", _job, "--daily", "02:00", .. options]);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("SB1001");
        _scheduler.Installed.ShouldBeEmpty();
    }

    [Fact]
    public void AnExportIsWhatAnInstallWouldRegisterForEitherSystem()
    {
        Call("schedule", "export", _job, "--daily", "02:00", "--to", _temp.At("out"), "--format", "systemd", "--program", "/opt/snapback/snapback").ExitCode.ShouldBe(0);
        Call("schedule", "export", _job, "--daily", "02:00", "--to", _temp.At("out"), "--format", "task-xml", "--job-path", @"C:\jobs\nightly.json").ExitCode.ShouldBe(0);
        Call("schedule", "install", _job, "--daily", "02:00").ExitCode.ShouldBe(0);

        File.ReadAllText(_temp.At("out", "snapback-nightly.service")).ShouldBe(SystemdUnits.Service(_scheduler.Installed[0]));
        File.ReadAllText(_temp.At("out", "snapback-nightly.timer")).ShouldBe(SystemdUnits.Timer(_scheduler.Installed[0]));
        File.ReadAllText(_temp.At("out", "nightly.xml")).ShouldContain(@"<Command>C:\Program Files\SnapBack\snapback.exe</Command>");
    }

    [Fact]
    public void ListShowRunAndRemoveSpeakToTheScheduler()
    {
        Call("schedule", "install", _job, "--daily", "02:00");

        JsonDocument.Parse(Call("schedule", "list", "--format", "json").Output).RootElement[0].GetProperty("name").GetString().ShouldBe("nightly");
        Call("schedule", "show", "nightly").Output.ShouldBe("definition of nightly" + Environment.NewLine);
        Call("schedule", "run", "nightly").ExitCode.ShouldBe(0);
        Call("schedule", "remove", "nightly").ExitCode.ShouldBe(0);
        _scheduler.Told.ShouldBe(["run nightly", "remove nightly"]);
    }

    [SkippableFact]
    public void AWatchFailsForAJobWithoutASuccessInTime()
    {
        Require.Linux();
        string catalog = _temp.At("state", "catalog.db");
        CliCall.With(e => e with { RunJob = new CliEnvironment { Out = TextWriter.Null, Error = TextWriter.Null }.RunJob }, "backup", _job).ExitCode.ShouldBe(1);
        ManualTime later = new(TimeProvider.System.GetUtcNow().AddHours(30));

        CliCall.Of("schedule", "watch", "--catalog", catalog).ExitCode.ShouldBe(0);
        CliCall.Of("schedule", "watch", "--catalog", catalog, "--job", "nightly", "weekly").ExitCode.ShouldBe(8);
        CliCall late = CliCall.With(e => e with { Clock = later }, "schedule", "watch", "--catalog", catalog, "--format", "json");
        late.ExitCode.ShouldBe(8);
        JsonDocument.Parse(late.Output).RootElement[0].GetProperty("hours").GetInt32().ShouldBeInRange(29, 30);
        CliCall.With(e => e with { Clock = later }, "schedule", "watch", "--catalog", catalog, "--hours", "31").ExitCode.ShouldBe(0);
        CliCall.Of("schedule", "watch", "--catalog", _temp.At("none.db")).ExitCode.ShouldBe(16);
        File.Exists(_temp.At("none.db")).ShouldBeFalse();
    }

    private CliCall Call(params string[] args) => CliCall.With(
        environment => environment with { Scheduler = () => _scheduler, OwnProgram = () => ["/opt/snapback/snapback"], ProgramFolder = _temp.At("program") },
        args);

    private sealed class OneScheduler : IScheduler
    {
        public List<Schedule> Installed { get; } = [];

        public List<string> Told { get; } = [];

        public string Install(Schedule schedule)
        {
            Installed.Add(schedule);
            return $"task of {schedule.Name}";
        }

        public List<Schedule> Tried { get; } = [];

        public Func<int?> Trying { get; set; } = () => 0;

        public int? Try(Schedule schedule, CancellationToken cancellation)
        {
            Tried.Add(schedule);
            return Trying();
        }

        public IReadOnlyList<ScheduledTask> List() => [.. Installed.Select(s => new ScheduledTask(s.Name, $"task of {s.Name}", s.JobFile, "tomorrow", null, null))];

        public string Show(string name) => $"definition of {name}";

        public void Run(string name) => Told.Add($"run {name}");

        public void Remove(string name) => Told.Add($"remove {name}");
    }
}
