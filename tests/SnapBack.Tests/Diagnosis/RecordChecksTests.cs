using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Diagnosis;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Tests.Catalog;
using SnapBack.Trees.Unix;
using Xunit;

namespace SnapBack.Tests.Diagnosis;

[SupportedOSPlatform("linux")]
public sealed class RecordChecksTests : CatalogTestBase
{
    private const long Gigabyte = 1L << 30;

    private readonly ManualTime _clock = new(Some.Night.AddYears(1));
    private (long Free, long Total)? _space = (100 * Gigabyte, 1000 * Gigabyte);
    private int _nights;

    [Fact]
    public void WithoutACatalogThereIsNothingToTell() => Look().ShouldBeEmpty();

    [Fact]
    public void AJobWithoutRunsPassesAndNobodyPromisesThatThereIsRoom()
    {
        Open().Dispose();

        Look().ShouldAllBe(finding => finding.Level == FindingLevel.Pass);
        Look().Select(finding => finding.Check).ShouldBe(["record", "last run", "clock", "room"]);
        Found("room").Text.ShouldContain("too few runs are recorded");
    }

    [Theory]
    [InlineData(100, 1, FindingLevel.Pass, "brought 1.0 GB each on average, 1.0 GB at most")]
    [InlineData(13, 1, FindingLevel.Warn, "it is full after about 13 more")]
    [InlineData(0.9, 1, FindingLevel.Fail, "the next one may not find room")]
    [InlineData(0, 1, FindingLevel.Fail, "has no room left")]
    [InlineData(0.1, 0, FindingLevel.Pass, "brought 0 bytes each")]
    public void RoomIsHeldAgainstTheGrowthOfTheLastRuns(double freeGigabytes, int grownGigabytes, FindingLevel level, string text)
    {
        foreach (int night in Enumerable.Range(0, 5))
        {
            Night((10 + (night * grownGigabytes)) * Gigabyte, copied: 3 * Gigabyte);
        }

        _space = ((long)(freeGigabytes * Gigabyte), 1000 * Gigabyte);

        Found("room").ShouldSatisfyAllConditions(room => room.Level.ShouldBe(level), room => room.Text.ShouldContain(text));
    }

    [Fact]
    public void ANightLikeTheLargestMustFitToo()
    {
        long[] sizes = [10, 10, 10, 10, 30, 30, 30, 30];
        foreach (long size in sizes)
        {
            Night(size * Gigabyte, copied: Gigabyte);
        }

        _space = (19 * Gigabyte, 1000 * Gigabyte);

        Found("room").ShouldSatisfyAllConditions(room => room.Level.ShouldBe(FindingLevel.Warn), room => room.Text.ShouldContain("another one like that"));
    }

    [Fact]
    public void WithVersionsWhatIsReplacedNeedsRoomToo()
    {
        foreach (int _ in Enumerable.Range(0, 3))
        {
            Night(10 * Gigabyte, copied: 3 * Gigabyte);
        }

        _space = (2 * Gigabyte, 1000 * Gigabyte);

        Found("room").Level.ShouldBe(FindingLevel.Pass);
        Look(job => job with { KeepsVersions = true }).Single(finding => finding.Check == "room").Level.ShouldBe(FindingLevel.Fail);
    }

    [Fact]
    public void WhatARunLeavesFreeIsNoRoom()
    {
        Night(10 * Gigabyte, copied: Gigabyte);
        Night(11 * Gigabyte, copied: Gigabyte);
        _space = (100 * Gigabyte, 1000 * Gigabyte);

        Look(job => job with { Pacing = new Pacing { Floor = new SpaceFloor(null, 10) } }).Single(finding => finding.Check == "room").Level.ShouldBe(FindingLevel.Fail);
    }

    // A sparse file may say that it holds 8 EB.
    [Fact]
    public void GrowthOfAnySizeIsToldAndBreaksNothing()
    {
        foreach (long bytes in (IEnumerable<long>)[0, long.MaxValue, 0, long.MaxValue])
        {
            Night(bytes, copied: long.MaxValue);
        }

        Found("room").Level.ShouldBe(FindingLevel.Fail);
        RecordChecks.ExpectedChange(Job()).ShouldNotBeNull().ShouldBePositive();
        Look(job => job with { KeepsVersions = true }).Single(finding => finding.Check == "room").Level.ShouldBe(FindingLevel.Fail);
    }

    [Theory]
    [InlineData(RunStatus.Completed, 1, FindingLevel.Pass)]
    [InlineData(RunStatus.Completed, 9, FindingLevel.Warn)]
    [InlineData(RunStatus.Failed, 16, FindingLevel.Warn)]
    [InlineData(RunStatus.Interrupted, 130, FindingLevel.Warn)]
    public void HowTheLastRunEndedIsTold(RunStatus status, int exitCode, FindingLevel level)
    {
        Run(Start(), Some.End(status, exitCode));

        Found("last run").ShouldSatisfyAllConditions(last => last.Level.ShouldBe(level), last => last.Text.ShouldContain("Run 1"));
    }

    [Fact]
    public void RunsOfOtherJobsDoNotCount()
    {
        Run(Some.Start(job: "another"), Some.End(RunStatus.Failed, 16));

        Found("last run").Text.ShouldBe("This job has no run yet.");
    }

    [Fact]
    public void AClockBeforeTheLastRunIsAWarning()
    {
        Night(1, copied: 1);
        ManualTime early = new(Some.Night.AddMinutes(-1));

        Found("clock").Level.ShouldBe(FindingLevel.Pass);
        new RecordChecks(Ports(early)).Look(Job(), CancellationToken.None).Single(finding => finding.Check == "clock").Level.ShouldBe(FindingLevel.Warn);
    }

    [Fact]
    public void ACatalogThatDoesNotAgreeWithItselfIsAWarning()
    {
        Run(Start(), Some.End(), Some.Copied("a.txt"));
        Sqlite("UPDATE tree SET held_files = held_files + 7");

        Found("record").ShouldSatisfyAllConditions(record => record.Level.ShouldBe(FindingLevel.Warn), record => record.Text.ShouldContain("counts 8 files"));
    }

    // A run sets such a catalog aside and goes on.
    [Fact]
    public void ADamagedCatalogIsAWarningAndEndsNothing()
    {
        Night(1, copied: 1);
        int page = int.Parse(Sqlite("PRAGMA wal_checkpoint(TRUNCATE); SELECT rootpage FROM sqlite_master WHERE name = 'run'")[^1], System.Globalization.CultureInfo.InvariantCulture);
        int size = int.Parse(Sqlite("PRAGMA page_size")[^1], System.Globalization.CultureInfo.InvariantCulture);
        using (FileStream stream = new(File, FileMode.Open))
        {
            stream.Position = (page - 1L) * size;
            stream.Write(Enumerable.Repeat((byte)0xEE, size).ToArray());
        }

        Look().ShouldHaveSingleItem().ShouldSatisfyAllConditions(record => record.Check.ShouldBe("record"), record => record.Level.ShouldBe(FindingLevel.Warn));
        RecordChecks.ExpectedChange(Job()).ShouldBeNull();
    }

    [Fact]
    public void WhatChangesDuringARunIsTheBusiestNightsShareTwice()
    {
        RecordChecks.ExpectedChange(Job()).ShouldBeNull();

        // Five minutes of each day.
        Night(Gigabyte, copied: 288_000);
        Night(Gigabyte, copied: 2_880_000);
        Night(Gigabyte, copied: 288_000);

        RecordChecks.ExpectedChange(Job()).ShouldBe(20_000);
    }

    private static RunStart Start() => Some.Start(job: "night");

    private void Night(long bytes, long copied)
    {
        DateTimeOffset started = Some.Night.AddDays(_nights++);
        RunTotals totals = new() { Files = new Counts { Total = 10, Copied = 1 }, Bytes = new Counts { Total = bytes, Copied = copied } };
        Run(Start() with { Started = started }, Some.End() with { Totals = totals, Ended = started.AddMinutes(5) });
    }

    private Job Job() => JobFile.FromOverrides(new JobOverrides { Source = Folder.Folder("source"), Destination = Folder.Folder("copy") }) with { Name = "night", Catalog = File };

    private RunPorts Ports(TimeProvider clock) => new()
    {
        OpenSource = UnixTree.OpenSource,
        OpenDestination = UnixDestination.Open,
        PeekDestination = UnixTree.Peek,
        VolumeOf = UnixDestination.VolumeOf,
        SnapshotProviders = [],
        SpaceAt = _ => _space,
        Clock = clock,
    };

    private Finding[] Look(Func<Job, Job>? change = null) => [.. new RecordChecks(Ports(_clock)).Look((change ?? (job => job))(Job()), CancellationToken.None)];

    private Finding Found(string check) => Look().Single(finding => finding.Check == check);
}
