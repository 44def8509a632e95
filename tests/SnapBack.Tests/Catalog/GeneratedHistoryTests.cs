using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.HistoryMaker;
using SQLitePCL;
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

    [Theory]
    [InlineData("copy", null)]
    [InlineData("delete", null)]
    [InlineData("none", null)]
    [InlineData(null, "newer")]
    [InlineData(null, "extra")]
    [InlineData(null, "excluded")]
    [InlineData(null, "same")]
    [InlineData("none", "extra")]
    [InlineData("replace", "newer")]
    public void AFilterTakesNothingAwayThatItDoesNotSpeakOf(string? action, string? found)
    {
        foreach (long run in (long[])[1, 50, 120, 200])
        {
            IEnumerable<FileRow> all = _reader.Files(run).Where(row => (action is null || row.Action == action) && (found is null || row.Class == found));

            _reader.Files(run, action, found).OrderBy(row => row.Path, StringComparer.Ordinal).ShouldBe(all.OrderBy(row => row.Path, StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("*.docx", @"^(.*/)?[^/]*\.docx$")]
    [InlineData("folder-00001", @"^(.*/)?folder-00001$")]
    [InlineData("folder-00001/*", @"^folder-00001/[^/]*$")]
    [InlineData("folder-*/folder-*/*.jpg", @"^folder-[^/]*/folder-[^/]*/[^/]*\.jpg$")]
    [InlineData("folder-00001/nothing/*", "^folder-00001/nothing/[^/]*$")]
    public void AGlobTellsTheSamePathsInTheSameOrder(string glob, string pattern)
    {
        Regex regex = new(pattern);
        foreach (long run in (long[])[1, 120, 200])
        {
            _reader.Files(run, glob: glob).ShouldBe(_reader.Files(run).Where(row => regex.IsMatch(row.Path)));
            _reader.Files(run, action: "copy", glob: glob).ShouldBe(_reader.Files(run, action: "copy").Where(row => regex.IsMatch(row.Path)));
        }
    }

    [Theory]
    [InlineData("action = 'copy'")]
    [InlineData("action IN ('copy', 'replace', 'delete')")]
    [InlineData("class = 'new'")]
    [InlineData("class = 'extra'")]
    [InlineData("outcome = 'failed'")]
    [InlineData("outcome = 'skipped'")]
    public void TheViewReadsLittleForAQuestionAboutTheFewThatARunTouched(string words)
    {
        long all = Instructions("run_id = 200");

        Instructions($"run_id = 200 AND {words}").ShouldBeLessThan(all / 5);
    }

    // What SQLite's machine did to answer; the same on every computer.
    private long Instructions(string where)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = _reader.File, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        raw.sqlite3_prepare_v2(connection.Handle, $"SELECT count(*), max(path) FROM v_run_files WHERE {where}", out sqlite3_stmt statement).ShouldBe(raw.SQLITE_OK);
        using (statement)
        {
            raw.sqlite3_step(statement).ShouldBe(raw.SQLITE_ROW);
            return raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0);
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

    [Fact]
    public void GrowthIsTheDifferenceToTheRunBefore()
    {
        IReadOnlyList<RunGrowthRow> rows = _reader.Growth("nightly", 1000);

        rows.Select(row => row.Run.Id).ShouldBe(_model.Runs.Where(run => !run.IsDryRun).Select(run => run.Id));
        rows[^1].Files.ShouldBe(_model.HeldAfter(long.MaxValue).Count);
        rows[^1].Bytes.ShouldBe(_model.HeldAfter(long.MaxValue).Values.Sum());
        rows.Where(row => row.FilesGrown is not null).Sum(row => row.FilesGrown).ShouldBe(rows[^1].Files - rows[0].Files);
        rows.Where(row => row.Run.ExitCode >= 16).ShouldAllBe(row => row.Files == null && row.BytesGrown == null && row.Churn == null);
        foreach (RunGrowthRow row in rows.Where(row => row.Churn is not null))
        {
            int touched = _model.Runs.Single(run => run.Id == row.Run.Id).Changes.Count(change => change.What != ModelChange.Failed);
            row.Churn.ShouldBe(Math.Round(touched / (double)row.Files!, 4));
        }
    }

    [Fact]
    public void ThePhasesOfARunAddUpAndTheSlowestComesFirst()
    {
        IReadOnlyList<RunPhaseRow> rows = _reader.Phases(null, 50);

        rows.Select(row => row.TotalSeconds).ShouldBe(rows.Select(row => row.TotalSeconds).OrderDescending());
        rows.ShouldAllBe(row => Math.Abs(row.TotalSeconds - row.SnapshotSeconds - row.PlanSeconds - row.ExecuteSeconds) < 0.01);
        rows.Select(row => row.Run.Id).Order().ShouldBe(_model.Runs.TakeLast(50).Where(run => !run.IsDryRun).Select(run => run.Id));
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(30, 2)]
    [InlineData(200, 1)]
    public void WhatAFolderBroughtIsTheSumOfWhatLiesBelowIt(int last, int depth)
    {
        ModelRun[] runs = [.. _model.Runs.TakeLast(last).Where(run => !run.IsDryRun)];
        Dictionary<string, long> before = _model.HeldAfter(runs[0].Id - 1);
        Dictionary<string, long> after = _model.HeldAfter(long.MaxValue);
        string FolderOf(string path)
        {
            string[] parts = path.Split('/')[..^1];
            return parts.Length == 0 ? "." : string.Join('/', parts.Take(depth));
        }

        string[] expected = [.. runs.SelectMany(run => run.Changes).Where(change => change.What != ModelChange.Failed).GroupBy(change => FolderOf(change.Path)).Select(folder =>
        {
            long Count(string what) => folder.Count(change => change.What == what);
            long grown = after.Where(file => FolderOf(file.Key) == folder.Key).Sum(file => file.Value) - before.Where(file => FolderOf(file.Key) == folder.Key).Sum(file => file.Value);
            return $"{folder.Key} {Count("appeared")} {Count("changed")} {Count("deleted")} {folder.Sum(change => change.Size)} {grown}";
        })];

        _reader.Folders(null, last, depth, int.MaxValue).Select(row => $"{row.Folder} {row.Added} {row.Changed} {row.Removed} {row.BytesBrought} {row.BytesGrown}")
            .Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheLargestFilesAreTheLargest()
    {
        _reader.LargestFiles(25).Select(row => row.Size).ShouldBe(_model.HeldAfter(long.MaxValue).Values.OrderDescending().Take(25));
        _reader.LargestFiles(25).ShouldAllBe(row => _model.HeldAfter(long.MaxValue)[row.Path] == row.Size);
    }

    [Fact]
    public void AWriterThatFailedIsNamedWithTheRunInWhichItLastDid()
    {
        IReadOnlyList<WriterHealthRow> rows = _reader.WriterHealth(null, 200);

        rows.Select(row => row.Writer).ShouldBe(["SqlServerWriter", "System Writer"]);
        rows[0].Failures.ShouldBeGreaterThan(10);
        rows[0].LastFailedRun.ShouldBe(_model.Runs.Last(run => !run.IsDryRun && (run.Id - 1) % 7 == 3 && IsDescribed(run)).Id);
        rows[1].ShouldBe(rows[1] with { Failures = 0, LastFailedRun = null, LastState = "stable", Runs = rows[0].Runs });
    }

    // A run that did nothing had no writers.
    private bool IsDescribed(ModelRun run) => _reader.Show(run.Id).Writers.Count > 0;
}
