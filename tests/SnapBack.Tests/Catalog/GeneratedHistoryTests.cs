using System.Text.RegularExpressions;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.HistoryMaker;
using Xunit;

namespace SnapBack.Tests.Catalog;

/// <summary>Answers about 200 runs over 5,000 files, held against the truth that these were made from.</summary>
public sealed class GeneratedHistoryTests : IClassFixture<GeneratedHistory>, IDisposable
{
    private readonly HistoryModel _model;
    private readonly CatalogReader _reader;

    public GeneratedHistoryTests(GeneratedHistory history)
    {
        _model = history.Model;
        _reader = CatalogReader.Open(history.File);
    }

    public void Dispose() => _reader.Dispose();

    [Fact]
    public void TheHistoryHoldsWhatTheTestsAskFor()
    {
        _model.Runs.Count(run => run.IsDryRun).ShouldBeGreaterThan(0);
        _model.Runs.Count(run => !run.HasLooked).ShouldBeGreaterThan(0);
        _model.Failing.Count.ShouldBeGreaterThan(2);
        _model.Runs.SelectMany(run => run.Changes).Select(change => change.What).Distinct().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(199)]
    [InlineData(200)]
    public void TheTreeOfARunIsAllChangesUpToIt(long run)
    {
        Dictionary<string, long> listed = _reader.List(run).Where(row => row.Kind == "file").ToDictionary(row => row.Path, row => row.Size);

        listed.OrderBy(row => row.Key, StringComparer.Ordinal).ShouldBe(_model.HeldAfter(run).OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void WhatARunDidIsWhatItDid()
    {
        foreach (ModelRun run in _model.Runs.Where(run => !run.IsDryRun).TakeLast(40))
        {
            IEnumerable<string> done = _reader.Files(run.Id).Where(row => row.Action != "none" && row.Outcome == "done" && row.Kind == "file").Select(row => row.Path);

            done.Order(StringComparer.Ordinal).ShouldBe(run.Changes.Where(change => change.What != ModelChange.Failed).Select(change => change.Path).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void TheHistoryOfAPathIsAllThatHappenedToIt()
    {
        var changes = _model.Runs.SelectMany(run => run.Changes.Select(change => (run, change))).ToLookup(c => c.change.Path);
        string[] busiest = [.. changes.Where(c => _model.Paths.ContainsKey(c.Key)).OrderByDescending(c => c.Count()).Take(60).Select(c => c.Key)];
        foreach (string path in busiest.Concat(_model.Failing.Keys))
        {
            IEnumerable<string> told = _reader.History(path).Where(row => row.Run > 1 || row.Kind == "file").Select(row => $"{row.Run} {row.Change} {(row.Change is "appeared" or "changed" ? row.Size : 0)}");

            told.ShouldBe(changes[path].Select(c => $"{c.run.Id} {c.change.What} {c.change.Size}"), path);
        }
    }

    [Fact]
    public void OnlyWhatIsStillHeldLiesAtTheDestination()
    {
        Dictionary<string, long> held = _model.HeldAfter(long.MaxValue);
        foreach (string path in _model.Paths.Keys.Where((_, index) => index % 25 == 0))
        {
            string?[] places = [.. _reader.History(path).Select(row => row.At).Where(at => at is not null)];

            places.ShouldBe(held.ContainsKey(path) ? [$"/backup/data/{path}"] : []);
        }
    }

    [Theory]
    [InlineData("*.docx", @"^.*\.docx$")]
    [InlineData("FILE-00000?0.TXT", @"^(.*/)?file-00000\d0\.txt$")]
    [InlineData("folder-00001/*", @"^folder-00001/[^/]*$")]
    [InlineData("folder-*/folder-*/*.jpg", @"^folder-[^/]*/folder-[^/]*/[^/]*\.jpg$")]
    [InlineData("=SUM*", @"^(.*/)?=SUM[^/]*$")]
    [InlineData("nothing", "^nothing$")]
    public void AGlobFindsEveryPathThatEverMatched(string glob, string pattern)
    {
        Regex regex = new(pattern);
        Dictionary<string, long> held = _model.HeldAfter(long.MaxValue);
        var changes = _model.Runs.SelectMany(run => run.Changes.Where(c => c.What != ModelChange.Failed).Select(change => (run, change))).ToLookup(c => c.change.Path);

        // Folders never change, and what only a dry run has named was never there.
        IEnumerable<string> found = _reader.Find(glob).Where(row => row is { Kind: "file", States: > 0 }).Select(row => $"{row.Path} {row.Now} {row.FirstRun} {row.States}");

        found.Order(StringComparer.Ordinal).ShouldBe(_model.Paths.Keys.Where(path => regex.IsMatch(path))
            .Select(path => $"{path} {(held.ContainsKey(path) ? "held" : "gone")} {changes[path].First().run.Id} {changes[path].Count(c => c.change.What != ModelChange.Deleted)}")
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AFoundPathWasLastKnownBeforeTheRunThatDeletedIt()
    {
        var deletions = _model.Runs.SelectMany(run => run.Changes.Select(change => (run, change))).Where(c => c.change.What == ModelChange.Deleted).ToDictionary(c => c.change.Path, c => c.run.Id);
        long lastLook = _model.Runs.Last(run => run is { IsDryRun: false, HasLooked: true }).Id;

        foreach (FoundRow row in _reader.Find("*.pdf").Where(row => row.States > 0))
        {
            row.LastRun.ShouldBe(deletions.TryGetValue(row.Path, out long deleted) ? deleted - 1 : lastLook, row.Path);
        }
    }

    [Fact]
    public void FailuresAreThoseThatNoLaterRunHasCleared()
    {
        IReadOnlyList<FailureRow> rows = _reader.Failures();

        rows.Select(row => $"{row.Path} {row.FirstRun} {row.LastRun} {row.Failures}")
            .ShouldBe(_model.Failing.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value[0]} {f.Value[^1]} {f.Value.Count}"));
        rows.ShouldAllBe(row => row.Error!.Contains("in use") && row.Source == "/srv/data");
    }

    [Fact]
    public void FailuresSinceAMomentAreThoseOfRunsThatBeganThenOrLater()
    {
        foreach (ModelRun run in _model.Runs.TakeLast(30))
        {
            _reader.Failures(run.Started).Select(row => row.Path)
                .ShouldBe(_model.Failing.Where(f => f.Value[^1] >= run.Id).Select(f => f.Key).Order(StringComparer.Ordinal));
        }
    }
}
