using System.Security.Cryptography;
using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class CatalogWriterTests : CatalogTestBase
{
    [SkippableFact]
    public void ARunWithoutChangesAddsNoRowsPerFile()
    {
        Run([Some.Folder("docs"), .. Enumerable.Range(0, 500).Select(i => Some.Copied($"docs/{i}"))]);
        Run();

        Sqlite("SELECT count(*) FROM state").ShouldBe(["501"]);
        Sqlite("SELECT count(*) FROM event").ShouldBe(["0"]);
        Sqlite("SELECT class, action, count(*) FROM v_run_files WHERE run_id = 1 GROUP BY 1, 2").ShouldBe(["new|copy|500", "new|create-folder|1"]);
        Sqlite("SELECT class, action, count(*) FROM v_run_files WHERE run_id = 2 GROUP BY 1, 2").ShouldBe(["same|none|501"]);
    }

    [SkippableFact]
    public void AStateEndsWithTheLastRunOfItsTreeThatSawIt()
    {
        Run(Some.Copied("a"), Some.Copied("b"));
        Run(Some.Start(pairs: new JobPair("/elsewhere", "/backup2")), Some.End());
        Run(Some.Start(isDryRun: true), Some.End(RunStatus.Planned, 1), Some.Deleted("b"));
        Run(Some.Copied("a", 2) with { Class = FileClass.Newer }, Some.Deleted("b"));

        Sqlite("SELECT path, first_run, last_run, class, size FROM v_history ORDER BY 1, 2").ShouldBe(["a|1|3|new|1", "a|4||newer|2", "b|1|3|new|1"]);
        Sqlite("SELECT run_id, path, class, action, outcome FROM v_run_files WHERE path = 'b' ORDER BY 1")
            .ShouldBe(["1|b|new|copy|done", "3|b|extra|delete|done", "4|b|extra|delete|done"]);
    }

    [SkippableFact]
    public void ADryRunChangesNoState()
    {
        Run(Some.Copied("a"));
        Run(Some.Start(isDryRun: true), Some.End(RunStatus.Planned, 1), Some.Copied("a", 9) with { Class = FileClass.Newer }, Some.Copied("new", 4));

        Sqlite("SELECT from_run, size FROM state").ShouldBe(["1|1"]);
        Sqlite("SELECT kind, status FROM run WHERE id = 2").ShouldBe(["plan|planned"]);
        Sqlite("SELECT path, class, action, size FROM v_run_files WHERE run_id = 2 ORDER BY 1").ShouldBe(["a|newer|copy|9", "new|new|copy|4"]);
    }

    [SkippableFact]
    public void WhatAPlanFindsGoneIsNotInItsListAndStaysInTheBackup()
    {
        Run(Some.Copied("a"), Some.Copied("b"));
        Run(Some.Start(isDryRun: true), Some.End(RunStatus.Planned, 0), Some.Copied("a") with { Action = ActionKind.None, Outcome = ActionOutcome.Gone, State = null });

        Sqlite("SELECT path FROM v_run_files WHERE run_id = 2").ShouldBe(["b"]);
        using CatalogReader reader = CatalogReader.Open(File);
        reader.Files(2).Select(row => row.Path.ToString()).ShouldBe(["b"]);
        Sqlite("SELECT count(*) FROM state WHERE to_run IS NULL").ShouldBe(["2"]);
    }

    [Fact]
    public void RunNumbersGrowByOneAndAreNeverUsedTwice()
    {
        Run().ShouldBe(1);
        Run().ShouldBe(2);
        using (CatalogWriter writer = Open())
        {
            writer.BeginRun(Some.Start()).ShouldBe(3);
        }

        Run().ShouldBe(4);
    }

    [Fact]
    public void WhatIsNotCommittedIsNotInTheCatalog()
    {
        using (CatalogWriter writer = Open())
        {
            writer.BeginRun(Some.Start());
            writer.Record([Some.Copied("kept")]);
            writer.Commit();
            writer.Record([Some.Copied("lost")]);
            writer.SaveSeals(0, [(Some.Path("kept"), [1, 2])]);
        }

        using CatalogReader reader = CatalogReader.Open(File);
        reader.List(1).Select(row => row.Path).ShouldBe(["kept"]);
        reader.Runs().Single().Status.ShouldBe("running");
    }

    [SkippableFact]
    public void ACommitThatFailedMayBeTriedAgainAndLosesNothing()
    {
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());
        long untilSecond = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3;
        Sqlite($"CREATE TRIGGER fail BEFORE INSERT ON event WHEN strftime('%s', 'now') < '{untilSecond}' BEGIN SELECT RAISE(ABORT, 'not yet'); END");
        writer.Record([Some.Copied("docs/deep/a"), Some.Failed("docs/b")]);
        writer.SaveSeals(0, [(Some.Path("docs"), [1])]);

        SnapBackException failure = Should.Throw<SnapBackException>(writer.Commit);
        failure.Code.ShouldBe(ErrorCode.CatalogUnusable);
        failure.Message.ShouldContain("not yet");
        Sqlite("SELECT (SELECT count(*) FROM state), (SELECT count(*) FROM path), (SELECT count(*) FROM seal)").ShouldBe(["0|1|0"]);
        SpinWait.SpinUntil(() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() >= untilSecond, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        writer.Commit();

        Sqlite("SELECT path FROM v_run_files ORDER BY 1").ShouldBe(["docs/b", "docs/deep/a"]);
        Sqlite("PRAGMA foreign_key_check; SELECT count(*) FROM seal").ShouldBe(["1"]);
        writer.HeldCount(0).ShouldBe(1);
    }

    [Fact]
    public void ASealIsFoundUntilItIsDroppedAlsoBeforeTheCommit()
    {
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());
        RelativePath folder = Some.Path("a/b");

        writer.SealOf(0, folder).ShouldBeNull();
        writer.SaveSeals(0, [(folder, [1, 2, 3]), (RelativePath.Root, [4])]);
        writer.SealOf(0, folder).ShouldBe(new byte[] { 1, 2, 3 });
        writer.Commit();
        writer.SealOf(0, folder).ShouldBe(new byte[] { 1, 2, 3 });
        writer.SealOf(0, RelativePath.Root).ShouldBe(new byte[] { 4 });
        writer.DropSeal(0, folder);
        writer.SealOf(0, folder).ShouldBeNull();
        writer.Commit();
        writer.SealOf(0, folder).ShouldBeNull();
        writer.SealOf(0, RelativePath.Root).ShouldBe(new byte[] { 4 });
    }

    [Fact]
    public void SealsOfOneTreeAreNoSealsOfAnother()
    {
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start(pairs: [new JobPair("/a", "/x"), new JobPair("/b", "/y")]));
        writer.SaveSeals(1, [(Some.Path("f"), [1])]);
        writer.Commit();

        writer.SealOf(0, Some.Path("f")).ShouldBeNull();
        writer.SealOf(1, Some.Path("f")).ShouldBe(new byte[] { 1 });
        writer.TreeOf(0).ShouldNotBe(writer.TreeOf(1));
    }

    [Fact]
    public void TraitsHoldOnlyOnTheVolumeThatTheyWereFoundOn()
    {
        DestinationTraits traits = new()
        {
            FileSystem = "fuseblk",
            TimeGranularity = TimeSpan.FromSeconds(2),
            IsCaseInsensitive = true,
            KeepsMode = true,
            HasVolumeFlush = true,
        };
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());

        writer.TraitsOf(0, "uuid-1").ShouldBeNull();
        writer.SaveTraits(0, "uuid-1", traits);

        writer.TraitsOf(0, "uuid-1").ShouldBe(traits);
        writer.TraitsOf(0, "uuid-2").ShouldBeNull();
    }

    [Fact]
    public void SnapshotsThatWereNotedStandOpenUntilStruckOutAcrossStarts()
    {
        SnapshotNote first = new("btrfs", "/pool/.snapback/1", "/pool");
        SnapshotNote second = new("btrfs", "/pool/.snapback/bytes\uDCFF", "/pool");
        using (CatalogWriter writer = Open())
        {
            writer.Note(first);
            writer.Note(second);
            writer.Note(second);
        }

        using CatalogWriter later = Open();
        later.OpenNotes().ShouldBe([first, second], ignoreOrder: true);
        later.StrikeOut(first);
        later.OpenNotes().ShouldBe([second]);
    }

    // A second job of the same machine starts while the first one copies: its snapshot is in use, not left behind.
    [SkippableFact]
    public void ASnapshotWhoseProcessLivesIsNoLeftover()
    {
        SnapshotNote inUse = new("btrfs", "/pool/.snapback-snapshot-1", "/pool");
        SnapshotNote left = new("btrfs", "/pool/.snapback-snapshot-2", "/pool");
        using CatalogWriter writer = Open();
        writer.Note(inUse);
        writer.Note(left);
        Sqlite("UPDATE snapshot_owner SET process_started = 'earlier' WHERE id LIKE '%2'");

        writer.Leftovers().ShouldBe([left]);
        writer.Notes().Select(noted => (noted.Note, noted.IsInUse)).ShouldBe([(inUse, true), (left, false)]);
    }

    [SkippableFact]
    public void ASnapshotThatIsToStayIsNoLeftover()
    {
        using CatalogWriter writer = Open();
        SnapshotNote kept = new("btrfs", "/pool/.snapback-snapshot-1", "/pool") { IsKept = true };
        writer.Note(kept);
        Sqlite("UPDATE snapshot_owner SET process_started = 'earlier'");

        writer.Leftovers().ShouldBeEmpty();
        writer.OpenNotes().ShouldBe([kept]);
        writer.StrikeOut(kept);
        writer.OpenNotes().ShouldBeEmpty();
    }

    [SkippableFact]
    public void ACatalogOfVersionOneIsUpgradedAndItsNotesAreLeftovers()
    {
        SnapshotNote note = new("btrfs", "/pool/.snapback-snapshot-1", "/pool");
        using (CatalogWriter writer = Open())
        {
            writer.Note(note);
        }

        Sqlite("DROP INDEX state_by_first_run; DROP INDEX state_by_last_run; DROP INDEX state_left_out; DROP VIEW v_versions; DROP TABLE version; DROP TABLE version_folder; DROP VIEW v_security; DROP TABLE state_detail; DROP TABLE descriptor; DROP TABLE snapshot_owner; DROP VIEW v_run_files; CREATE VIEW v_run_files AS SELECT 'of version 1' AS path; PRAGMA user_version = 1");

        using CatalogWriter later = Open();
        later.Notices.ShouldBeEmpty();
        later.Leftovers().ShouldBe([note]);
    }

    [Fact]
    public void ACatalogOfVersionTwoIsReadAsItIsAndUpgradedByTheNextRun()
    {
        Run(Some.Copied("docs/a"));
        Sqlite("DROP INDEX state_by_first_run; DROP INDEX state_by_last_run; DROP INDEX state_left_out; DROP VIEW v_versions; DROP TABLE version; DROP TABLE version_folder; DROP VIEW v_security; DROP TABLE state_detail; DROP TABLE descriptor; PRAGMA user_version = 2");

        using (CatalogReader reader = CatalogReader.Open(File))
        {
            reader.Files(1).ShouldContain(row => row.Path == "docs/a");
        }

        Run(Some.Copied("docs/b"));
        Sqlite("PRAGMA user_version").ShouldBe(["5"]);
    }

    [Fact]
    public void ADescriptorLiesInTheVaultOnceAndEachStateKnowsIt()
    {
        SecurityBlob blob = new(SecurityForm.SelfRelative, [.. SnapBack.Security.Sddl.Read("O:SYG:SYD:P(A;;FA;;;SY)").Bytes]);
        PathState state = Some.State(5) with
        {
            Created = new Timestamp(-11_644_473_600, 0),
            Security = blob,
            SecurityHash = blob.Hash,
            SecurityResult = SecurityResult.NotHeld,
        };
        Run(Some.Copied("docs/a") with { State = state }, Some.Copied("docs/b") with { State = state });

        Sqlite("SELECT count(*) FROM descriptor").ShouldBe(["1"]);
        Sqlite("SELECT path, security, bytes FROM v_security ORDER BY 1").ShouldBe([$"docs/a|not-held|{blob.Bytes.Length}", $"docs/b|not-held|{blob.Bytes.Length}"]);
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());
        PathState known = writer.KnownAt(0, RelativePath.Root.Child("docs").Child("a"))!.State;
        known.SecurityHash.ShouldBe(blob.Hash);
        known.SecurityResult.ShouldBe(SecurityResult.NotHeld);
        known.Created.ShouldBe(state.Created);
    }

    [Fact]
    public void ALookThatSaysNothingOfSecurityLeavesWhatIsKnown()
    {
        SecurityBlob blob = new(SecurityForm.SelfRelative, [.. SnapBack.Security.Sddl.Read("O:SYG:SYD:P(A;;FA;;;SY)").Bytes]);
        PathState state = Some.State(5) with { Security = blob, SecurityHash = blob.Hash, SecurityResult = SecurityResult.Exact };
        Run(Some.Copied("docs/a") with { State = state });

        Run(Some.Copied("docs/a") with { Action = ActionKind.None, Class = FileClass.Same, State = Some.State(5) with { LinkCount = 7 } });

        Sqlite("SELECT first_run, security FROM v_security ORDER BY 1").ShouldBe(["1|exact", "2|exact"]);
    }

    [Fact]
    public void TheLastRunOfAPairIsTheLastThatWasNoDryRun()
    {
        Run();
        Run(Some.Start(isDryRun: true), Some.End(RunStatus.Planned, 0));
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start(pairs: [new JobPair("/data", "/backup"), new JobPair("/never", "/seen")]));

        writer.LastRunOf(0).ShouldBe(1);
        writer.LastRunOf(1).ShouldBeNull();
    }

    [Fact]
    public void WhatAWriterSaysIsKnownToTheNextRunExactly()
    {
        PathState state = Some.State(5) with
        {
            Sha256 = SHA256.HashData([1]),
            LinkTarget = "../to",
            Reason = SkipReason.TooOld,
            Modified = new Timestamp(-5, 999_999_999),
            Changed = new Timestamp(long.MaxValue, 1),
        };
        Run(Some.Copied("docs/a") with { State = state, Class = FileClass.Tweaked });
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());

        KnownPath known = writer.KnownIn(0, Some.Path("docs")).Single(child => child.Key == "a").Value;
        known.FromRun.ShouldBe(1);
        known.Class.ShouldBe(FileClass.Tweaked);
        StateColumns.AreEqual(known.State, state).ShouldBeTrue();
        writer.KnownAt(0, Some.Path("docs/a"))!.State.Sha256.ShouldBe(state.Sha256);
        writer.KnownAt(0, Some.Path("docs/b")).ShouldBeNull();
        writer.KnownIn(0, Some.Path("none")).ShouldBeEmpty();
    }

    [Fact]
    public void ManyThreadsMayAskWhileOneWrites()
    {
        Run([.. Enumerable.Range(0, 200).Select(i => Some.Copied($"f{i % 10}/{i}"))]);
        using CatalogWriter writer = Open();
        writer.BeginRun(Some.Start());
        writer.SaveSeals(0, [.. Enumerable.Range(0, 10).Select(i => (Some.Path($"f{i}"), new[] { (byte)i }))]);
        writer.Commit();

        Task[] askers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                writer.KnownIn(0, Some.Path($"f{i % 10}")).Count().ShouldBeGreaterThanOrEqualTo(20);
                writer.SealOf(0, Some.Path($"f{i % 10}")).ShouldBe([(byte)(i % 10)]);
            }
        }))];
        for (int i = 0; i < 50; i++)
        {
            writer.Record([Some.Copied($"f{i % 10}/new{i}")]);
            writer.Commit();
        }

        Should.NotThrow(() => Task.WaitAll(askers));
    }

    [SkippableFact]
    public void RunsOfSeveralWritersAtOnceLoseNothing()
    {
        Task[] writers = [.. Enumerable.Range(0, 4).Select(number => Task.Run(() =>
        {
            using CatalogWriter writer = Open();
            writer.BeginRun(Some.Start(job: $"job{number}", pairs: new JobPair($"/data{number}", "/backup")));
            for (int batch = 0; batch < 20; batch++)
            {
                writer.Record([.. Enumerable.Range(0, 10).Select(i => Some.Copied($"common/{batch}/{i}"))]);
                writer.Commit();
            }

            writer.EndRun(Some.End());
        }))];
        Task.WaitAll(writers);

        using CatalogReader reader = CatalogReader.Open(File);
        reader.Runs().Select(run => run.Id).ShouldBe([1, 2, 3, 4]);
        reader.Runs().ShouldAllBe(run => reader.List(run.Id, null).Count() == 200);
        Sqlite("PRAGMA integrity_check; PRAGMA foreign_key_check").ShouldBe(["ok"]);
        Sqlite("SELECT count(*), count(DISTINCT id) FROM path").ShouldBe(["888|888"]);
    }

    [SkippableFact]
    public void AllThatIsToldOfARunIsKept()
    {
        SnapshotNote member = new("vss", "{1}", "C:\\");
        WriterStatus status = new("SqlServerWriter", false, "timed out");
        using (CatalogWriter writer = Open())
        {
            writer.BeginRun(Some.Start());
            writer.NoteView(0, new SourceView(true, "/snap/1", new Dictionary<RelativePath, string>(), new HashSet<RelativePath>()));
            writer.NoteSnapshot(new SnapshotSet("vss", "{set}", Some.Night, [member], []));
            writer.NoteSnapshot(new SnapshotSet("vss", "{set}", Some.Night, [member], [status]));
            writer.AddNotice(new Notice("live-view", "The live tree is read."));
            writer.AddNotice(new Notice("hint", "All is well.", IsWarning: false));
            writer.Record([Some.Failed("docs/locked")]);
            writer.EndRun(Some.End(RunStatus.Failed, 9) with { Message = "Two files could not be copied." });
        }

        using CatalogReader reader = CatalogReader.Open(File);
        RunDetails details = reader.Show(1);
        details.Run.ShouldBe(new RunRow
        {
            Id = 1,
            Job = "nightly",
            Kind = "backup",
            Mode = "mirror",
            Source = "/data",
            Destination = "/backup",
            Started = Some.Night,
            Ended = Some.Night.AddMinutes(5),
            ExitCode = 9,
            Status = "failed",
            Snapshot = "vss {set}",
            FilesCopied = 3,
            BytesCopied = 1234,
            FilesFailed = 1,
            FilesDeleted = 2,
            Restorable = "full",
        });
        details.Trees.ShouldBe([new RunTreeRow(0, "/data", "/backup", "snapshot", "/snap/1", null)]);
        details.Snapshots.ShouldBe([member]);
        details.Writers.ShouldBe([status]);
        details.Notices.ShouldBe([new Notice("live-view", "The live tree is read."), new Notice("hint", "All is well.", IsWarning: false)]);
        details.Totals.ShouldBe(Some.End().Totals);
        details.SnapshotCreated.ShouldBe(Some.Night);
        details.SnapshotPolicy.ShouldBe("prefer");
        details.Host.ShouldBe(Environment.MachineName);
        details.Message.ShouldBe("Two files could not be copied.");
        FileRow failure = details.Failures.Single();
        (failure.Path, failure.Error, failure.Attempts, failure.Size).ShouldBe(("docs/locked", "open source: Permission denied (error 13)", 4, 77L));
        reader.Files(1).Single().ShouldBe(failure);
        Sqlite("SELECT snapshot, files_copied, files_deleted FROM v_runs").ShouldBe(["vss {set}|3|2"]);
    }

    [SkippableFact]
    public void NothingIsClaimedOfAFolderThatCouldNotBeListed()
    {
        Run(Some.Folder("open"), Some.Copied("open/a"), Some.Folder("locked"), Some.Copied("locked/b"), Some.Copied("locked-not"));
        Run(Some.Start(), Some.End(RunStatus.Failed, 8), Some.Failed("locked", EntryKind.Directory, ActionKind.None));

        using CatalogReader reader = CatalogReader.Open(File);
        reader.Files(2).Select(row => $"{row.Path}:{row.Class}:{row.Outcome}")
            .ShouldBe(["locked:new:failed", "locked/b::done", "locked-not:same:done", "open:same:done", "open/a:same:done"]);
        reader.List(2).Select(row => row.Path).ShouldContain("locked/b");
    }

    [Theory]
    [InlineData(RunStatus.Interrupted, 130)]
    [InlineData(RunStatus.Failed, 16)]
    public void NothingIsClaimedOfWhatARunThatStoppedEarlyDidNotReach(RunStatus status, int exitCode)
    {
        Run(Some.Copied("a"), Some.Copied("b"));
        Run(Some.Start(), Some.End(status, exitCode), Some.Copied("a", 2) with { Class = FileClass.Newer });

        using CatalogReader reader = CatalogReader.Open(File);
        reader.Files(2).Select(row => (row.Path, row.Class)).ShouldBe([("a", "newer"), ("b", null)]);
        reader.List(2).Select(row => (row.Path, row.Size, row.FromRun)).ShouldBe([("a", 2L, 2L), ("b", 1L, 1L)]);
    }
}
