using System.Diagnostics;
using NSubstitute;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.Platform;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

public sealed class PacingTests : IDisposable
{
    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData("\"gap\": 400", true)]
    [InlineData("\"gap\": 400, \"throttleFrom\": \"1M\"", false)]
    [InlineData("\"bandwidth\": \"128K\"", true)]
    [InlineData("\"bandwidth\": \"128K\", \"throttleFrom\": \"1M\"", false)]
    public void CopiesAreSlowedDownAsTheJobSaysAndSmallFilesAreNot(string said, bool isSlow)
    {
        _bed.Write("file", new string('x', 512 * 1024));
        _bed.Say(said + ", \"ioSize\": \"32K\"");
        _bed.Clock = TimeProvider.System;
        Stopwatch watch = Stopwatch.StartNew();

        RunResult run = _bed.Run();

        // Slow is three seconds and more; a busy machine takes some time for anything.
        run.Totals.Files.Copied.ShouldBe(1);
        (watch.ElapsedMilliseconds > 2000).ShouldBe(isSlow, $"it took {watch.ElapsedMilliseconds} ms");
    }

    [SkippableFact]
    public void ARunThatFindsNoRoomWaitsUntilItIsCancelledAndCopiesNothing()
    {
        _bed.Write("file");
        _bed.Say("\"floor\": \"1T\"");
        _bed.Job = _bed.Job with { Pacing = _bed.Job.Pacing with { Floor = new SpaceFloor(long.MaxValue, 0) } };
        using CancellationTokenSource cancellation = new(1000);

        RunResult run = _bed.Run(cancellation.Token);

        run.ExitCode.ShouldBe(ExitMask.Cancelled);
        run.Notices.ShouldContain(n => n.Code == "waiting-for-space");
        _bed.AtDestination().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AShareThatComesIsWaitedFor()
    {
        _bed.Say("\"waitForShare\": true");
        _bed.Job = _bed.Job with { Retry = 100, RetryWait = TimeSpan.FromMilliseconds(50) };
        Directory.Move(_bed.InSource(""), _bed.InSource("") + "-away");
        _bed.Events.When(e => e.Noticed(Arg.Is<Notice>(n => n.Code == "waiting-for-share"))).Do(_ =>
        {
            Directory.Move(_bed.InSource("") + "-away", _bed.InSource(""));
            _bed.Write("file");
        });

        _bed.Run().ExitCode.ShouldBe(1);
    }

    [SkippableFact]
    public async Task AJobThatWatchesRunsAgainAfterEnoughChangesAndEachPassIsARun()
    {
        ManualTime clock = new();
        _bed.Clock = clock;
        _bed.Write("first");
        _bed.Say("\"monitorChanges\": 2, \"monitorMinutes\": 5");
        using CancellationTokenSource cancellation = new();
        List<RunResult> passes = [];
        _bed.Events.When(e => e.Ended(Arg.Any<RunResult>())).Do(call => passes.Add(call.Arg<RunResult>()));
        Task<RunResult> running = Task.Run(() => new RepeatedRuns(_bed.Ports()).Run(_bed.Job, _bed.Events, cancellation.Token));
        await For(() => passes.Count == 1);

        await Pass(clock, TimeSpan.FromMinutes(10));
        passes.Count.ShouldBe(1, "nothing changed");
        for (int i = 0; i < 5; i++)
        {
            _bed.Write($"new{i}");
        }

        await For(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            return passes.Count == 2;
        });
        await cancellation.CancelAsync();
        RunResult last = await running;

        last.Totals.Files.Copied.ShouldBe(5);
        passes.Select(p => p.RunId).ShouldBe([1, 2]);
        _bed.AtDestination().Length.ShouldBe(6);
    }

    [SkippableFact]
    public void ChangesOfAFolderThatCanNotBeWatchedAreTakenForVeryMany()
    {
        using ChangeCounter counter = new([_bed.InSource("not-there")]);

        counter.Reset();

        counter.Count.ShouldBeGreaterThan(int.MaxValue);
    }

    private static async Task Pass(ManualTime clock, TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(30))
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(5);
        }
    }

    private static async Task For(Func<bool> isSo)
    {
        for (int i = 0; i < 1000 && !isSo(); i++)
        {
            await Task.Delay(20);
        }

        isSo().ShouldBeTrue();
    }
}
