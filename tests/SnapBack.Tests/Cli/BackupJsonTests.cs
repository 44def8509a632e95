using System.Text;
using System.Text.Json;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Snapshots;
using Xunit;

namespace SnapBack.Tests.Cli;

public sealed class BackupJsonTests
{
    [Fact]
    public void EveryLineIsAnObjectAndTheLastIsTheSummary()
    {
        JsonElement[] lines = Run((job, events) =>
        {
            events.Started(7, job);
            events.EnteredPhase(RunPhase.Planning);
            events.Noticed(new Notice("live-view", "The live tree was read."));
            events.Handled(SomeRun.Record("fine"));
            events.Handled(SomeRun.Failure("docs/a.txt"));
            return SomeRun.Result(job, new RunTotals { Files = new Counts { Total = 3, Failed = 1 } }, RunStatus.Failed, 9) with
            {
                FirstFailures = [SomeRun.Failure("docs/a.txt")],
                Notices = [new Notice("live-view", "The live tree was read.")],
            };
        });

        lines.Select(l => l.GetProperty("type").GetString()).ShouldBe(["started", "phase", "notice", "item", "summary"]);
        JsonElement summary = lines[^1];
        summary.GetProperty("run").GetInt64().ShouldBe(7);
        summary.GetProperty("status").GetString().ShouldBe("failed");
        summary.GetProperty("exitCode").GetInt32().ShouldBe(9);
        summary.GetProperty("totals").GetProperty("files").GetProperty("failed").GetInt64().ShouldBe(1);
        summary.GetProperty("snapshot").ValueKind.ShouldBe(JsonValueKind.Null);
        summary.GetProperty("failures")[0].GetProperty("error").GetProperty("kind").GetString().ShouldBe("access-denied");
        summary.GetProperty("notices")[0].GetProperty("code").GetString().ShouldBe("live-view");
        summary.GetProperty("started").GetDateTimeOffset().ShouldBe(SomeRun.Ended.AddSeconds(-5));
    }

    [Fact]
    public void TheSummaryKnowsBothExitCodeAndMask()
    {
        JsonElement summary = Run((job, _) => SomeRun.Result(job, exitCode: 3), "--exit-codes", "simple")[^1];

        summary.GetProperty("exitCode").GetInt32().ShouldBe(0);
        summary.GetProperty("mask").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void WithVerboseEverythingHandledIsTold()
    {
        JsonElement[] lines = Run(
            (job, events) =>
            {
                events.Handled(SomeRun.Record("fine"));
                return SomeRun.Result(job);
            },
            "--verbose");

        lines[0].GetProperty("type").GetString().ShouldBe("item");
        lines[0].GetProperty("path").GetString().ShouldBe("fine");
        lines[0].GetProperty("action").GetString().ShouldBe("copy");
    }

    [Theory]
    [InlineData("plain Ünïcode Русский 日本語")]
    [InlineData("line\nbreak \"quoted\" \\ \t")]
    [InlineData("\e[31mred\u202Edlrow")]
    public void ATextNameIsExactAndNothingInItReachesATerminal(string name)
    {
        CliCall call = Call(name);
        JsonElement item = Parse(call)[0];

        item.GetProperty("path").GetString().ShouldBe(name);
        item.TryGetProperty("pathBytes", out _).ShouldBeFalse();
        call.Output.ShouldNotContain("\e");
        call.Output.ShouldNotContain("\u202E");
    }

    [Fact]
    public void ANameThatIsNoTextHasItsBytes()
    {
        byte[] bytes = [.. "caf"u8, 0xE9, 0xFF, .. ".txt"u8];

        JsonElement item = Parse(Call(NameCodec.Decode(bytes)))[0];

        item.GetProperty("path").GetString().ShouldBe("caf\\xE9\\xFF.txt");
        item.GetProperty("pathBytes").GetBytesFromBase64().ShouldBe(bytes);
    }

    [Fact]
    public void ProgressComesAtMostOncePerSecond()
    {
        JsonElement[] lines = Run((job, events) =>
        {
            for (int i = 0; i < 50; i++)
            {
                events.Progressed(new RunProgress(RunPhase.Copying, i, 50, 0, 0, 0, TimeSpan.FromMilliseconds(i * 100)));
            }

            return SomeRun.Result(job);
        });

        lines.Count(l => l.GetProperty("type").GetString() == "progress").ShouldBe(5);
    }

    [Fact]
    public void ASnapshotIsToldWithItsMembersAndWriters()
    {
        SnapshotSet set = new(
            "btrfs", "id-1", SomeRun.Ended, [new SnapshotNote("btrfs", "/v/.snapback-snapshot-1", "/v")], [new WriterStatus("SQL", false, "timed out")]);

        JsonElement snapshot = Run((job, _) => SomeRun.Result(job) with { Snapshot = set })[^1].GetProperty("snapshot");

        snapshot.GetProperty("provider").GetString().ShouldBe("btrfs");
        snapshot.GetProperty("members")[0].GetProperty("volume").GetString().ShouldBe("/v");
        snapshot.GetProperty("writers")[0].GetProperty("healthy").GetBoolean().ShouldBeFalse();
    }

    private static CliCall Call(string name) => CliCall.Backup(
        (job, events) =>
        {
            events.Handled(SomeRun.Record(name));
            return SomeRun.Result(job);
        },
        "--json",
        "--verbose");

    private static JsonElement[] Run(Func<Job, IRunEvents, RunResult> run, params string[] args) => Parse(CliCall.Backup(run, ["--json", .. args]));

    private static JsonElement[] Parse(CliCall call)
    {
        call.Error.ShouldBeEmpty();
        return [.. call.Lines.Select(l => JsonDocument.Parse(Encoding.UTF8.GetBytes(l)).RootElement)];
    }
}
