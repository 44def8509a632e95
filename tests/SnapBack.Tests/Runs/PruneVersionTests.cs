using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Restoring;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Versions go when no run needs them that the job keeps. After every run the bed holds the record of versions against the store.</summary>
public sealed class PruneVersionTests : IDisposable
{
    private readonly RuleBed _bed = new();
    private readonly ManualTime _clock = new(new DateTimeOffset(2030, 1, 1, 2, 0, 0, TimeSpan.Zero));
    private int _content;

    public PruneVersionTests()
    {
        _bed.Clock = _clock;
        _bed.Job = _bed.Job with { KeepsVersions = true, Mode = JobMode.Mirror, Keep = new KeepRules { Last = 3 } };
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void WhatTheKeptRunsNeedStaysAndTheRestGoes()
    {
        RunResult[] runs = Nights(6);

        _bed.Versions().ShouldBe([$"{runs[4].RunId}/docs/a.txt", $"{runs[5].RunId}/docs/a.txt"]);
        runs[5].Totals.VersionsDropped.ShouldBe(1);
        runs[5].Totals.VersionBytesDropped.ShouldBe(1);
        _bed.Ask("SELECT moved_by, dropped_by FROM v_versions WHERE dropped_by IS NOT NULL ORDER BY 1").Length.ShouldBe(3);
        Restore(runs[3].RunId).Failed.ShouldBe(0);
        Why(runs[0].RunId).ShouldContain($"the retention of run {runs[3].RunId} removed it");
    }

    [SkippableFact]
    public void AVersionThatManyRunsShareStaysAsLongAsOneOfThemIsKept()
    {
        _bed.Write("old.txt", "the same for long");
        Nights(3);
        _bed.Write("old.txt", "new", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        long moved = Nights(1)[0].RunId;

        Nights(1);
        _bed.Versions().ShouldContain($"{moved}/old.txt");

        Nights(2);
        _bed.Versions().ShouldNotContain($"{moved}/old.txt");
    }

    [SkippableFact]
    public void AModeThatChangedInBetweenDoesNotCutAVersionOff()
    {
        string file = _bed.Write("mode.txt", "content of the first run");
        _bed.Job = _bed.Job with { Keep = new KeepRules { Yearly = 2 } };
        long first = Nights(1)[0].RunId;
        Shell.Run("chmod", ["400", file]).MustSucceed();
        _clock.Advance(TimeSpan.FromDays(364));
        Nights(1);
        _bed.Write("mode.txt", "new", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        long third = Nights(1)[0].RunId;

        _bed.Versions().ShouldContain($"{third}/mode.txt");
        Restore(first).Failed.ShouldBe(0);
    }

    [SkippableFact]
    public void ARunThatFailedDropsNothing()
    {
        Nights(4);
        string[] before = _bed.Versions();
        _bed.Job = _bed.Job with { Conflict = ConflictPolicy.Fail };
        _bed.WriteAtDestination("docs/a.txt", "edited by somebody", new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        _clock.Advance(TimeSpan.FromDays(1));
        RunResult run = new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, CancellationToken.None);

        run.ExitCode.ShouldBeGreaterThanOrEqualTo(ExitMask.Failed);
        run.Totals.VersionsDropped.ShouldBe(0);
        before.Except(_bed.Versions()).ShouldBeEmpty();
    }

    [SkippableFact]
    public void AClockThatIsYearsOffDropsNothingAndSaysSo()
    {
        Nights(5);
        int kept = _bed.Versions().Length;

        foreach (int year in new[] { 2099, 1985, 2099 })
        {
            _clock.Jump(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
            _bed.Write("docs/a.txt", (++_content % 10).ToString(System.Globalization.CultureInfo.InvariantCulture), Time());
            RunResult run = _bed.Run();
            run.Notices.ShouldContain(n => n.Code == "clock-implausible");
            _bed.Versions().Length.ShouldBe(++kept);
        }

        // With the right time back, the runs of the wrong one do not count.
        _clock.Jump(new DateTimeOffset(2030, 1, 7, 2, 0, 0, TimeSpan.Zero));
        Nights(1)[0].Notices.ShouldNotContain(n => n.Code == "clock-implausible");
        Restore(4).Failed.ShouldBe(0);
    }

    [SkippableFact]
    public void ADropThatWasCutOffIsEndedByTheNextRun()
    {
        RunResult[] runs = Nights(3);
        _bed.Versions().Length.ShouldBe(2);
        string victim = _bed.Versions()[0];
        Shell.Run("sqlite3", [Path.Join(_bed.Root, "catalog.db"), $"UPDATE version SET drop_begun = {runs[2].RunId} WHERE run_id = {runs[1].RunId}"]).MustSucceed();

        Nights(1);

        _bed.Versions().ShouldNotContain(victim);
        _bed.Ask("SELECT count(*) FROM version WHERE drop_begun IS NOT NULL AND dropped_by IS NULL").ShouldBe(["0"]);
    }

    [SkippableFact]
    public void AConflictsVersionStaysWithTheRunThatMovedItAside()
    {
        Nights(1);
        _bed.WriteAtDestination("docs/a.txt", "edited by somebody", new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        long moved = Nights(1)[0].RunId;

        Nights(2);
        _bed.Versions().ShouldContain($"{moved}/docs/a.txt");

        Nights(1);
        _bed.Versions().ShouldNotContain($"{moved}/docs/a.txt");
    }

    private RunResult[] Nights(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        _bed.Write("docs/a.txt", (++_content % 10).ToString(System.Globalization.CultureInfo.InvariantCulture), Time());
        _clock.Advance(TimeSpan.FromDays(1));
        return _bed.Run();
    })];

    private DateTime Time() => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(_content);

    private RestoreResult Restore(long run) => Restore(run, _ => { });

    private string Why(long run)
    {
        List<RestoredPath> told = [];
        Restore(run, told.Add);
        return told.First(t => t.Error is not null).Error!.Message;
    }

    private RestoreResult Restore(long run, Action<RestoredPath> tell)
    {
        using CatalogReader reader = CatalogReader.Open(Path.Join(_bed.Root, "catalog.db"));
        return new Restorer(reader, _bed.Ports(), tell, CancellationToken.None).Restore(new RestoreOrder { Run = run, To = Path.Join(_bed.Root, $"back-{run}") });
    }
}
