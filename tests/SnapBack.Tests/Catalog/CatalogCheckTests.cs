using Shouldly;
using SnapBack.Catalog;
using SnapBack.HistoryMaker;
using SnapBack.Paths;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class CatalogCheckTests : CatalogTestBase
{
    [Fact]
    public void WhatTheWriterMakesIsSound()
    {
        new HistoryPlayer(new HistoryRecipe { File = File, Files = 200, Runs = 30, Seed = 7 }).Play();

        Findings().ShouldBeEmpty();
    }

    [SkippableFact]
    public void NamesThatAreNoTextAreSound()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs Linux: the names are no names on Windows");
        RelativePath folder = RelativePath.Root.Child(NameCodec.Decode([0x61, 0xFF]));
        Run(Some.Folder("x") with { Path = folder }, Some.Copied("x") with { Path = folder.Child("ümlaut") }, Some.Folder("x") with { Path = folder.Child("in") }, Some.Copied("x") with { Path = folder.Child("in").Child("a") });

        Findings().ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("UPDATE state SET to_run = 0 WHERE to_run IS NOT NULL", "intervals")]
    [InlineData("UPDATE state SET to_run = 2 WHERE from_run = 1 AND to_run = 1", "intervals")]
    [InlineData("UPDATE state SET to_run = 77 WHERE from_run = 2 AND to_run IS NULL", "counters references")]
    [InlineData("UPDATE tree SET held_files = 99", "counters")]
    [InlineData("UPDATE tree SET held_folders = held_folders + 1", "counters")]
    [InlineData("UPDATE folder SET text = 'elsewhere/' WHERE text = 'docs/'", "paths")]
    [InlineData("DELETE FROM folder WHERE text = 'docs/'", "counters paths")]
    [InlineData("UPDATE event SET path_id = 999", "references")]
    [InlineData("DELETE FROM run WHERE id = 1", "references")]
    [InlineData("UPDATE descriptor SET bytes = x'00'", "vault")]
    [InlineData("DELETE FROM descriptor", "references")]
    [InlineData("DELETE FROM state_detail; INSERT INTO state_detail VALUES (1, 1, NULL, NULL, NULL, 'exact')", "references")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON run BEGIN SELECT 1; END", "schema")]
    [InlineData("DROP VIEW v_runs", "schema")]
    public void WhatIsWrongIsFoundWhereItIs(string damage, string checks)
    {
        SecurityBlob blob = new(SecurityForm.SelfRelative, [.. SnapBack.Security.Sddl.Read("O:SYG:SYD:P(A;;FA;;;SY)").Bytes]);
        PathState secured = Some.State() with { Security = blob, SecurityHash = blob.Hash, SecurityResult = SecurityResult.Exact };
        Run(Some.Folder("docs"), Some.Copied("docs/a"), Some.Copied("docs/b") with { State = secured }, Some.Failed("c"));
        Run(Some.Copied("docs/a", 5));
        Findings().ShouldBeEmpty();
        Sqlite(damage);

        Findings().Select(row => row.Check).Distinct().Order(StringComparer.Ordinal).ShouldBe(checks.Split(' '), ignoreOrder: false, string.Join('\n', Findings().Select(row => row.Finding)));
    }

    [SkippableFact]
    public void ADamagedPageIsFoundAndNothingIsThrown()
    {
        Run([.. Enumerable.Range(0, 3000).Select(i => Some.Copied($"file-{i:D5}"))]);
        int page = int.Parse(Sqlite("PRAGMA wal_checkpoint(TRUNCATE); SELECT rootpage FROM sqlite_master WHERE name = 'path_by_name'")[^1], System.Globalization.CultureInfo.InvariantCulture);
        using (FileStream file = new(File, FileMode.Open))
        {
            file.Position = (page - 1) * 4096;
            file.Write([.. Enumerable.Repeat((byte)0xFF, 200)]);
        }

        Findings().ShouldContain(row => row.Check == "file");
    }

    private CheckRow[] Findings()
    {
        using CatalogReader reader = CatalogReader.Open(File);
        CheckRow[] rows = [.. reader.Check(CancellationToken.None)];
        rows.Select(row => row.Check).Distinct().ShouldBe(["file", "schema", "references", "intervals", "counters", "paths", "vault"]);
        return [.. rows.Where(row => !row.IsSound)];
    }
}
