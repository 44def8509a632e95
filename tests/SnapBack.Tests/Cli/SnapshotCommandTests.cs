using System.Runtime.Versioning;
using System.Text.Json;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Snapshots;
using SnapBack.TestKit;
using SnapBack.Tests.Snapshots.Btrfs;
using SnapBack.Tests.Snapshots.Vss;
using Xunit;

namespace SnapBack.Tests.Cli;

/// <summary>Snapshots by themselves: on a real btrfs, and what only Windows has on a scripted service.</summary>
public sealed class SnapshotCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Catalog => _folder.At("state/catalog.db");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void ASnapshotThatIsCreatedIsListedStaysAndIsDeletedById()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.File("data/a.txt", "before");

        CliCall create = Call("create", data, "--format", "json");
        create.ExitCode.ShouldBe(0, create.Error);
        JsonElement made = JsonDocument.Parse(create.Output).RootElement[0];
        string path = made.GetProperty("path").GetString()!;
        bed.File("data/a.txt", "after");

        File.ReadAllText($"{path}/a.txt").ShouldBe("before");
        JsonElement listed = Rows("list")[0];
        listed.GetProperty("state").GetString().ShouldBe("kept");
        listed.GetProperty("id").GetString().ShouldBe(made.GetProperty("id").GetString());
        LeftoversOf().ShouldBeEmpty("a run must not take it for a leftover");

        Call("delete", made.GetProperty("id").GetString()!).ExitCode.ShouldBe(0);
        bed.Snapshots.ShouldBeEmpty();
        Rows("list").ShouldBeEmpty();
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void AProgramSeesTheMomentAndItsExitCodeIsOurs()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        bed.File("data/sub/a.txt", "before");
        string result = _folder.At("result");

        CliCall call = Call(
            "exec", $"{data}/sub", data, "--", "sh", "-c", $"echo after > {data}/sub/a.txt; cat \"$SNAPBACK_SNAPSHOT/a.txt\" > {result}; env | grep ^SNAPBACK_ >> {result}; exit 7");

        call.ExitCode.ShouldBe(7, call.Error);
        string[] lines = File.ReadAllLines(result);
        lines[0].ShouldStartWith("before");
        string all = string.Join('\n', lines);
        all.ShouldContain("SNAPBACK_SNAPSHOT_COUNT=2");
        all.ShouldContain($"SNAPBACK_SNAPSHOT_SOURCE_2={data}");
        all.ShouldContain("SNAPBACK_SNAPSHOT_ID=");
        bed.Snapshots.ShouldBeEmpty();
        Rows("list").ShouldBeEmpty();
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void AProgramThatCanNotBeStartedLeavesNoSnapshot()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");

        CliCall call = Call("exec", data, "--", "/no/such/program");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldContain("can't be started");
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void TheSnapshotOfAProgramThatRunsIsInUseAndGoesWhenItIsCancelled()
    {
        using BtrfsBed bed = new();
        string data = bed.Subvolume("data");
        using CancellationTokenSource ctrlC = new();
        string started = _folder.At("started");

        Task<CliCall> running = Task.Run(() => CliCall.With(
            environment => environment with { Cancellation = ctrlC.Token },
            ["snapshot", "exec", data, "--catalog", Catalog, "--", "sh", "-c", $"trap 'exit 5' TERM; touch {started}; while :; do sleep 0.1; done"]));
        SpinWait.SpinUntil(() => File.Exists(started), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        JsonElement row = Rows("list")[0];
        CliCall delete = Call("delete", row.GetProperty("id").GetString()!);
        ctrlC.Cancel();
        CliCall ended = running.GetAwaiter().GetResult();

        row.GetProperty("state").GetString().ShouldBe("in-use");
        delete.ExitCode.ShouldBe(16);
        delete.Error.ShouldStartWith("snapback: SB2004: ");
        ended.ExitCode.ShouldBe(5, "it is asked to end, and not killed");
        bed.Snapshots.ShouldBeEmpty();
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void WhereNoSnapshotCanBeMadeTheReasonIsTold()
    {
        Require.Linux();

        CliCall call = Call("exec", "/proc", "--", "true");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB2003: No snapshot can be made. '/proc': ");
    }

    [Theory]
    [InlineData("exec", "/data")]
    [InlineData("exec", "/data", "--")]
    [InlineData("exec", "--", "true")]
    [InlineData("create")]
    [InlineData("delete")]
    [InlineData("exec", "/data", "--snapshot-provder", "btrfs", "--", "true")]
    public void ALineThatCanNotBeUnderstoodTouchesNothing(params string[] words)
    {
        CliCall call = With(new ScriptedSnapshotProvider(), words);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB1001: ");
        File.Exists(Catalog).ShouldBeFalse();
    }

    [Fact]
    public void OnlyWhatThisProgramMadeCanBeDeleted()
    {
        CliCall call = With(new ScriptedSnapshotProvider(), "delete", "{6a1e9a0e-5f38-4c5a-9d0b-8d5c6f7e8a90}");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB2004: ");
        call.Error.ShouldContain("vssadmin delete shadows");
    }

    [Fact]
    public void WhatCanNotBeDeletedStaysNotedAndIsExitCodeEight()
    {
        ScriptedSnapshotProvider provider = new() { LeftoverScript = note => note.Id.Contains("good", StringComparison.Ordinal), ReadRootScript = source => source };
        With(provider, "create", "/good", "/bad").ExitCode.ShouldBe(0);

        CliCall call = With(provider, "delete", Path.GetFullPath("/good"), Path.GetFullPath("/bad"));

        call.ExitCode.ShouldBe(8);
        call.Error.ShouldContain("could not be deleted");
        using CatalogReader reader = CatalogReader.Open(Catalog);
        reader.Snapshots().ShouldHaveSingleItem().Note.Id.ShouldEndWith("bad");
    }

    [Fact]
    public void AnUnknownProviderIsAnErrorThatListsTheKnownOnes()
    {
        CliCall call = With(new ScriptedSnapshotProvider { Name = "btrfs" }, "create", "/data", "--snapshot-provider", "vss");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB2002: ");
        call.Error.ShouldContain("btrfs");
    }

    [Fact]
    public void WithoutACatalogThereIsNothingToListAndNoneIsMade()
    {
        CliCall call = CliCall.With(environment => environment with { SnapshotProviders = (_, _) => [new ScriptedSnapshotProvider()], Variable = name => name == "HOME" ? _folder.Root : null },
            ["snapshot", "list", "--format", "json", "--catalog", _folder.At("none.db")]);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB3002: ");
        File.Exists(_folder.At("none.db")).ShouldBeFalse();
    }

    [Fact]
    public void OtherProgramsShadowCopiesAreListedAsSuch()
    {
        VssBed bed = new();
        using (CatalogWriter ledger = CatalogWriter.Open(Catalog, TimeProvider.System))
        {
            bed.Provider.Keep([@"C:\"], ledger, CancellationToken.None);
        }

        bed.Provider.Keep([@"D:\"], new RecordingLedger(), CancellationToken.None);

        JsonElement[] rows = [.. JsonDocument.Parse(With(bed.Provider, "list", "--format", "json").Output).RootElement.EnumerateArray()];

        rows.Select(row => row.GetProperty("state").GetString()).ShouldBe(["kept", "other"], ignoreOrder: true);
        rows.ShouldAllBe(row => row.GetProperty("path").GetString()!.EndsWith('\\'));
    }

    [Fact]
    public void WritersAreListedAndAFailedOneIsExitCodeEight()
    {
        VssBed bed = new();
        bed.Engine.States.Clear();
        bed.Engine.States.Enqueue([VssBed.Writer("SQL", 9, 0x800423F2)]);

        CliCall call = With(bed.Provider, "writers", "--format", "json");

        call.ExitCode.ShouldBe(8);
        JsonElement writer = JsonDocument.Parse(call.Output).RootElement[0];
        writer.GetProperty("isHealthy").GetBoolean().ShouldBeFalse();
        writer.GetProperty("state").GetString()!.ShouldStartWith("failed at the freeze");
    }

    [Fact]
    public void ASystemWithoutWritersSaysSo()
    {
        CliCall call = With(new ScriptedSnapshotProvider(), "writers");

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith("snapback: SB9001: Only Windows has writers");
    }

    private static CliCall With(Func<SnapBack.Cli.CliEnvironment, SnapBack.Cli.CliEnvironment> change, string[] words) => CliCall.With(change, words);

    private CliCall With(ISnapshotProvider provider, params string[] words) =>
        With(environment => environment with { SnapshotProviders = (_, _) => [provider] }, [.. Words(words)]);

    private CliCall Call(params string[] words) => CliCall.Of([.. Words(words)]);

    private IEnumerable<string> Words(string[] words) => ["snapshot", words[0], "--catalog", Catalog, .. words[1..]];

    private JsonElement[] Rows(string command) => [.. JsonDocument.Parse(Call(command, "--format", "json").Output).RootElement.EnumerateArray()];

    private IReadOnlyList<SnapshotNote> LeftoversOf()
    {
        using CatalogWriter catalog = CatalogWriter.Open(Catalog, TimeProvider.System);
        return catalog.Leftovers();
    }
}
