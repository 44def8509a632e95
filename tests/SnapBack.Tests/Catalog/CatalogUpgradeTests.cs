using System.Runtime.Versioning;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Catalog;

/// <summary>A catalog that a program of format 4 made, in the hands of this one.</summary>
public sealed class CatalogUpgradeTests : CatalogTestBase
{
    private const string ViewRows = """
        SELECT run_id, pair, hex(path), class, action, outcome, kind, size, modified, view, sha256, error_kind, error_code, error_phase, error_text, attempts, reason
        FROM v_run_files ORDER BY 1, 2, 3
        """;

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void AReaderAnswersAsTheOldProgramDidAndChangesNothing()
    {
        MakeOld();
        byte[] before = System.IO.File.ReadAllBytes(File);

        string[] answers = Answers();

        answers.ShouldContain("files 4: newer copy failed letters/a.txt");
        answers.ShouldContain("2 to 5: removed letters/b.docx");
        answers.Count(answer => answer.StartsWith("files 5: ", StringComparison.Ordinal)).ShouldBe(int.Parse(Sqlite("SELECT count(*) FROM v_run_files WHERE run_id = 5").Single(), null));
        Sqlite("PRAGMA user_version").ShouldBe(["4"]);
        System.IO.File.ReadAllBytes(File).ShouldBe(before);
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void TheNextRunUpgradesItAndEveryAnswerStays()
    {
        MakeOld();
        string[] answers = Answers();
        string[] rows = Sqlite(ViewRows);

        using (CatalogWriter writer = Open())
        {
            writer.Notices.ShouldBeEmpty();
        }

        Sqlite("PRAGMA user_version; PRAGMA integrity_check").ShouldBe(["5", "ok"]);
        Answers().ShouldBe(answers);
        Sqlite(ViewRows).ShouldBe(rows);
        using CatalogReader reader = CatalogReader.Open(File);
        reader.Check(CancellationToken.None).ShouldAllBe(row => row.IsSound);
    }

    [SkippableFact]
    [SupportedOSPlatform("linux")]
    public void AnUpgradeThatBreaksOffLeavesTheOldCatalogAsItWas()
    {
        MakeOld();
        const string All = "PRAGMA user_version; SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2; SELECT count(*) FROM state";
        string[] before = Sqlite($"CREATE TABLE state_left_out(in_the_way); {All}");

        using CatalogWriter writer = Open();

        writer.Notices.Single().Code.ShouldBe("catalog-set-aside");
        string aside = Directory.GetFiles(Path.GetDirectoryName(File)!, "catalog.db.set-aside-*Z").Single();
        Shell.Run(Require.Program("sqlite3"), ["-batch", "-noheader", aside, All]).MustSucceed().Lines.ShouldBe(before);
    }

    // Its names are those of Linux.
    [SupportedOSPlatform("linux")]
    private void MakeOld()
    {
        Require.Linux();
        Directory.CreateDirectory(Path.GetDirectoryName(File)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Sqlite($".read {Checkout.At("tests", "SnapBack.Tests", "Catalog", "format-4.sql")}");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string[] Answers()
    {
        using CatalogReader reader = CatalogReader.Open(File);
        long[] runs = [.. reader.Runs().Select(run => run.Id)];
        return
        [
            .. reader.Runs().Select(run => run.ToString()),
            .. runs.SelectMany(run => reader.Files(run).Select(row => $"files {run}: {row.Class} {row.Action} {row.Outcome} {row.Path}")),
            .. CatalogWords.Classes.All.SelectMany(word => runs.SelectMany(run => reader.Files(run, @class: word).Select(row => $"{word} in {run}: {row}"))),
            .. CatalogWords.Actions.All.SelectMany(word => runs.SelectMany(run => reader.Files(run, action: word).Select(row => $"{word} in {run}: {row}"))),
            .. runs.SelectMany(run => reader.Files(run, glob: "letters/*").Select(row => $"glob in {run}: {row}")),
            .. runs.SelectMany(run => reader.List(run).Select(row => $"list {run}: {row.Path} {row.FromRun} {row.Sha256}")),
            .. runs.SelectMany(before => runs.SelectMany(after => reader.Difference(before, after).Select(row => $"{before} to {after}: {row.Change} {row.Path}"))),
            .. reader.Find("*").Select(row => row.ToString()),
            .. reader.History("letters/a.txt").Select(row => row.ToString()),
            .. reader.Failures().Select(row => row.ToString()),
            .. reader.Folders(null, 5, 1, 10).Select(row => row.ToString()),
        ];
    }
}
