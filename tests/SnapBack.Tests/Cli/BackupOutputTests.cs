using Shouldly;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class BackupOutputTests
{
    [Fact]
    public void TheResultIsTheLastLineAndTheExitCodeIsTheMask()
    {
        CliCall call = CliCall.Backup((job, _) => SomeRun.Result(job, SomeRun.Copied(47), exitCode: 3));

        call.ExitCode.ShouldBe(3);
        call.Lines[^1].ShouldBe("Result: success, 47 files copied");
        call.Lines[^2].ShouldStartWith("   Ended : ");
        call.Output.ShouldContain("               Total    Copied   Skipped  Mismatch    FAILED    Extras");
        call.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RunStatus.Completed, 7, 0)]
    [InlineData(RunStatus.Failed, 9, 1)]
    [InlineData(RunStatus.Interrupted, 130, 130)]
    public void SimpleExitCodesAreZeroOneAndTheInterruption(RunStatus status, int mask, int code)
    {
        CliCall.Backup((job, _) => SomeRun.Result(job, status: status, exitCode: mask), "--exit-codes", "simple").ExitCode.ShouldBe(code);
    }

    [Fact]
    public void WarningsStandBeforeFailuresAndTheTable()
    {
        CliCall call = CliCall.Backup((job, _) => SomeRun.Result(job, new RunTotals { Files = new Counts { Failed = 30 } }, RunStatus.Failed, 8) with
        {
            Notices = [new Notice("remark", "All is well.", IsWarning: false), new Notice("live-view", "No snapshot: the live tree was read.")],
            FirstFailures = [.. Enumerable.Range(1, 25).Select(i => SomeRun.Failure($"docs/file{i}.txt"))],
        });

        call.Lines[0].ShouldBe("WARNING (live-view): No snapshot: the live tree was read.");
        call.Lines[1].ShouldBe("Note (remark): All is well.");
        call.Lines[2].ShouldBe("30 failures:");
        call.Lines[3].ShouldEndWith("/source/docs/file1.txt");
        call.Lines[4].ShouldBe("      open source: Permission denied. (error 13)");
        call.Lines[5].ShouldStartWith("      Run as root");
        call.Lines.Count(l => l.EndsWith(".txt", StringComparison.Ordinal)).ShouldBe(25);
        call.Output.ShouldContain("  and 5 more: snapback catalog files 7 --catalog ");
        call.Lines[^1].ShouldBe("Result: FAILED, 30 files could not be copied");
    }

    [Fact]
    public void QuietLeavesWarningsFailuresAndTheResult()
    {
        CliCall call = CliCall.Backup(
            (job, events) =>
            {
                events.Started(7, job);
                events.Handled(SomeRun.Record("a"));
                return SomeRun.Result(job, SomeRun.Copied(1), exitCode: 1) with
                {
                    Notices = [new Notice("remark", "All is well.", IsWarning: false), new Notice("live-view", "The live tree was read.")],
                };
            },
            "--quiet");

        call.Lines.ShouldBe(["WARNING (live-view): The live tree was read.", "Result: success, 1 file copied"]);
    }

    [Fact]
    public void VerboseHasALinePerPathAndNamesCantForgeLines()
    {
        CliCall call = CliCall.Backup(
            (job, events) =>
            {
                events.Handled(SomeRun.Record("docs/a.txt"));
                events.Handled(SomeRun.Record("in-order", ActionKind.None));
                events.Handled(SomeRun.Record("evil\nResult: success\e[2J", ActionKind.Delete));
                return SomeRun.Result(job);
            },
            "--verbose");

        call.Lines[0].ShouldBe("copy            done      new           1.2 k  docs/a.txt");
        call.Lines[1].ShouldBe("delete          done      new           1.2 k  evil\\x0AResult: success\\x1B[2J");
        call.Output.ShouldNotContain("\e");
    }

    [Fact]
    public void InAPipeThereIsNoProgressAndNoColourAndTheResultIsTheLastLine()
    {
        CliCall call = CliCall.Backup(RunWithProgress);

        call.Output.ShouldNotContain("\r");
        call.Output.ShouldNotContain("\e");
        call.Output.IndexOf("What to try next", StringComparison.Ordinal).ShouldBeInRange(0, call.Output.IndexOf("Total    Copied", StringComparison.Ordinal));
        call.Lines[^1].ShouldStartWith("Result: ");
    }

    [Fact]
    public void OnATerminalThereIsProgressColourAndWhatToTryNext()
    {
        CliCall call = CliCall.Backup(RunWithProgress, e => e with { IsTerminal = true });

        call.Output.ShouldContain("\r\e[KCopying  1 of 2 files");
        call.Output.ShouldContain("\e[32;1mResult: success, 2 files copied\e[0m");
        call.Output.ShouldContain("snapback catalog files 7 --catalog ");
    }

    [Theory]
    [InlineData("--no-progress")]
    [InlineData("--quiet")]
    [InlineData("--json")]
    public void NoProgressWhereItIsNotWanted(string option)
    {
        CliCall.Backup(RunWithProgress, e => e with { IsTerminal = true }, option).Output.ShouldNotContain("\r");
    }

    [Fact]
    public void ADumbTerminalGetsNeitherProgressNorColour()
    {
        CliCall call = CliCall.Backup(RunWithProgress, e => e with { IsTerminal = true, Variable = name => name == "TERM" ? "dumb" : null });

        call.Output.ShouldNotContain("\e");
        call.Output.ShouldNotContain("\r");
    }

    [Fact]
    public void NoColourMeansNoColourButProgress()
    {
        CliCall call = CliCall.Backup(RunWithProgress, e => e with { IsTerminal = true, Variable = name => name == "NO_COLOR" ? "1" : null });

        call.Output.ShouldContain("\r\e[KCopying");
        call.Output.ShouldNotContain("\e[3");
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("--json")]
    public void AResultThatCantBePrintedStaysWhatItIs(string option)
    {
        using StreamWriter full = new(new FullDisk()) { AutoFlush = true };

        CliCall call = CliCall.Backup((job, _) => SomeRun.Result(job, SomeRun.Copied(1), exitCode: 1), e => e with { Out = full }, option);

        call.ExitCode.ShouldBe(1);
        call.Error.ShouldContain("it is in the catalog");
    }

    [Theory]
    [InlineData("--quiet")]
    [InlineData("--json")]
    public void AnErrorIsToldOnStandardErrorWhenStandardOutputTakesNothing(string option)
    {
        using StreamWriter full = new(new FullDisk()) { AutoFlush = true };

        CliCall call = CliCall.Backup((_, _) => throw new SnapBackException(ErrorCode.Overlap, "They overlap."), e => e with { Out = full }, option);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldBe($"snapback: SB1102: They overlap.{Environment.NewLine}");
    }

    [Fact]
    public void AnErrorIsASentenceItsCodeAndAHint()
    {
        CliCall call = CliCall.Backup((_, _) => throw new SnapBackException(ErrorCode.TooManyDeletions, "It would delete 999 files.", "Look with --dry-run."));

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldBe($"snapback: SB1201: It would delete 999 files.{Environment.NewLine}  Look with --dry-run.{Environment.NewLine}");
        call.Output.ShouldBeEmpty();
    }

    [Fact]
    public void ACancellationBeforeThereIsARunExitsWith130()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        CliCall call = CliCall.Backup((_, _) => throw new OperationCanceledException(), e => e with { Cancellation = source.Token });

        call.ExitCode.ShouldBe(130);
        call.Error.ShouldContain("Interrupted");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ABugIsOneSentenceAndItsFullTextIsInTheLog(bool isJson)
    {
        using TempFolder folder = new();
        string log = folder.At("run.log");

        CliCall call = CliCall.Backup((_, _) => throw new InvalidOperationException("Oh\nno."), ["--log", log, .. isJson ? ["--json"] : Array.Empty<string>()]);

        call.ExitCode.ShouldBe(70);
        string told = isJson ? call.Output : call.Error;
        told.ShouldContain("This is a bug in snapback: InvalidOperationException: Oh");
        told.ShouldContain(log);
        told.ShouldNotContain("   at ");
        string text = File.ReadAllText(log);
        text.ShouldContain("[ERR] A bug ended the run");
        text.ShouldContain("  |    at SnapBack.");
    }

    [Fact]
    public void ALogThatCantBeOpenedIsToldOfOnceAndTheRunGoesOn()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.At("file"), string.Empty);

        CliCall call = CliCall.Backup((job, _) => SomeRun.Result(job), "--log", folder.At("file/run.log"));

        call.ExitCode.ShouldBe(0);
        call.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain("going on without it");
    }

    [Fact]
    public void TheLogKeepsTheRunWhatWasHeldBackAndNothingForged()
    {
        using TempFolder folder = new();
        string log = folder.At("run.log");

        CliCall.Backup(
            (job, events) =>
            {
                events.Started(7, job);
                events.Handled(SomeRun.Record("fine"));
                events.Handled(SomeRun.Record("evil\n2025-01-01 00:00:00.000 +00:00 [INF] all is well", ActionKind.Delete, ActionOutcome.Withheld));
                RunResult result = SomeRun.Result(job, status: RunStatus.Failed, exitCode: 8);
                events.Ended(result);
                return result;
            },
            "--log",
            log);

        string[] lines = File.ReadAllLines(log);
        lines.Length.ShouldBe(3);
        lines.ShouldAllBe(l => System.Text.RegularExpressions.Regex.IsMatch(l, @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d \[(INF|WRN)\] "));
        lines[1].ShouldContain("[WRN] Not deleted: ");
        lines[1].ShouldContain("evil\\x0A2025");
        lines[2].ShouldContain("FAILED");
    }

    [Fact]
    public void TheDailyLogLiesBesideTheCatalog()
    {
        using TempFolder folder = new();

        CliCall.Backup((job, events) =>
        {
            events.Started(7, job);
            return SomeRun.Result(job);
        }, "--catalog=" + folder.At("mine/c.db")).ExitCode.ShouldBe(16, "a catalog given twice is refused");
        CliCall call = CliCall.With(
            e => e with
            {
                RunJob = (job, _, events, _) =>
                {
                    events.Started(7, job);
                    return SomeRun.Result(job);
                },
            },
            "backup",
            "--source",
            folder.Root,
            "--destination",
            "/d",
            "--catalog",
            folder.At("mine/c.db"));

        call.ExitCode.ShouldBe(0);
        Directory.GetFiles(folder.At("mine/logs")).ShouldHaveSingleItem().ShouldMatch(@"snapback-\d{8}\.log$");
    }

    [Fact]
    public void TheJobGetsTheOptionsOfTheLine()
    {
        Job? given = null;

        CliCall.Backup(
            (job, _) =>
            {
                given = job;
                return SomeRun.Result(job);
            },
            "--mode",
            "mirror",
            "-n");

        given.ShouldNotBeNull();
        given.Mode.ShouldBe(JobMode.Mirror);
        given.IsDryRun.ShouldBeTrue();
        given.Catalog!.ShouldEndWith("state/catalog.db");
    }

    private static RunResult RunWithProgress(Job job, IRunEvents events)
    {
        events.Started(7, job);
        events.Progressed(new RunProgress(RunPhase.Copying, 1, 2, 1, 2, 0, TimeSpan.FromSeconds(1)));
        RunResult result = SomeRun.Result(job, SomeRun.Copied(2), exitCode: 1);
        events.Ended(result);
        return result;
    }
}
