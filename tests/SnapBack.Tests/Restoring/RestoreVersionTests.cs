using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Restoring;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Tests.Runs;
using SnapBack.Verifying;
using Xunit;

namespace SnapBack.Tests.Restoring;

/// <summary>The tree of an earlier run comes back out of the copy and the versions.</summary>
public sealed class RestoreVersionTests : IDisposable
{
    private readonly RuleBed _bed = new();
    private readonly List<RestoredPath> _told = [];
    private int _restores;
    private int _year = 2020;

    public RestoreVersionTests()
    {
        _bed.Job = _bed.Job with { KeepsVersions = true, Mode = JobMode.Mirror };
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void EveryRunComesBackAsItWas()
    {
        Write("stays.txt", "the same all the time");
        Write("edited.txt", "1");
        Write("deleted/a.txt", "a");
        Write("kind", "a file");
        Shell.Run("ln", [Write("one", "linked"), _bed.InSource("two")]).MustSucceed();
        Shell.Run("ln", ["-s", "stays.txt", _bed.InSource("link")]).MustSucceed();
        (long Run, string Aside)[] runs = [Run(), .. Enumerable.Range(0, 4).Select(Change)];

        foreach ((long run, string aside) in runs)
        {
            Rsync.Differences(aside, Restore(run)).ShouldBeEmpty($"run {run}");
        }
    }

    [SkippableFact]
    public void OneFileComesBackFromItsVersion()
    {
        Write("docs/a.txt", "first");
        long first = Run().Run;
        Write("docs/a.txt", "second");
        Run();

        string place = Restore(first, "docs/a.txt");

        File.ReadAllText(Path.Join(place, "docs/a.txt")).ShouldBe("first");
    }

    [SkippableFact]
    public void WhatARunWithoutVersionsReplacedIsNamedWithThatRun()
    {
        Write("a.txt", "first");
        long first = Run().Run;
        Write("a.txt", "second one");
        _bed.Job = _bed.Job with { KeepsVersions = false };
        long second = Run().Run;
        _bed.Job = _bed.Job with { KeepsVersions = true };
        Write("a.txt", "third");
        Run();

        RestoreAll(first).Failed.ShouldBe(1);

        _told.Single(t => t.Path == "a.txt").Error!.Message.ShouldContain($"run {second} replaced it");
    }

    [SkippableFact]
    public void ContentWithTheOldTimeAndSizeIsNotTakenForTheOldOne()
    {
        string file = Write("a.txt", "first");
        DateTime time = File.GetLastWriteTimeUtc(file);
        long first = Run().Run;
        File.WriteAllText(file, "SECON");
        File.SetLastWriteTimeUtc(file, time);
        long second = Run().Run;

        File.ReadAllText(Path.Join(Restore(first), "a.txt")).ShouldBe("first");
        File.ReadAllText(Path.Join(Restore(second), "a.txt")).ShouldBe("SECON");
    }

    [SkippableFact]
    public void AVersionThatIsDamagedIsNotRestoredAndVerifyFindsIt()
    {
        Write("a.txt", "first");
        long first = Run().Run;
        Write("a.txt", "second one");
        long second = Run().Run;
        string version = _bed.InDestination($".snapback/versions/{second}/a.txt");
        DateTime time = File.GetLastWriteTimeUtc(version);
        Verify(first).Good.ShouldBe(1);
        File.WriteAllText(version, "fIrst");
        File.SetLastWriteTimeUtc(version, time);

        RestoreAll(first).Failed.ShouldBe(1);

        Verify(first).Corrupt.ShouldBe(1);
        Verify(second).Bad.ShouldBe(0);
        Verify(second, versions: true).Corrupt.ShouldBe(1);
    }

    [SkippableFact]
    public void TheHistoryOfAPathSaysWhereEachVersionLies()
    {
        string file = Write("a.txt", "first");
        Run();
        Shell.Run("chmod", ["400", file]).MustSucceed();
        Run();
        Write("a.txt", "second one");
        long third = Run().Run;
        using CatalogReader reader = CatalogReader.Open(Path.Join(_bed.Root, "catalog.db"));

        string[] places = [.. reader.History("a.txt").Select(row => row.At ?? "nowhere")];

        string version = _bed.InDestination($".snapback/versions/{third}/a.txt");
        places.ShouldBe([version, version, _bed.InDestination("a.txt")]);
    }

    [SkippableFact]
    public void VerifyReadsEachVersionOnce()
    {
        Write("a.txt", "first");
        Write("b.txt", "stays");
        long first = Run().Run;
        Write("a.txt", "second one");
        Run();

        VerifyResult result = Verify(first, versions: true);

        result.Good.ShouldBe(2);
        result.Replaced.ShouldBe(0);
    }

    [SkippableFact]
    public void AModeThatChangedSinceComesBackWithTheContentOfThatTime()
    {
        string file = Write("a.txt", "first");
        (long first, string aside) = Run();
        Shell.Run("chmod", ["400", file]).MustSucceed();
        Run();
        Write("a.txt", "second one");
        Run();

        Rsync.Differences(aside, Restore(first)).ShouldBeEmpty();
    }

    private (long Run, string Aside) Change(int step)
    {
        switch (step)
        {
            case 0:
                Write("edited.txt", "2");
                Shell.Run("rm", ["-r", _bed.InSource("deleted")]).MustSucceed();
                Write("new.txt", "new");
                break;
            case 1:
                File.Delete(_bed.InSource("kind"));
                Write("kind/inside", "a folder");
                Shell.Run("ln", ["-sfn", "new.txt", _bed.InSource("link")]).MustSucceed();
                Write("deleted/a.txt", "another a");
                break;
            case 2:
                Write("one", "both names changed");
                Write("edited.txt", "3");
                Shell.Run("mv", [_bed.InSource("new.txt"), _bed.InSource("renamed.txt")]).MustSucceed();
                break;
            default:
                Shell.Run("rm", ["-r", _bed.InSource("kind")]).MustSucceed();
                Write("kind", "a file once more");
                File.Delete(_bed.InSource("two"));
                break;
        }

        return Run();
    }

    // No two contents of a path have the same time.
    private string Write(string path, string text) => _bed.Write(path, text, new DateTime(_year++, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private (long Run, string Aside) Run()
    {
        RunResult run = _bed.Run();
        run.ExitCode.ShouldBeLessThan(ExitMask.Failed);
        string aside = Path.Join(_bed.Root, $"aside-{run.RunId}");
        Shell.Run("cp", ["-a", _bed.InSource(""), aside]).MustSucceed();
        return (run.RunId, aside);
    }

    private string Restore(long run, params string[] paths)
    {
        RestoreAll(run, paths).Failed.ShouldBe(0, string.Join('\n', _told.Where(t => t.Error is not null).Select(t => $"{t.Path}: {t.Error!.Message}")));
        return Path.Join(_bed.Root, $"back-{_restores}");
    }

    private RestoreResult RestoreAll(long run, params string[] paths)
    {
        _told.Clear();
        _restores++;
        using CatalogReader reader = CatalogReader.Open(Path.Join(_bed.Root, "catalog.db"));
        RestoreOrder order = new() { Run = run, Paths = paths, To = Path.Join(_bed.Root, $"back-{_restores}") };
        return new Restorer(reader, _bed.Ports(), _told.Add, CancellationToken.None).Restore(order);
    }

    private VerifyResult Verify(long run, bool versions = false)
    {
        using CatalogReader reader = CatalogReader.Open(Path.Join(_bed.Root, "catalog.db"));
        return new Verifier(reader, _bed.Ports(), _ => { }, CancellationToken.None).Verify(new VerifyOrder { Run = run, Versions = versions });
    }
}
