using System.Text.Json;
using NSubstitute;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Reporting;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Whole runs with hooks. Each hook writes a line into a file, so that the order of what happened can be read there.</summary>
public sealed class RunHooksTests : IDisposable
{
    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    private string[] Trace => File.Exists(At("trace")) ? File.ReadAllLines(At("trace")) : [];

    [SkippableFact]
    public void HooksBeforeAndAfterStandAroundTheWholeRun()
    {
        Say(
            Hook("before", $"echo dump > {_bed.InSource("dump.sql")}"),
            Hook("after", $"cat {_bed.InDestination("dump.sql")} >> {At("trace")}"));

        RunResult result = _bed.Run();

        result.ExitCode.ShouldBe(1);
        Trace.ShouldBe(["before 1", "after success 1", "dump"]);
        result.Notices.Select(n => (n.Code, n.IsWarning)).ShouldBe([("hook-done", false), ("hook-done", false)]);
        result.Notices[0].Text.ShouldStartWith("Hook 1 (before), '/bin/sh', ended with exit code 0 after ");
    }

    [SkippableFact]
    public void AHookBeforeMayMakeTheSourceAndTheDestination()
    {
        Directory.Delete(_bed.InSource(""));
        Say(Hook("before", $"mkdir {_bed.InSource("")} && echo x > {_bed.InSource("f")}"));

        _bed.Run().ExitCode.ShouldBe(1);

        File.Exists(_bed.InDestination("f")).ShouldBeTrue();
    }

    [SkippableFact]
    public void WhenAHookAfterIsStartedNothingOfTheRunIsHeldAnyMore()
    {
        _bed.Write("f");
        Say(Hook("after", $"ls -l /proc/$PPID/fd | grep -F {_bed.InDestination("")} >> {At("trace")}"));

        _bed.Run();

        Trace.ShouldBe(["after success 1"]);
    }

    [SkippableTheory]
    [InlineData("exit 5", "ended with exit code 5 after")]
    [InlineData("kill -9 $$", "ended with exit code 137 after")]
    public void AHookBeforeThatFailsStopsTheRunAndTheOneAfterRunsAllTheSame(string script, string how)
    {
        _bed.Write("f");
        Say(Hook("before", script), Hook("before", "true"), Hook("after", "true"));

        SnapBackException stop = Should.Throw<SnapBackException>(() => _bed.Run());

        stop.Code.ShouldBe(ErrorCode.HookFailed);
        stop.Message.ShouldStartWith($"Hook 1 (before), '/bin/sh', {how}");
        stop.Message.ShouldEndWith("Nothing was copied or deleted.");
        Trace.ShouldBe(["before 1", "after nothing-done 16"]);
        _bed.AtDestination().ShouldBeEmpty();
        _bed.Ask("SELECT status, exit_code, message FROM run").ShouldBe([$"failed|16|{stop.Message}"]);
    }

    [SkippableFact]
    public void AHookBeforeThatMayFailIsAWarning()
    {
        _bed.Write("f");
        Say(Hook("before", "exit 5", "\"onFailure\": \"warn\""), Hook("after", "true"));

        RunResult result = _bed.Run();

        result.ExitCode.ShouldBe(1);
        Trace.ShouldBe(["before 1", "after warnings 1"]);
        result.Notices[0].ShouldSatisfyAllConditions(n => n.Code.ShouldBe("hook-failed"), n => n.IsWarning.ShouldBeTrue(), n => n.Text.ShouldContain("exit code 5"));
    }

    [SkippableFact]
    public void AProgramThatIsNotThereStopsTheRun()
    {
        Say("""{ "when": "before", "run": ["/not/there"] }""", Hook("after", "true"));

        Should.Throw<SnapBackException>(() => _bed.Run()).Message.ShouldContain("could not be started: ");
        Trace.ShouldBe(["after nothing-done 16"]);
    }

    [SkippableFact]
    public void WhatAGuardRefusesIsFollowedByTheHooksAfter()
    {
        _bed.Write("f");
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror, MaxDelete = DeleteLimit.Default };
        _bed.Run();
        File.Delete(_bed.InSource("f"));
        Say(Hook("before", "true"), Hook("snapshotReady", "true"), Hook("after", "true"));
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror, MaxDelete = DeleteLimit.Default };

        Should.Throw<SnapBackException>(() => _bed.Run()).Code.ShouldBe(ErrorCode.SourceEmpty);

        Trace.ShouldBe(["before 2", "snapshotReady nothing-done 16", "after nothing-done 16"]);
        _bed.AtDestination().ShouldBe(["f"]);
    }

    [SkippableFact]
    public void WhereTheSnapshotFailsTheServiceIsStartedAgain()
    {
        _bed.Write("f");
        _bed.Provider = new ScriptedSnapshotProvider { CreateFailure = new SnapshotException("It does not work.") };
        Say(Hook("before", "true"), Hook("snapshotReady", "true"), Hook("after", "true"));
        _bed.Job = _bed.Job with { Snapshot = SnapshotPolicy.Require };

        Should.Throw<SnapBackException>(() => _bed.Run()).Code.ShouldBe(ErrorCode.SnapshotRequired);

        Trace.ShouldBe(["before 1", "snapshotReady nothing-done 16", "after nothing-done 16"]);
    }

    [SkippableFact]
    public void OnceTheSnapshotIsThereTheSourceMayChangeAgain()
    {
        _bed.Write("source@snapshot", "f", "at rest", null);
        _bed.Provider = new ScriptedSnapshotProvider();
        Say(Hook("snapshotReady", $"echo $SNAPBACK_SNAPSHOT $SNAPBACK_SNAPSHOT_1 $SNAPBACK_SNAPSHOT_ID >> {At("trace")}; ls {_bed.InDestination("")} >> {At("trace")}"), Hook("after", "true"));
        _bed.Job = _bed.Job with { Snapshot = SnapshotPolicy.Require };

        RunResult result = _bed.Run();

        string read = _bed.InSource("") + "@snapshot";
        read = read.Replace("source/@", "source@", StringComparison.Ordinal);
        Trace.ShouldBe(["snapshotReady", $"{read} {read} {result.Snapshot!.Id}", "after success 1"]);
        File.ReadAllText(_bed.InDestination("f")).ShouldBe("at rest");
    }

    [SkippableFact]
    public void WhereTheSourceIsReadLiveItStaysAtRestUntilTheEnd()
    {
        _bed.Write("f");
        Say(Hook("snapshotReady", $"ls {_bed.InDestination("")} >> {At("trace")}"), Hook("after", "true"));

        _bed.Run();

        Trace.ShouldBe(["snapshotReady success 1", "f", "after success 1"]);
    }

    [SkippableFact]
    public void AHookForASnapshotThatMustNotFailStopsTheRunAfterItsFellowsWereStarted()
    {
        _bed.Write("source@snapshot", "f", "at rest", null);
        _bed.Provider = new ScriptedSnapshotProvider();
        Say(Hook("snapshotReady", "exit 3", "\"onFailure\": \"fail\""), Hook("snapshotReady", "true"), Hook("after", "true"));
        _bed.Job = _bed.Job with { Snapshot = SnapshotPolicy.Require };

        Should.Throw<SnapBackException>(() => _bed.Run()).Message.ShouldStartWith("Hook 1 (snapshotReady), '/bin/sh', ended with exit code 3");

        Trace.ShouldBe(["snapshotReady", "snapshotReady", "after nothing-done 16"]);
        _bed.AtDestination().ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhenTheRunIsCancelledInTheMiddleTheHooksAfterRun()
    {
        _bed.Write("f");
        using CancellationTokenSource cancellation = new();
        _bed.Events.When(e => e.EnteredPhase(RunPhase.Planning)).Do(_ => cancellation.Cancel());
        Say(Hook("before", "true"), Hook("after", "true"));

        RunResult result = _bed.Run(cancellation.Token);

        result.ExitCode.ShouldBe(130);
        Trace.ShouldBe(["before 1", "after interrupted 130"]);
        _bed.Ask("SELECT status FROM run").ShouldBe(["interrupted"]);
    }

    [SkippableFact]
    public void ACancellationDuringAHookBeforeEndsItAndTheHooksAfterRun()
    {
        using CancellationTokenSource cancellation = new();
        _bed.Events.When(e => e.HookSaid(Arg.Any<Hook>(), "ready")).Do(_ => cancellation.Cancel());
        Say(Hook("before", "echo ready; sleep 1000000"), Hook("before", "true"), Hook("after", "true"));

        _bed.Run(cancellation.Token).Status.ShouldBe(RunStatus.Interrupted);

        Trace.ShouldBe(["before 1", "after interrupted 130"]);
    }

    [SkippableFact]
    public void WhatIsCancelledBeforeItsFirstHookStartsNone()
    {
        Say(Hook("before", "true"), Hook("after", "true"));

        _bed.Run(new CancellationToken(canceled: true)).Status.ShouldBe(RunStatus.Interrupted);

        Trace.ShouldBe(["after interrupted 130"]);
    }

    [SkippableFact]
    public void AFaultOfThisProgramDoesNotLeaveAServiceStopped()
    {
        _bed.Write("f");
        Say(Hook("before", "true"), Hook("snapshotReady", "true"), Hook("after", "true"));

        Should.Throw<InvalidOperationException>(() =>
            new RunCoordinator(_bed.Ports() with { OpenSource = (_, _, _, _) => throw new InvalidOperationException("A bug.") }).Run(_bed.Job, _bed.Events, default));

        Trace.ShouldBe(["before 1", "snapshotReady failure 70", "after failure 70"]);
    }

    [SkippableFact]
    public void AHookAfterThatFailsIsAWarning()
    {
        _bed.Write("f");
        Say(Hook("after", "exit 4"), Hook("after", "true"));

        RunResult result = _bed.Run();

        (result.ExitCode, result.Status).ShouldBe((1, RunStatus.Completed));
        Trace.ShouldBe(["after success 1", "after success 1"]);
        result.Notices.Single(n => n.IsWarning).Code.ShouldBe("hook-failed");
    }

    [SkippableFact]
    public void AHookAfterThatMustNotFailMakesTheRunFailAndTheVerdictTellsWhy()
    {
        _bed.Write("f");
        Say(Hook("after", "exit 4", "\"onFailure\": \"fail\""), Hook("after", "true"));

        RunResult result = _bed.Run();

        (result.ExitCode, result.Status).ShouldBe((9, RunStatus.Failed));
        Trace.ShouldBe(["after success 1", "after success 1"], "the others are told what became of the backup");
        using CatalogReader reader = CatalogReader.Open(_bed.Job.Catalog!);
        Verdict verdict = Verdict.Of(reader.Show(result.RunId));
        verdict.Text.ShouldBe("The backup is complete, but a hook failed");
        verdict.More.ShouldStartWith("Hook 1 (after), '/bin/sh', ended with exit code 4");
    }

    [SkippableFact]
    public void AHookAfterThatFailsLeavesARefusalARefusal()
    {
        Say(Hook("before", "exit 1"), Hook("after", "exit 4", "\"onFailure\": \"fail\""));

        Should.Throw<SnapBackException>(() => _bed.Run()).Code.ShouldBe(ErrorCode.HookFailed);

        _bed.Ask("SELECT status, exit_code FROM run").ShouldBe(["failed|16"]);
    }

    [SkippableFact]
    public void AHookMayAskForSomeOutcomesAlone()
    {
        _bed.Write("f");
        Say(Hook("after", "true", "\"outcomes\": [\"failure\", \"nothing-done\"]"), Hook("after", "true", "\"outcomes\": \"success\""));

        _bed.Run();

        Trace.ShouldBe(["after success 1"]);
    }

    [SkippableFact]
    public void AHookIsToldOfTheRunAndOfNoSecret()
    {
        Environment.SetEnvironmentVariable("RUN_HOOKS_PING", "https://secret-0815.example.org");
        Say(Hook("before", "env | grep -e ^SNAPBACK_ -e secret-0815 | grep -v ^SNAPBACK_HOOK= | sort"));
        _bed.Job = _bed.Job with { Notifications = [new PingNotification(NotifyWhen.Always, new WebAddress(null, new Secret("RUN_HOOKS_PING", null)))] };
        List<string> said = [];
        _bed.Events.When(e => e.HookSaid(Arg.Any<Hook>(), Arg.Any<string>())).Do(call => said.Add(call.Arg<string>()));

        _bed.Run();

        said.ShouldBe(
        [
            $"SNAPBACK_CATALOG={_bed.Job.Catalog}", "SNAPBACK_COUNT=1", $"SNAPBACK_DESTINATION_1={_bed.Job.Pairs[0].Destination}", "SNAPBACK_JOB=job", "SNAPBACK_RUN_ID=1",
            $"SNAPBACK_SOURCE_1={_bed.Job.Pairs[0].Source}", "SNAPBACK_WHEN=before",
        ]);
    }

    [SkippableFact]
    public void ADryRunStartsNothingAndTellsOfEach()
    {
        _bed.Write("f");
        Say(Hook("before", "true"), Hook("after", "true"));
        _bed.Job = _bed.Job with { IsDryRun = true };

        RunResult result = _bed.Run();

        Trace.ShouldBeEmpty();
        result.Notices.Where(n => n.Code == "would-run").Select(n => n.Text).ShouldBe(
        [
            "This is a dry run. The run itself would start hook 1 (before), '/bin/sh'.",
            "This is a dry run. The run itself would start hook 2 (after), '/bin/sh'.",
        ]);
    }

    [SkippableFact]
    public async Task ASecondRunOfTheJobLeavesTheHooksOfTheFirstAlone()
    {
        _bed.Write("f");
        using ManualResetEventSlim ready = new();
        IRunEvents events = Substitute.For<IRunEvents>();
        events.When(e => e.HookSaid(Arg.Any<Hook>(), "ready")).Do(_ => ready.Set());
        Say(Hook("before", $"echo ready; until [ -e {At("go")} ]; do sleep 0.05; done"), Hook("after", "true"));
        Task<RunResult> first = Task.Factory.StartNew(() => new RunCoordinator(_bed.Ports()).Run(_bed.Job, events, default), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            ready.Wait();

            SnapBackException refused = Should.Throw<SnapBackException>(() => new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, default));

            refused.Code.ShouldBe(ErrorCode.DestinationLocked);
            refused.Message.ShouldStartWith("Run 1 of job 'job' still goes on");
            Trace.ShouldBe(["before 1"]);
        }
        finally
        {
            File.WriteAllText(At("go"), string.Empty);
        }

        (await first).ExitCode.ShouldBe(1);
        Trace.ShouldBe(["before 1", "after success 1"]);
        _bed.Run().ExitCode.ShouldBe(0);
    }

    private string At(string name) => Path.Join(_bed.Root, name);

    private void Say(params string[] hooks) => _bed.Say($"\"hooks\": [{string.Join(", ", hooks)}]");

    // Writes its point and what it was told, then does what the script says.
    private string Hook(string when, string script, string more = "")
    {
        string told = when == "before" ? "$SNAPBACK_RUN_ID" : "$SNAPBACK_OUTCOME $SNAPBACK_EXIT_CODE";
        string line = $"echo $SNAPBACK_WHEN {told} >> {At("trace")}; {script}";
        return $$"""{ "when": "{{when}}", "run": ["/bin/sh", "-c", {{JsonSerializer.Serialize(line)}}]{{(more.Length > 0 ? ", " + more : "")}} }""";
    }
}
