using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Restoring;
using SnapBack.TestKit;
using SnapBack.Tests.Runs;
using Xunit;

namespace SnapBack.Tests.Restoring;

/// <summary>A drill proves what can be had, and leaves nothing behind.</summary>
public sealed class DrillTests : IDisposable
{
    private readonly RuleBed _bed = new();
    private readonly List<RestoredPath> _told = [];

    public DrillTests()
    {
        for (int i = 0; i < 40; i++)
        {
            _bed.Write($"docs/{i}.txt", $"text {i}");
        }

        File.CreateSymbolicLink(_bed.InSource("docs/outside"), Outside);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Join(Outside, "precious.txt"), "precious");
        _bed.Run();
    }

    private string Outside => Path.Join(_bed.Root, "outside");

    private string Scratch => Path.Join(_bed.Root, "scratch");

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AWholeDrillBringsBackEveryFileAndRemovesThem()
    {
        string[] before = TreeListing.Of(_bed.InDestination(""));

        RestoreResult result = Drill(100);

        (result.Restored, result.Failed).ShouldBe((41, 0));
        _told.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Scratch).ShouldBeEmpty();
        File.ReadAllText(Path.Join(Outside, "precious.txt")).ShouldBe("precious");
        TreeListing.Of(_bed.InDestination("")).ShouldBe(before);
    }

    [SkippableFact]
    public void ASampleTakesSomeOfTheFiles()
    {
        RestoreResult result = Drill(50);

        result.Failed.ShouldBe(0);
        result.Restored.ShouldBeInRange(1, 40);
    }

    [SkippableFact]
    public void WhatCantBeHadIsNamedAndTheRestIsStillTried()
    {
        File.Delete(_bed.InDestination("docs/1.txt"));
        DateTime time = File.GetLastWriteTimeUtc(_bed.InDestination("docs/2.txt"));
        File.WriteAllText(_bed.InDestination("docs/2.txt"), "TEXT 2");
        File.SetLastWriteTimeUtc(_bed.InDestination("docs/2.txt"), time);

        RestoreResult result = Drill(100);

        (result.Restored, result.Failed).ShouldBe((39, 2));
        _told.Select(t => t.Path).Order(StringComparer.Ordinal).ShouldBe(["docs/1.txt", "docs/2.txt"]);
        Directory.EnumerateFileSystemEntries(Scratch).ShouldBeEmpty();
    }

    [SkippableFact]
    public void WithoutRoomNothingIsTried()
    {
        using CatalogReader reader = CatalogReader.Open(_bed.Job.Catalog!);
        Drill drill = new(reader, _bed.Ports() with { SpaceAt = _ => (1000, 1000) }, _told.Add, default);

        Should.Throw<SnapBackException>(() => drill.Run(1, 100, [_bed.Root])).Message.ShouldContain("no room");
    }

    private RestoreResult Drill(int percent)
    {
        Directory.CreateDirectory(Scratch);
        using CatalogReader reader = CatalogReader.Open(_bed.Job.Catalog!);
        return new Drill(reader, _bed.Ports(), _told.Add, default).Run(reader.ResolveRun("last"), percent, [Scratch]);
    }
}
