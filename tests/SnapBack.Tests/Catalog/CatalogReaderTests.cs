using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class CatalogReaderTests : CatalogTestBase
{
    [Fact]
    public void AMissingCatalogIsNotMade()
    {
        Should.Throw<SnapBackException>(() => CatalogReader.Open(File)).Code.ShouldBe(ErrorCode.CatalogMissing);

        Directory.Exists(Path.GetDirectoryName(File)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("This is a text, long enough to be taken for a database by nobody but the careless, who never look at the header.........")]
    public void WhatIsNoCatalogIsNamedInASentence(string content)
    {
        string file = Folder.File("state/catalog.db", content);

        SnapBackException refusal = Should.Throw<SnapBackException>(() => CatalogReader.Open(file));

        refusal.Code.ShouldBe(ErrorCode.CatalogUnusable);
        refusal.Message.ShouldStartWith($"The catalog '{file}' is damaged or is no catalog.");
        System.IO.File.ReadAllText(file).ShouldBe(content);
    }

    [SkippableFact]
    public void ANewerCatalogIsNotRead()
    {
        Run();
        Sqlite("PRAGMA user_version = 99");

        Should.Throw<SnapBackException>(() => CatalogReader.Open(File)).Message.ShouldContain("newer version");
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" 4 ", 4)]
    [InlineData("last", 4)]
    [InlineData("last~0", 4)]
    [InlineData("last~3", 1)]
    public void AWordNamesARun(string word, long run)
    {
        MakeFourRuns();
        using CatalogReader reader = CatalogReader.Open(File);

        reader.ResolveRun(word).ShouldBe(run);
    }

    [Theory]
    [InlineData("5", ErrorCode.NotInCatalog)]
    [InlineData("0", ErrorCode.NotInCatalog)]
    [InlineData("last~4", ErrorCode.NotInCatalog)]
    [InlineData("99999999999999999999", ErrorCode.Usage)]
    [InlineData("-1", ErrorCode.Usage)]
    [InlineData("last~", ErrorCode.Usage)]
    [InlineData("last~-1", ErrorCode.Usage)]
    [InlineData("first", ErrorCode.Usage)]
    [InlineData("", ErrorCode.Usage)]
    public void AWordThatNamesNoRunIsAnsweredWithWhatThereIs(string word, ErrorCode code)
    {
        MakeFourRuns();
        using CatalogReader reader = CatalogReader.Open(File);

        SnapBackException refusal = Should.Throw<SnapBackException>(() => reader.ResolveRun(word));

        refusal.Code.ShouldBe(code);
        (refusal.Message + refusal.Hint).ShouldContain(code == ErrorCode.Usage ? "last~1" : "it has 4 runs, 1 to 4");
    }

    [Fact]
    public void ACatalogWithoutRunsSaysSo()
    {
        Open().Dispose();
        using CatalogReader reader = CatalogReader.Open(File);

        reader.Runs().ShouldBeEmpty();
        Should.Throw<SnapBackException>(() => reader.ResolveRun("last")).Message.ShouldContain("it has no runs yet");
    }

    [Fact]
    public void RunsAreListedOldestFirstByJobAndNumber()
    {
        MakeFourRuns();
        using CatalogReader reader = CatalogReader.Open(File);

        reader.Runs().Select(run => run.Id).ShouldBe([1, 2, 3, 4]);
        reader.Runs(last: 2).Select(run => run.Id).ShouldBe([3, 4]);
        reader.Runs("other").Select(run => run.Id).ShouldBe([2]);
        reader.Runs("nightly", 1).Select(run => run.Id).ShouldBe([4]);
        reader.Runs("none").ShouldBeEmpty();
        reader.Runs(last: 0).ShouldBeEmpty();
    }

    [Fact]
    public void SeveralPairsAreToldApart()
    {
        JobPair[] pairs = [new("/a", "/x"), new("/b", "/y")];
        Run(Some.Start(pairs: pairs), Some.End(), Some.Copied("same", 1), Some.Copied("same", 2, pair: 1));
        using CatalogReader reader = CatalogReader.Open(File);

        RunRow run = reader.Runs().Single();
        (run.Source, run.Destination).ShouldBe(("/a; /b", "/x; /y"));
        reader.Files(1).Select(row => (row.Pair, row.Path, row.Size)).ShouldBe([(0, "same", 1L), (1, "same", 2L)]);
        reader.List(1, "same").Select(row => (row.Pair, row.Size)).ShouldBe([(0, 1L), (1, 2L)]);
    }

    [Fact]
    public void RowsAreFilteredByActionClassAndPath()
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a.txt"), Some.Copied("docs/b.md"), Some.Copied("top.TXT"));
        Run(Some.Deleted("docs/b.md"));
        using CatalogReader reader = CatalogReader.Open(File);

        Paths(reader.Files(1, action: "copy")).ShouldBe(["docs/a.txt", "docs/b.md", "top.TXT"]);
        Paths(reader.Files(1, glob: "*.txt")).ShouldBe(["docs/a.txt", "top.TXT"]);
        Paths(reader.Files(1, glob: "docs/*.txt")).ShouldBe(["docs/a.txt"]);
        Paths(reader.Files(2, @class: "extra")).ShouldBe(["docs/b.md"]);
        Paths(reader.Files(2, action: "delete", @class: "same")).ShouldBeEmpty();
        Should.Throw<SnapBackException>(() => reader.Files(1, action: "coppy")).Hint.ShouldContain("copy");
        Should.Throw<SnapBackException>(() => reader.Files(1, @class: "New")).Code.ShouldBe(ErrorCode.Usage);
        Should.Throw<SnapBackException>(() => reader.Files(7)).Code.ShouldBe(ErrorCode.NotInCatalog);
    }

    [Fact]
    public void AListShowsTheTreeOfThatRun()
    {
        Run(Some.Folder(""), Some.Folder("docs"), Some.Copied("docs/a", 1), Some.Folder("docs/deep"), Some.Copied("docs/deep/c", 2), Some.Copied("docs-not", 3));
        Run(Some.Copied("docs/a", 7), Some.Deleted("docs/deep/c"), Some.Copied("docs/e", 8) with { State = Some.State(8, presence: Presence.Extra) });
        using CatalogReader reader = CatalogReader.Open(File);

        Lines(reader.List(1)).ShouldBe(["docs 0", "docs/a 1", "docs/deep 0", "docs/deep/c 2", "docs-not 3"]);
        Lines(reader.List(2)).ShouldBe(["docs 0", "docs/a 7", "docs/deep 0", "docs-not 3"]);
        Lines(reader.List(1, "docs/deep/")).ShouldBe(["docs/deep 0", "docs/deep/c 2"]);
        Lines(reader.List(1, "docs/a")).ShouldBe(["docs/a 1"]);
        reader.List(1, "docs/a").Single().Mode.ShouldBe("0644");
        reader.RootOf(1, 0)!.Kind.ShouldBe(SnapBack.Trees.EntryKind.Directory);
        foreach (string none in (string[])["docs/deep/c", "docs/e", "nothing", "/docs", "../docs", "docs//a"])
        {
            Should.Throw<SnapBackException>(() => reader.List(2, none), none).Code.ShouldBe(ErrorCode.NotInCatalog);
        }
    }

    [Fact]
    public void AReaderSeesOneMomentWhileAWriterGoesOn()
    {
        RunStart start = Some.Start(pairs: [new JobPair("/a", "/x"), new JobPair("/b", "/y")]);
        Run(start, Some.End(), [.. Enumerable.Range(0, 50).Select(i => Some.Copied($"f{i}", pair: i / 25))]);
        using CatalogReader reader = CatalogReader.Open(File);
        using CatalogWriter writer = Open();
        writer.BeginRun(start);
        using IEnumerator<ListRow> rows = reader.List(2).GetEnumerator();
        rows.MoveNext().ShouldBeTrue();
        writer.Record([Some.Deleted("f30") with { Pair = 1 }, Some.Copied("f30x", pair: 1), Some.Copied("f30y", pair: 1)]);
        writer.Commit();

        int count = 1;
        while (rows.MoveNext())
        {
            count++;
        }

        count.ShouldBe(50);
        reader.List(2).Count().ShouldBe(51);
    }

    [SkippableFact]
    public void AForgedNameIsNotGivenOut()
    {
        Run(Some.Copied("innocent"));
        Sqlite("UPDATE path SET name = '../../etc/shadow' WHERE name = 'innocent'");
        using CatalogReader reader = CatalogReader.Open(File);

        Should.Throw<SnapBackException>(() => reader.List(1).ToList()).Code.ShouldBe(ErrorCode.CatalogUnusable);
    }

    private static string[] Paths(IEnumerable<FileRow> rows) => [.. rows.Select(row => row.Path)];

    private static string[] Lines(IEnumerable<ListRow> rows) => [.. rows.Select(row => $"{row.Path} {row.Size}")];

    private void MakeFourRuns()
    {
        Run();
        Run(Some.Start(job: "other"), Some.End());
        Run(Some.Start(isDryRun: true), Some.End(RunStatus.Planned, 0));
        Run();
    }
}
