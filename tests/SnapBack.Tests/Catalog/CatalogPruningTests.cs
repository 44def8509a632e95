using System.Text.Json;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.HistoryMaker;
using SnapBack.Jobs;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class CatalogPruningTests : CatalogTestBase
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryRunThatStaysAnswersAsBefore(int seed)
    {
        HistoryModel model = new HistoryPlayer(new HistoryRecipe { File = File, Files = 80, Runs = 40, Changes = 25, Seed = seed }).Play();
        Random random = new(seed);
        long[] going = [.. model.Runs.Take(model.Runs.Count - 1).Where(_ => random.Next(3) > 0).Select(run => run.Id)];
        long[] staying = [.. model.Runs.Select(run => run.Id).Except(going)];
        string[] before = [.. Answers(staying)];

        CatalogPruning.Prune(File, going, TimeProvider.System, CancellationToken.None).NotShrunk.ShouldBeNull();

        Answers(staying).ShouldBe(before);
        RequireSound();
        using CatalogReader reader = CatalogReader.Open(File);
        reader.Runs().Select(run => run.Id).ShouldBe(staying);
        reader.Failures().Select(row => row.Path).ShouldBeSubsetOf(model.Failing.Keys);
        Sqlite("SELECT count(*) FROM event WHERE run_id NOT IN (SELECT id FROM run)").ShouldBe(["0"]);
        Sqlite("PRAGMA integrity_check").ShouldBe(["ok"]);
    }

    [SkippableFact]
    public void WhatNoRunKnowsAnyMoreIsGoneFromTheFile()
    {
        Run(Some.Folder("old"), Some.Copied("old/a"), Some.Copied("b"));
        Run(Some.Deleted("old/a"), Some.Deleted("old") with { Kind = SnapBack.Trees.EntryKind.Directory });
        Run(Some.Copied("b", 5));

        CatalogPruning.Prune(File, [1, 2], TimeProvider.System, CancellationToken.None);

        Sqlite("SELECT name FROM path WHERE parent_id IS NOT NULL").ShouldBe(["b"]);
        Sqlite("SELECT count(*) FROM state").ShouldBe(["1"]);
        Sqlite("SELECT count(*) FROM folder").ShouldBe(["1"]);
        using CatalogReader reader = CatalogReader.Open(File);
        reader.Find("*").Select(row => row.Path).ShouldBe(["b"]);
    }

    [SkippableFact]
    public void LaterRunsGoOnWhereTheRecordStands()
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"), Some.Copied("docs/b"));
        Run(Some.Copied("docs/a", 2));
        Run(Some.Deleted("docs/b"));
        CatalogPruning.Prune(File, [1, 2], TimeProvider.System, CancellationToken.None);

        long next = Run(Some.Copied("docs/b", 9), Some.Copied("docs/a", 3));

        next.ShouldBe(4);
        using CatalogReader reader = CatalogReader.Open(File);
        reader.List(3).Select(row => $"{row.Path} {row.Size}").ShouldBe(["docs 0", "docs/a 2"]);
        reader.List(4).Select(row => $"{row.Path} {row.Size}").ShouldBe(["docs 0", "docs/a 3", "docs/b 9"]);
        reader.Difference(3, 4).Select(row => $"{row.Change} {row.Path}").ShouldBe(["changed docs/a", "added docs/b"]);
        RequireSound();
    }

    [SkippableFact]
    public void ARunOfOneTreeDoesNotKeepTheStatesOfAnother()
    {
        JobPair[] other = [new("/other", "/copy")];
        Run(Some.Copied("a"));
        Run(Some.Start(pairs: other), Some.End(), Some.Copied("x"));
        Run(Some.Copied("a", 2));
        Run(Some.Start(pairs: other), Some.End(), Some.Copied("x", 2));

        CatalogPruning.Prune(File, [1], TimeProvider.System, CancellationToken.None);

        Sqlite("SELECT from_run FROM state ORDER BY from_run").ShouldBe(["2", "3", "4"]);
        using CatalogReader reader = CatalogReader.Open(File);
        reader.List(2).Select(row => row.Size).ShouldBe([1L]);
    }

    [SkippableFact]
    public void ACatalogThatIsNotSoundIsNotPruned()
    {
        Run(Some.Copied("a"));
        Run(Some.Copied("a", 2));
        Sqlite("UPDATE tree SET held_files = 99");

        Should.Throw<SnapBackException>(() => CatalogPruning.Prune(File, [1], TimeProvider.System, CancellationToken.None)).Code.ShouldBe(ErrorCode.PruneRefused);

        Sqlite("SELECT count(*) FROM run").ShouldBe(["2"]);
    }

    [Fact]
    public void AMissingCatalogIsNotMade()
    {
        Should.Throw<SnapBackException>(() => CatalogPruning.Prune(File, [1], TimeProvider.System, CancellationToken.None)).Code.ShouldBe(ErrorCode.CatalogMissing);

        Directory.EnumerateFileSystemEntries(Folder.Root).ShouldBeEmpty();
    }

    // All that can be asked about a run, as text; and what differs from its neighbours, the first and the last.
    private List<string> Answers(long[] runs)
    {
        using CatalogReader reader = CatalogReader.Open(File);
        List<string> answers = [];
        foreach (long run in runs)
        {
            answers.Add(JsonSerializer.Serialize(reader.Show(run)));
            answers.AddRange(reader.Files(run).Select(row => $"{run} {row}"));
            LaterContent later = reader.Later(run, 0);
            answers.AddRange(reader.List(run).Select(row => $"{run} {row.Path} replaced by {later.ReplacedBy(row.Path)}"));
            answers.AddRange(reader.List(run).Select(row => $"{run} {row with { State = Some.State() }}"));
            answers.AddRange(reader.List(run).Where((_, index) => index % 7 == 0).SelectMany(row => reader.Security(run, row.Path)).Select(row => $"{run} {row with { Blob = null }} {row.Sddl} {row.Sha256}"));
            answers.AddRange(runs.Where(other => other == runs[^1] || other == runs[0] || Math.Abs(other - run) < 4).SelectMany(other => reader.Difference(run, other).Select(row => $"{run} {other} {row}")));
        }

        return answers;
    }

    private void RequireSound()
    {
        using CatalogReader reader = CatalogReader.Open(File);
        reader.Check(CancellationToken.None).Where(row => !row.IsSound).ShouldBeEmpty();
    }
}
