using System.Globalization;
using NSubstitute;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Restoring;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Trees.Unix;
using Xunit;
using Xunit.Abstractions;

namespace SnapBack.Tests.Restoring;

/// <summary>
/// 30 runs over 5,000 files that change every day. Each of the 30 comes back equal to what the source was then, and after retention each that is still
/// said to be restorable. SNAPBACK_SEED repeats a month.
/// </summary>
public sealed class MonthTests : IDisposable
{
    private const int Days = 30;

    private readonly ITestOutputHelper _output;
    private readonly LoopVolume _volume;
    private readonly ManualTime _clock = new(new DateTimeOffset(2030, 1, 1, 2, 0, 0, TimeSpan.Zero));
    private readonly Random _random;
    private Job _job;

    public MonthTests(ITestOutputHelper output)
    {
        _output = output;
        _volume = LoopVolume.Create(VolumeKind.Tmpfs, 900, "mode=0700");
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SNAPBACK_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        _random = new Random(seed);
        output.WriteLine($"SNAPBACK_SEED={seed}");
        Directory.CreateDirectory(Source);
        Directory.CreateDirectory(Destination);
        _job = new Job
        {
            Name = "month",
            Pairs = [new JobPair(Source, Destination)],
            Mode = JobMode.Mirror,
            Snapshot = SnapshotPolicy.Never,
            KeepsVersions = true,
            Retry = 0,
            Catalog = _volume.At("catalog.db"),
        };
    }

    private string Source => _volume.At("source");

    private string Destination => _volume.At("destination");

    public void Dispose() => _volume.Dispose();

    [SkippableFact]
    public void EveryDayOfAMonthComesBackAlsoAfterRetention()
    {
        Dictionary<long, string[]> days = [];
        MonthTree tree = new(Source, 5000, _random);
        for (int day = 0; day < Days; day++)
        {
            days.Add(Run(), MonthTree.List(Source));
            tree.Live();
        }

        RestorableRuns().ShouldBe(days.Keys);
        CompareAll(days);
        int before = Stored().Length;

        _job = _job with { Keep = new KeepRules { Last = 4, Weekly = 3 } };
        days.Add(Run(), MonthTree.List(Source));

        // Run 1 is of Wednesday 2030-01-02. The newest of the last three weeks are of Friday 1 February, Sunday 27 and Sunday 20 January.
        long[] kept = [19, 26, 28, 29, 30, 31];
        RestorableRuns().Intersect(kept).ShouldBe(kept);
        Stored().Length.ShouldBeLessThan(before);
        CompareAll(RestorableRuns().ToDictionary(run => run, run => days[run]));
        _output.WriteLine($"{before} versions before retention, {Stored().Length} after; still whole: {string.Join(' ', RestorableRuns())}");
    }

    private long Run()
    {
        _clock.Advance(TimeSpan.FromDays(1));
        RunResult result = new RunCoordinator(Ports()).Run(_job, Substitute.For<IRunEvents>(), CancellationToken.None);
        result.ExitCode.ShouldBeLessThan(ExitMask.Failed, string.Join('\n', result.FirstFailures.Select(f => $"{f.Path}: {f.Error}")));
        result.Totals.Conflicts.ShouldBe(0);
        Shell.Run(Require.Program("sqlite3"), ["-readonly", _job.Catalog!, "SELECT stored_as FROM v_versions WHERE dropped_by IS NULL"]).MustSucceed().Lines
            .Order(StringComparer.Ordinal).ShouldBe(Stored());
        return result.RunId;
    }

    private string[] Stored() =>
        [.. Shell.Run("find", [".snapback/versions", "!", "-type", "d"], Destination).MustSucceed().Lines.Order(StringComparer.Ordinal)];

    private long[] RestorableRuns()
    {
        using CatalogReader reader = CatalogReader.Open(_job.Catalog!);
        return [.. reader.Runs().Where(run => run.Restorable == "full").Select(run => run.Id)];
    }

    private void CompareAll(Dictionary<long, string[]> days) => Parallel.ForEach(days, day =>
    {
        string place = _volume.At($"back-{day.Key}");
        using CatalogReader reader = CatalogReader.Open(_job.Catalog!);
        List<RestoredPath> told = [];
        new Restorer(reader, Ports(), told.Add, CancellationToken.None).Restore(new RestoreOrder { Run = day.Key, To = place });
        told.Where(path => path.Error is not null).Select(path => $"{path.Path}: {path.Error!.Message}").ShouldBeEmpty($"run {day.Key}");
        string[] back = MonthTree.List(place);
        day.Value.Except(back).ShouldBeEmpty($"run {day.Key}");
        back.Except(day.Value).ShouldBeEmpty($"run {day.Key}");
        Shell.Run("rm", ["-rf", place]).MustSucceed();
    });

    private RunPorts Ports() => new()
    {
        OpenSource = UnixTree.OpenSource,
        OpenDestination = UnixDestination.Open,
        PeekDestination = UnixTree.Peek,
        VolumeOf = UnixDestination.VolumeOf,
        SnapshotProviders = [],
        Clock = _clock,
    };
}
