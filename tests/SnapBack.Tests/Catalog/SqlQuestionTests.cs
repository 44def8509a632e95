using System.Globalization;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class SqlQuestionTests : CatalogTestBase
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public void EveryTypeOfValueComesThrough()
    {
        Run(Some.Copied("a"));

        using CatalogReader reader = CatalogReader.Open(File);
        using SqlAnswer answer = reader.Ask("SELECT 1, 2.5, 'text', x'01ff', NULL, 7 AS n, 8 AS n", Long, TimeProvider.System, CancellationToken.None);

        answer.Columns.ShouldBe(["1", "2.5", "'text'", "x'01ff'", "NULL", "n", "n_2"]);
        IReadOnlyList<object?> row = answer.Rows.ShouldHaveSingleItem();
        row[0].ShouldBe(1L);
        row[1].ShouldBe(2.5);
        row[2].ShouldBe("text");
        row[3].ShouldBe(new byte[] { 1, 0xFF });
        row[4].ShouldBeNull();
    }

    [Theory]
    [InlineData("DELETE FROM run")]
    [InlineData("UPDATE run SET job = 'x'")]
    [InlineData("INSERT INTO meta VALUES ('a', 'b')")]
    [InlineData("WITH x AS (SELECT 1) DELETE FROM run")]
    [InlineData("CREATE TABLE x(y)")]
    [InlineData("CREATE TEMP TABLE x(y)")]
    [InlineData("DROP VIEW v_runs")]
    [InlineData("PRAGMA user_version")]
    [InlineData("PRAGMA user_version = 9")]
    [InlineData("PRAGMA query_only = OFF")]
    [InlineData("SELECT * FROM pragma_table_info('run')")]
    [InlineData("ATTACH 'other.db' AS other")]
    [InlineData("VACUUM INTO 'other.db'")]
    [InlineData("BEGIN")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("SELECT 1; DELETE FROM run")]
    [InlineData("SELECT load_extension('x')")]
    [InlineData("SELECT writefile('x', 'y')")]
    [InlineData("EXPLAIN DELETE FROM run")]
    [InlineData("SELECT nothing FROM v_runs")]
    [InlineData("SELEC 1")]
    [InlineData("")]
    [InlineData("-- nothing")]
    public void WhatIsNotOneSelectIsRefusedAndNothingChanges(string sql)
    {
        Run(Some.Copied("a"));
        byte[] before = System.IO.File.ReadAllBytes(File);
        using (CatalogReader reader = CatalogReader.Open(File))
        {
            SnapBackException refusal = Should.Throw<SnapBackException>(() =>
            {
                using SqlAnswer answer = reader.Ask(sql, Long, TimeProvider.System, CancellationToken.None);
                return answer.Rows.Count();
            });

            refusal.Code.ShouldBe(ErrorCode.SqlRefused);
            refusal.Message.ShouldNotContain("damaged");
        }

        System.IO.File.ReadAllBytes(File).ShouldBe(before);
        Directory.EnumerateFiles(Folder.Root, "other*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void AQuestionThatNeverEndsIsGivenUp()
    {
        Run(Some.Copied("a"));
        using CatalogReader reader = CatalogReader.Open(File);
        using SqlAnswer answer = reader.Ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);

        SnapBackException refusal = Should.Throw<SnapBackException>(() => answer.Rows.ToList());

        refusal.Code.ShouldBe(ErrorCode.SqlRefused);
        refusal.Message.ShouldContain("given up");
    }

    [Fact]
    public void CancellingEndsAQuestion()
    {
        Run(Some.Copied("a"));
        using CancellationTokenSource stop = new();
        using CatalogReader reader = CatalogReader.Open(File);
        using SqlAnswer answer = reader.Ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", Long, TimeProvider.System, stop.Token);
        stop.Cancel();

        Should.Throw<OperationCanceledException>(() => answer.Rows.ToList());
    }

    [SkippableFact]
    public void ANameThatIsNoTextComesBackAsItIs()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs Linux: the name is no name on Windows");
        string name = NameCodec.Decode([0x61, 0xFF]);
        Run(Some.Copied("a") with { Path = RelativePath.Root.Child(name) });

        using CatalogReader reader = CatalogReader.Open(File);
        using SqlAnswer answer = reader.Ask("SELECT path FROM v_run_files WHERE run_id = 1", Long, TimeProvider.System, CancellationToken.None);

        answer.Rows.ShouldHaveSingleItem()[0].ShouldBe(name);
    }

    [SkippableTheory]
    [InlineData("SELECT * FROM v_runs ORDER BY id")]
    [InlineData("SELECT * FROM v_run_files WHERE run_id = 2 ORDER BY path")]
    [InlineData("SELECT * FROM v_history ORDER BY path, first_run")]
    public void TheViewsAnswerAsTheyAnswerTheSqliteProgram(string sql)
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"), Some.Failed("b"));
        Run(Some.Copied("docs/a", 9), Some.Deleted("b"));
        string[] expected = Shell.Run(Require.Program("sqlite3"), ["-batch", "-noheader", "-nullvalue", "NULL", File, sql]).MustSucceed().Lines;

        using CatalogReader reader = CatalogReader.Open(File);
        using SqlAnswer answer = reader.Ask(sql, Long, TimeProvider.System, CancellationToken.None);

        answer.Rows.Select(row => string.Join('|', row.Select(value => Convert.ToString(value ?? "NULL", CultureInfo.InvariantCulture)))).ShouldBe(expected);
    }
}
