using System.Text.Json;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Tests.Catalog;
using Xunit;

namespace SnapBack.Tests.Cli;

/// <summary>What all questions to the catalog have in common.</summary>
public sealed class CatalogCommandTests : CatalogTestBase
{
    /// <summary>Every question, with whatever it asks for, on a catalog that has run 1 and the path docs/a.</summary>
    private static readonly string[] Questions =
    [
        "runs", "show last", "files last", "ls last", "diff 1 last", "acl docs/a", "history docs/a", "find a", "failures",
        "stats", "stats --by phase", "stats --by folder", "stats --by file", "sql SELECT/**/id,path/**/FROM/**/v_run_files,v_runs", "check", "prune --keep 1d --dry-run",
    ];

    // It has no table, and no writers took part.
    private static readonly string[] OtherQuestions = ["export last --format json", "stats --by writer"];

    /// <summary>Questions that name a run.</summary>
    private static readonly string[] QuestionsOfARun = ["show {0}", "files {0}", "ls {0}", "diff {0} 1", "diff 1 {0}", "acl docs/a --run {0}", "export {0} --format csv"];

    public static TheoryData<string> All => [.. Questions, .. OtherQuestions];

    public static TheoryData<string> InAllFormats => [.. Questions];

    public static TheoryData<string> OfARun => [.. QuestionsOfARun];

    [Theory]
    [MemberData(nameof(All))]
    public void WithoutACatalogTheAnswerIsOneSentenceAndNoFileIsMade(string question)
    {
        CliCall call = Ask(question);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith($"snapback: SB3002: There is no catalog '{File}'.");
        call.Output.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Folder.Root).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WhatIsNoCatalogIsLeftAsItIs(string question)
    {
        const string Content = "Dear diary, this is a text that is long enough to be taken for the header of a database by the careless, and no more than that.";
        Folder.File("state/catalog.db", Content);

        CliCall call = Ask(question);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith($"snapback: SB3001: The catalog '{File}' is damaged or is no catalog.");
        System.IO.File.ReadAllText(File).ShouldBe(Content);
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(File)!).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ALockedCatalogIsNamedAndNothingHangs()
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"));
        using CatalogConnection holder = CatalogConnection.Open(File, canWrite: true);
        holder.Execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE run SET message = 'held'");

        // Each waits for a while; all at once they wait together.
        CliCall[] calls = await Task.WhenAll(Questions.Concat(OtherQuestions).Select(question => Task.Run(() => Ask(question))));

        calls.ShouldAllBe(call => call.ExitCode == 16 && call.Output.Length == 0);
        calls.Select(call => call.Error).ShouldAllBe(error => error.StartsWith($"snapback: SB3001: Another program holds the catalog '{File}'.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OfARun))]
    public void ARunThatIsNotThereIsNamedWithThoseThatAre(string question)
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"));

        foreach (string word in (string[])["7", "last~1"])
        {
            CliCall call = Ask(string.Format(System.Globalization.CultureInfo.InvariantCulture, question, word));

            call.ExitCode.ShouldBe(16);
            call.Error.ShouldStartWith($"snapback: SB3003: The catalog has no run '{word}': its only run is 1.");
            call.Output.ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(InAllFormats))]
    public void EveryQuestionAnswersInAllThreeFormats(string question)
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"), Some.Failed("b"));
        Run(Some.Copied("docs/a", 5), Some.Failed("b"));

        JsonElement rows = JsonDocument.Parse(Ask(question, "--format", "json").Output).RootElement;
        string[] csv = Ask(question, "--format", "csv").Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] table = Ask(question).Lines;

        rows.ValueKind.ShouldBe(JsonValueKind.Array);
        rows.GetArrayLength().ShouldBeGreaterThan(0);
        csv.Length.ShouldBeGreaterThan(1);
        table.Length.ShouldBeGreaterThan(1);
        if (question.Split(' ')[0] is not "show")
        {
            csv.Length.ShouldBe(rows.GetArrayLength() + 1);
            csv[0].Split(',').Where(name => !name.EndsWith("Bytes", StringComparison.Ordinal)).ShouldBe(rows[0].EnumerateObject().Select(p => p.Name));
        }
    }

    [Theory]
    [InlineData("history docs/nothing", "SB3003: No run has heard of 'docs/nothing'.")]
    [InlineData("history ../docs", "SB3003: No run has heard of '../docs'.")]
    [InlineData("ls last docs/nothing", "SB3003: Run 1 holds no 'docs/nothing'.")]
    public void APathThatIsNotThereIsSaidToBe(string question, string sentence)
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"));

        CliCall call = Ask(question);

        call.ExitCode.ShouldBe(16);
        call.Error.ShouldStartWith($"snapback: {sentence}");
    }

    [Fact]
    public void AnExportIsTheFilesOfARunAndNothingIsOverwritten()
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"), Some.Failed("=b"));
        string file = Folder.At("export.csv");

        CliCall call = Ask("export last --format csv", "--output", file);

        call.ExitCode.ShouldBe(0);
        call.Output.ShouldBeEmpty();
        string exported = System.IO.File.ReadAllText(file);
        exported.ShouldBe(Ask("files last", "--format", "csv").Output);
        exported.ShouldContain("\r\n'=b,");

        CliCall again = Ask("export last --format csv", "--output", file);

        again.ExitCode.ShouldBe(16);
        again.Error.ShouldStartWith($"snapback: SB1009: '{file}' can't be written: There is something of that name already.");
        System.IO.File.ReadAllText(file).ShouldBe(exported);
        Directory.EnumerateFiles(Folder.Root).ShouldHaveSingleItem();
    }

    [SkippableFact]
    public void ACheckEndsWithEightWhenSomethingIsWrong()
    {
        Run(Some.Copied("a"));
        Ask("check").ExitCode.ShouldBe(0);
        Sqlite("UPDATE tree SET held_files = 99");

        CliCall call = Ask("check");

        call.ExitCode.ShouldBe(8);
        call.Output.ShouldContain("tree 1 counts 99 files and 0 folders, and its states 1 and 0");
    }

    [Fact]
    public void SqlStopsAfterTheRowsThatWereAskedForAndSaysSo()
    {
        Run([.. Enumerable.Range(0, 10).Select(i => Some.Copied($"{i}"))]);

        CliCall call = Ask("sql SELECT/**/path/**/FROM/**/v_run_files", "--format", "csv", "--max-rows", "4");

        call.ExitCode.ShouldBe(0);
        call.Lines.Length.ShouldBe(5);
        call.Error.ShouldStartWith("Only the first 4 rows; there are more.");
        Ask("sql SELECT/**/path/**/FROM/**/v_run_files", "--max-rows", "10").Error.ShouldBeEmpty();
    }

    [SkippableFact]
    public void ADryPruneChangesNothingAndAPruneSaysWhatIsGone()
    {
        Run(Some.Copied("a"));
        Run(Some.Copied("a", 2));
        Run(Some.Copied("a", 3));

        CliCall dry = Ask("prune --keep 1d --dry-run");

        dry.ExitCode.ShouldBe(0);
        dry.Lines[^1].ShouldBe("2 of 3 runs would go. Nothing was changed.");
        Sqlite("SELECT id FROM run").ShouldBe(["1", "2", "3"]);

        CliCall call = Ask("prune --keep 1d");

        call.Lines[^1].ShouldStartWith("2 of 3 runs pruned; the catalog had ");
        Sqlite("SELECT id FROM run").ShouldBe(["3"]);
        Ask("prune --keep 1d").Lines[^1].ShouldBe("Nothing to prune: all runs stay.");
    }

    [Fact]
    public void TheFiguresForPeopleHaveABarAndThoseForProgramsHaveNone()
    {
        Run(Some.Copied("a"), Some.Failed("b"));

        Ask("stats").Output.ShouldContain("####################");
        Ask("stats").Lines[^1].ShouldBe("1 path failed and has not succeeded since; 'snapback catalog failures' lists it.");
        Ask("stats", "--format", "csv").Output.ShouldNotContain("#");
        Ask("stats", "--format", "json").Output.ShouldNotContain("#");
    }

    private CliCall Ask(string question, params string[] options) => CliCall.Of(["catalog", .. question.Split(' '), "--catalog", File, .. options]);
}
