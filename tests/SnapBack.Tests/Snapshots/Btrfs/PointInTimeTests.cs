using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Snapshots.Btrfs;

[SupportedOSPlatform("linux")]
public sealed class PointInTimeTests
{
    private const int Rounds = 12;

    [SkippableTheory]
    [InlineData("fsync")]
    [InlineData("rename")]
    public void CountersThatAreWrittenOneAfterTheOtherAreNeverSeenOutOfOrder(string way)
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        using Writer writer = new("counters.py", data, way);
        long last = 0;

        for (int round = 0; round < Rounds; round++)
        {
            AwaitProgress($"{data}/f5", last);
            using ISnapshotSession session = bed.Create(data);
            long[] counters = [.. Enumerable.Range(1, 5).Select(i => Number($"{session.ViewOf(data).ReadRoot}/f{i}"))];

            counters.SequenceEqual(counters.OrderDescending()).ShouldBeTrue($"a later file is ahead of an earlier one: {string.Join(' ', counters)}");
            (counters[0] - counters[4]).ShouldBeLessThanOrEqualTo(1);
            counters[0].ShouldBeGreaterThan(last);
            last = counters[0];
        }

        writer.IsRunning.ShouldBeTrue();
    }

    [SkippableFact]
    public void AGenerationThatIsPublishedInOneStepIsSeenWhole()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        using Writer writer = new("generations.py", data);
        long last = 0;

        for (int round = 0; round < Rounds; round++)
        {
            AwaitProgress($"{data}/current/g0", last);
            using ISnapshotSession session = bed.Create(data);
            long[] numbers = [.. Enumerable.Range(0, 8).Select(i => Number($"{session.ViewOf(data).ReadRoot}/current/g{i}"))];

            numbers.Distinct().Count().ShouldBe(1, string.Join(' ', numbers));
            numbers[0].ShouldBeGreaterThan(last);
            last = numbers[0];
        }

        writer.IsRunning.ShouldBeTrue();
    }

    [SkippableTheory]
    [InlineData("0.001")]
    [InlineData("0")]
    public void CountersThatAreNeverFlushedAreSeenAsOfOneMoment(string pause)
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        using Writer writer = new("counters.py", data, "plain", pause);
        int equal = 0;
        long last = 0;
        List<long> apart = [];

        for (int round = 0; round < 30; round++)
        {
            AwaitProgress($"{data}/f5", last);
            using ISnapshotSession session = bed.Create(data);
            session.Set.Notices.ShouldBeEmpty();
            long[] counters = [.. Enumerable.Range(1, 5).Select(i => Number($"{session.ViewOf(data).ReadRoot}/f{i}"))];

            // The kernel still writes out file by file, only at once: a writer without pause may get ahead by some rounds, on a busy machine by more.
            apart.Add(counters.Max() - counters.Min());
            equal += counters.Distinct().Count() == 1 ? 1 : 0;
            counters.Min().ShouldBeGreaterThan(last);
            last = counters.Max();
        }

        apart.Count(rounds => rounds > (pause == "0" ? 30 : 3)).ShouldBeLessThanOrEqualTo(pause == "0" ? 5 : 0, string.Join(' ', apart));
        equal.ShouldBeGreaterThanOrEqualTo(pause == "0" ? 0 : 25, "with a pause between rounds hardly a snapshot falls into one");
        writer.IsRunning.ShouldBeTrue();
    }

    // A writer that stands still would make every round pass.
    private static void AwaitProgress(string file, long last) =>
        SpinWait.SpinUntil(() => Number(file) > last, TimeSpan.FromSeconds(30)).ShouldBeTrue("the writer stands still");

    private static long Number(string file) => long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);

    private sealed class Writer : IDisposable
    {
        private readonly Process _process;

        internal Writer(string script, params string[] arguments)
        {
            ProcessStartInfo start = new(Require.Program("python3"), [Path.Join(AppContext.BaseDirectory, "Scripts", script), .. arguments]) { RedirectStandardOutput = true };
            _process = Process.Start(start).ShouldNotBeNull();
            _process.StandardOutput.ReadLine().ShouldBe("ready");
        }

        internal bool IsRunning => !_process.HasExited;

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
