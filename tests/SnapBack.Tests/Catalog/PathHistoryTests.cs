using Shouldly;
using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Planning;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class PathHistoryTests : CatalogTestBase
{
    [Fact]
    public void APathIsToldFromItsFirstRunToWhereItLiesNow()
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"));
        Run();
        Run(Some.Copied("docs/a", 5));
        Run(Some.Failed("docs/a"));
        Run(Some.Copied("docs/a", 7));

        History("docs/a").ShouldBe(
        [
            "1-2 appeared 1", "3-4 changed 5", "4- failed 77", "5- changed 7 /backup/docs/a",
        ]);
    }

    [Fact]
    public void WhatWasDeletedAndCameBackAppearsAgain()
    {
        Run(Some.Copied("a"));
        Run(Some.Deleted("a"));
        Run();
        Run(Some.Copied("a", 3));
        Run(Some.Deleted("a"));

        History("a").ShouldBe(["1-1 appeared 1", "2- deleted", "4-4 appeared 3", "5- deleted"]);
    }

    [Fact]
    public void WhatIsRecordedAnewWithoutAVisibleChangeIsOneVersion()
    {
        Run(Some.Copied("a"));
        Run(Some.Copied("a") with { State = Some.State() with { FileId = 9 }, Action = ActionKind.Recheck, Class = FileClass.Tweaked });

        History("a").ShouldBe(["1- appeared 1 /backup/a"]);
    }

    [Fact]
    public void WhatARuleLeavesOutIsNoPartOfTheBackupAnyMore()
    {
        Run(Some.Copied("a"));
        Run(Some.Copied("a") with { Class = FileClass.Excluded, Action = ActionKind.None, Outcome = ActionOutcome.Skipped, State = Some.State() with { Presence = Presence.Skipped } });

        History("a").ShouldBe(["1-1 appeared 1", "2- skipped 1"]);
    }

    [Fact]
    public void ADryRunIsNoPartOfAHistory()
    {
        Run(Some.Copied("a"));
        Run(Some.Start(isDryRun: true), Some.End(RunStatus.Planned), Some.Copied("a", 9), Some.Failed("a"));

        History("a").ShouldBe(["1- appeared 1 /backup/a"]);
    }

    [Fact]
    public void EverySourceThatHasThePathTellsItsOwnHistory()
    {
        JobPair[] pairs = [new("/a", "/x"), new(@"D:\b", @"E:\y")];
        Run(Some.Start(pairs: pairs), Some.End(), Some.Folder("docs"), Some.Copied("docs/same", 1), Some.Folder("docs", pair: 1), Some.Copied("docs/same", 2, pair: 1));

        using CatalogReader reader = CatalogReader.Open(File);
        reader.History("docs/same").Select(row => $"{row.Source} {row.Size} {row.At}").ShouldBe(["/a 1 /x/docs/same", @"D:\b 2 E:\y\docs\same"]);
    }

    [SkippableFact]
    public void AVersionThatWasKeptLiesInTheStore()
    {
        Run(Some.Folder("docs"), Some.Copied("docs/a"));
        Run(Some.Copied("docs/a", 5));
        Run(Some.Copied("docs/a", 6));
        Run(Some.Deleted("docs/a"));
        // Run 2 kept nothing, run 3 and 4 did, and what run 3 kept was dropped again.
        Sqlite("""
            INSERT INTO version_folder(run_id, tree_id, name, is_settled) VALUES (3, 1, 'run-3', 1), (4, 1, 'run-4', 1);
            INSERT INTO version(path_id, run_id, tree_id, from_run, kind, size, modified_s, modified_ns, is_conflict, drop_begun, dropped_by)
                SELECT id, 3, 1, 2, 'file', 5, 0, 0, 0, 4, 4 FROM path WHERE name = 'a' UNION ALL SELECT id, 4, 1, 3, 'file', 6, 0, 0, 0, NULL, NULL FROM path WHERE name = 'a'
            """);

        History("docs/a").ShouldBe(["1-1 appeared 1", "2-2 changed 5", "3-3 changed 6 /backup/.snapback/versions/run-4/docs/a", "4- deleted"]);
    }

    [Fact]
    public void ContentThatStayedWhenOtherThingsChangedLiesInTheCopy()
    {
        Run(Some.Copied("a"));
        Run(Some.Copied("a") with { State = Some.State() with { Mode = 0x180 }, Action = ActionKind.UpdateMetadata, Class = FileClass.Modified });

        History("a").ShouldBe(["1-1 appeared 1 /backup/a", "2- metadata-changed 1 /backup/a"]);
    }

    private string[] History(string path)
    {
        using CatalogReader reader = CatalogReader.Open(File);
        return [.. reader.History(path).Select(row => $"{row.Run}-{row.LastRun} {row.Change} {row.Size} {row.At}".TrimEnd(' '))];
    }
}
