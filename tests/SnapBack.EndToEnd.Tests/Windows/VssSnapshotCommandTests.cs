using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary><c>snapback snapshot ...</c> with the published program, and what a backup does with files that a writer takes out of the snapshot.</summary>
public sealed class VssSnapshotCommandTests : IClassFixture<SharedBed<VssBed>>
{
    private readonly VssBed _bed;
    private readonly VssScene _scene;

    public VssSnapshotCommandTests(SharedBed<VssBed> shared)
    {
        _bed = shared.Get();
        _scene = new VssScene(_bed);
    }

    // The stand-in deletes every snapshot when the program that asked for it ends, also a lasting one: how it fares afterwards is for real Windows to show.
    [SkippableFact]
    public void ASetThatIsCreatedIsNotDeletedByTheProgramAndIsKnownByItsId()
    {
        JsonElement made = Rows("create", "D:", "--vss-engine", "native")[0];
        string[] steps = [.. _bed.Service.Traces.SelectMany(trace => trace.Steps)];
        JsonElement[] listed = Rows("list");

        made.GetProperty("source").GetString().ShouldBe(@"D:\");
        made.GetProperty("path").GetString()!.ShouldMatch(@"^\\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy\d+\\$");
        steps.ShouldContain("DoSnapshotSet");
        steps.ShouldNotContain("DeleteSnapshots");
        steps.ShouldNotContain("AbortBackup");
        (listed.Length, listed[0].GetProperty("state").GetString()).ShouldBe((1, "kept"));
        Call("delete", made.GetProperty("id").GetString()!).MustEndWith(0);
        Rows("list").ShouldBeEmpty();
        _bed.Service.IsCleanSoon().ShouldBeTrue();
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void AProgramSeesTheSnapshotAndItsExitCodeIsOurs()
    {
        _scene.Write(@"D:\a.txt", "text");

        ShellResult run = Call("exec", @"D:\", "--", "cmd", "/c", "echo %SNAPBACK_SNAPSHOT_1%& exit 7");

        run.ExitCode.ShouldBe(7, run.Output + run.Error);
        run.Output.ShouldContain(@"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy");
        _bed.Service.IsCleanSoon().ShouldBeTrue();
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void WritersAreListedWithTheirHealth()
    {
        JsonElement[] writers = Rows("writers");

        writers.Select(writer => writer.GetProperty("name").GetString()).ShouldBe(["System Writer", "WMI Writer"]);
        writers.ShouldAllBe(writer => writer.GetProperty("isHealthy").GetBoolean());
        _scene.NothingIsLeft();
    }

    [SkippableFact]
    public void AnAnswerOfTheServiceIsExplained()
    {
        ShellResult explain = _bed.Machine.Run(["explain", "0x80042316"]);

        explain.MustEndWith(0);
        explain.Output.ShouldContain("VSS_E_SNAPSHOT_SET_IN_PROGRESS");
    }

    // The rules of the registry and of a writer, read by the program itself; the file is in the destination since a live night.
    [SkippableFact]
    public void WhatARuleTakesOutOfTheSnapshotStaysAtTheDestination()
    {
        _bed.Service.AddWriter("Mail Writer", Guid.NewGuid(), @"from-snapshot D:\mail|*.ost|");
        _scene.Write(@"D:\mail\a.txt", "text");
        string mail = _scene.Write(@"D:\mail\a.ost", "mail");
        _scene.Backup("--snapshot", "never").MustEndWith(1);
        File.Delete(mail);

        ShellResult run = _scene.Backup("--mode", "mirror");

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        File.ReadAllText(_scene.Out("mail/a.ost")).ShouldBe("mail");
        JsonElement row = _scene.Rows("files", "last").Single(file => file.GetProperty("path").GetString() == "mail/a.ost");
        row.GetProperty("reason").GetString().ShouldBe("omitted-from-snapshot");
        _scene.NothingIsLeft();
    }

    private string Catalog => WineBed.WindowsPath(Path.Join(Path.GetDirectoryName(_scene.Destination), "catalog.db"));

    private ShellResult Call(string command, params string[] words) => _bed.Machine.Run(["snapshot", command, "--catalog", Catalog, .. words]);

    private JsonElement[] Rows(string command, params string[] words)
    {
        ShellResult result = Call(command, [.. words, "--format", "json"]);
        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        using JsonDocument document = JsonDocument.Parse(result.StandardOutput);
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }
}
