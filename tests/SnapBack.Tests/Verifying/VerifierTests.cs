using Shouldly;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Restoring;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Tests.Runs;
using SnapBack.Verifying;
using Xunit;

namespace SnapBack.Tests.Verifying;

public sealed class VerifierTests : IDisposable
{
    private readonly RuleBed _bed = new();
    private readonly List<VerifiedPath> _told = [];

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AnUntouchedCopyIsGood()
    {
        _bed.Write("docs/a.txt");
        _bed.Write("b.txt");
        _bed.Run();

        VerifyResult result = Verify();

        result.Good.ShouldBe(2);
        result.Bad.ShouldBe(0);
        _told.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ASingleFlippedBitIsFoundThoughSizeAndTimeAreTheSame()
    {
        _bed.Write("a.txt", "content");
        _bed.Run();
        Flip("a.txt", 3);

        Verify().Corrupt.ShouldBe(1);

        _told.ShouldHaveSingleItem().Verdict.ShouldBe(VerifyVerdict.Corrupt);
    }

    [SkippableFact]
    public void AnEditIsToldFromBitRot()
    {
        _bed.Write("a.txt", "content");
        _bed.Write("b.txt", "content");
        _bed.Run();
        File.WriteAllText(_bed.InDestination("a.txt"), "edited by somebody");
        File.SetLastWriteTimeUtc(_bed.InDestination("b.txt"), new DateTime(2023, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Verify().Changed.ShouldBe(2);
    }

    [SkippableFact]
    public void AMissingFileIsNamed()
    {
        _bed.Write("docs/a.txt");
        _bed.Run();
        File.Delete(_bed.InDestination("docs/a.txt"));

        Verify().Missing.ShouldBe(1);
    }

    // Every flip is found; every file whose source is unchanged is healed, and none is given content that was not recorded.
    [SkippableFact]
    public void AThousandFlipsAreFoundAndHealedWhereTheSourceIsUnchanged()
    {
        const int Count = 1000;
        for (int i = 0; i < Count; i++)
        {
            _bed.Write($"d{i % 10}/f{i}.txt", $"content of file {i}");
        }

        _bed.Run();
        Random random = new(1);
        for (int i = 0; i < Count; i++)
        {
            Flip($"d{i % 10}/f{i}.txt", random.Next(10));
        }

        for (int i = 0; i < Count; i += 10)
        {
            _bed.Write($"d{i % 10}/f{i}.txt", $"CONTENT of file {i}", new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Verify().Corrupt.ShouldBe(Count);
        VerifyResult repaired = Verify(repair: true);

        repaired.Corrupt.ShouldBe(Count);
        repaired.Repaired.ShouldBe(Count * 9 / 10);
        VerifyResult after = Verify();
        after.Good.ShouldBe(Count * 9 / 10);
        after.Corrupt.ShouldBe(Count / 10);
        for (int i = 1; i < Count; i += 10)
        {
            File.ReadAllText(_bed.InDestination($"d{i % 10}/f{i}.txt")).ShouldBe($"content of file {i}");
        }
    }

    [SkippableFact]
    public void AnEditAtTheDestinationIsNeverRepairedAway()
    {
        _bed.Write("a.txt", "content");
        _bed.Run();
        File.WriteAllText(_bed.InDestination("a.txt"), "edited by somebody");

        Verify(repair: true).Bad.ShouldBe(1);

        File.ReadAllText(_bed.InDestination("a.txt")).ShouldBe("edited by somebody");
    }

    [SkippableFact]
    public void ARepairedFileIsInOrderForTheNextRun()
    {
        _bed.Write("a.txt", "content");
        _bed.Run();
        Flip("a.txt", 2);
        Verify(repair: true).Repaired.ShouldBe(1);

        _bed.Run().Totals.Files.Copied.ShouldBe(0);
    }

    [SkippableFact]
    public void WhatALaterRunReplacedIsNoFault()
    {
        _bed.Write("a.txt", "first");
        _bed.Write("b.txt", "stays");
        long first = _bed.Run().RunId;
        _bed.Write("a.txt", "second one", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _bed.Run();

        VerifyResult result = Verify(first);

        result.Replaced.ShouldBe(1);
        result.Good.ShouldBe(1);
        result.Bad.ShouldBe(0);
    }

    [SkippableFact]
    public void APathThatAnotherPairReplacedIsStillReadInThisOne()
    {
        string other = Path.Join(_bed.Root, "other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Join(other, "a.txt"), "second pair");
        _bed.Job = _bed.Job with { Pairs = [.. _bed.Job.Pairs, new JobPair(other, Path.Join(_bed.Root, "other-copy"))] };
        _bed.Write("a.txt", "first");
        RunCoordinator runs = new(_bed.Ports());
        long first = runs.Run(_bed.Job, _bed.Events, CancellationToken.None).RunId;
        _bed.Write("a.txt", "another text", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        runs.Run(_bed.Job, _bed.Events, CancellationToken.None);

        VerifyResult result = Verify(first);

        result.Replaced.ShouldBe(1);
        result.Good.ShouldBe(1);
    }

    [SkippableFact]
    public void ARepairedFileHasItsSecurityAgain()
    {
        Require.Root();
        string file = _bed.Write("a.txt", "content");
        Shell.Run(Require.Program("setfattr"), ["-n", "security.NTACL", "-v", "0x04000400", file]).MustSucceed();
        _bed.Say("\"copy\": \"DATS\"");
        _bed.Run();
        Flip("a.txt", 2);

        Verify(repair: true).Repaired.ShouldBe(1);

        Shell.Run("getfattr", ["-e", "hex", "-d", "-m", "^security", _bed.InDestination("a.txt")]).Output.ShouldContain("security.NTACL=0x04000400");
    }

    [Fact]
    public void EverySampleHasItsDayAndAllHaveTheirTurn()
    {
        string[] paths = [.. Enumerable.Range(0, 1000).Select(i => $"docs/{i}")];
        DateTimeOffset start = new(2026, 1, 1, 3, 0, 0, TimeSpan.Zero);

        string[][] nights = [.. Enumerable.Range(0, 15).Select(day => paths.Where(p => new DaySample(7, start.AddDays(day)).Has(0, p)).ToArray())];

        nights.SelectMany(n => n).Order(StringComparer.Ordinal).ShouldBe(paths.Order(StringComparer.Ordinal));
        nights.ShouldAllBe(n => n.Length > 20);
    }

    private void Flip(string path, int at)
    {
        string file = _bed.InDestination(path);
        DateTime time = File.GetLastWriteTimeUtc(file);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, time);
    }

    private VerifyResult Verify(long? run = null, bool repair = false)
    {
        _told.Clear();
        using CatalogReader reader = CatalogReader.Open(Path.Join(_bed.Root, "catalog.db"));
        return new Verifier(reader, _bed.Ports(), _told.Add, CancellationToken.None).Verify(new VerifyOrder { Run = run ?? reader.ResolveRun("last"), Repair = repair });
    }
}
