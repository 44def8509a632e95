using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Tests.Trees.Unix;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>What a run overwrites or deletes is kept. After every run the bed holds the record of versions against the store.</summary>
public sealed class KeptVersionTests : IDisposable
{
    private static readonly DateTime Later = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly RuleBed _bed = new();

    public KeptVersionTests()
    {
        _bed.Job = _bed.Job with { KeepsVersions = true, Mode = JobMode.Mirror };
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void WhatIsOverwrittenLiesInTheStoreAsAPlainFileWithItsTimeAndMode()
    {
        string file = _bed.Write("docs/a.txt", "first");
        Shell.Run("chmod", ["640", file]).MustSucceed();
        long first = _bed.Run().RunId;
        _bed.Write("docs/a.txt", "second", Later);

        RunResult second = _bed.Run();

        string version = _bed.InDestination($".snapback/versions/{second.RunId}/docs/a.txt");
        File.ReadAllText(version).ShouldBe("first");
        File.GetLastWriteTimeUtc(version).Year.ShouldBe(2020);
        Shell.Run("stat", ["-c", "%a", version]).Output.Trim().ShouldBe("640");
        File.ReadAllText(_bed.InDestination("docs/a.txt")).ShouldBe("second");
        second.Totals.VersionsKept.ShouldBe(1);
        second.Totals.VersionBytes.ShouldBe(5);
        _bed.Ask("SELECT path, moved_by, from_run, kind, size, is_conflict FROM v_versions").ShouldBe([$"docs/a.txt|{second.RunId}|{first}|file|5|0"]);
        Rsync.Differences(_bed.InSource(""), _bed.InDestination(""), "/.snapback").ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatIsDeletedGoesToTheStoreFileByFile()
    {
        _bed.Write("gone/deep/a.txt");
        _bed.Write("gone/b.txt");
        File.CreateSymbolicLink(_bed.InSource("gone/link"), "b.txt");
        _bed.Write("stays.txt");
        _bed.Run();
        Shell.Run("rm", ["-r", _bed.InSource("gone")]).MustSucceed();

        RunResult run = _bed.Run();

        _bed.Versions().ShouldBe([$"{run.RunId}/gone/b.txt", $"{run.RunId}/gone/deep/a.txt", $"{run.RunId}/gone/link"]);
        Directory.Exists(_bed.InDestination("gone")).ShouldBeFalse();
        run.Totals.VersionsKept.ShouldBe(3);
    }

    [SkippableFact]
    public void AFileThatBecomesAFolderAndAFolderThatBecomesAFileAreKept()
    {
        _bed.Write("a", "file");
        _bed.Write("b/inside", "in a folder");
        File.CreateSymbolicLink(_bed.InSource("c"), "a");
        _bed.Run();
        File.Delete(_bed.InSource("a"));
        _bed.Write("a/inside", "folder");
        Shell.Run("rm", ["-r", _bed.InSource("b")]).MustSucceed();
        _bed.Write("b", "file now");
        File.Delete(_bed.InSource("c"));
        _bed.Write("c", "no link any more");

        RunResult run = _bed.Run();

        _bed.Versions().ShouldBe([$"{run.RunId}/a", $"{run.RunId}/b/inside", $"{run.RunId}/c"]);
        Rsync.Differences(_bed.InSource(""), _bed.InDestination(""), "/.snapback").ShouldBeEmpty();
    }

    [SkippableFact]
    public void ANightWithoutChangesAndOneWithOtherModesOnlyKeepNothing()
    {
        string file = _bed.Write("a.txt");
        _bed.Run();
        _bed.Run().Totals.VersionsKept.ShouldBe(0);
        Shell.Run("chmod", ["400", file]).MustSucceed();

        RunResult run = _bed.Run();

        run.Totals.MetadataUpdated.ShouldBe(1);
        run.Totals.VersionsKept.ShouldBe(0);
        _bed.Versions().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AModeThatChangesRightAfterTheRunKeepsNothingEither()
    {
        // The change time was too fresh to be trusted, so the file is copied once more; its content is the same.
        _bed.Clock = TimeProvider.System;
        string file = _bed.Write("a.txt");
        _bed.Run();
        Shell.Run("chmod", ["400", file]).MustSucceed();

        _bed.Run().Totals.VersionsKept.ShouldBe(0);

        _bed.Versions().ShouldBeEmpty();
    }

    [SkippableFact]
    public void NamesOfOneFileStayNamesOfOneFileInTheStore()
    {
        string first = _bed.Write("a", "one");
        Shell.Run("ln", [first, _bed.InSource("b")]).MustSucceed();
        _bed.Run();
        _bed.Write("a", "other", Later);

        RunResult run = _bed.Run();

        string[] inodes = [.. new[] { "a", "b" }.Select(n => Shell.Run("stat", ["-c", "%i", _bed.InDestination($".snapback/versions/{run.RunId}/{n}")]).MustSucceed().Output)];
        inodes[0].ShouldBe(inodes[1]);
        File.ReadAllText(_bed.InDestination("b")).ShouldBe("other");
    }

    [SkippableFact]
    public void AVersionKeepsItsModeWhenNamesThatItSharedTheFileWithGetAnother()
    {
        string first = _bed.Write("a", "one");
        Shell.Run("ln", [first, _bed.InSource("b")]).MustSucceed();
        Shell.Run("ln", [first, _bed.InSource("c")]).MustSucceed();
        Shell.Run("chmod", ["640", first]).MustSucceed();
        _bed.Run();
        File.Delete(_bed.InSource("a"));
        _bed.Write("a", "a file of its own", Later);
        RunResult run = _bed.Run();
        Shell.Run("chmod", ["604", _bed.InSource("b")]).MustSucceed();

        _bed.Run();

        Shell.Run("stat", ["-c", "%a", _bed.InDestination($".snapback/versions/{run.RunId}/a")]).MustSucceed().Output.Trim().ShouldBe("640");
        Rsync.Differences(_bed.InSource(""), _bed.InDestination(""), "/.snapback").ShouldBeEmpty();
    }

    [SkippableFact]
    public void ADryRunCountsWhatWouldBeKeptAndMakesNoStore()
    {
        _bed.Write("a.txt", "first");
        _bed.Write("b.txt", "bb");
        _bed.Job = _bed.Job with { KeepsVersions = false };
        _bed.Run();
        _bed.Write("a.txt", "second", Later);
        File.Delete(_bed.InSource("b.txt"));
        _bed.Job = _bed.Job with { KeepsVersions = true, IsDryRun = true };

        RunTotals planned = _bed.Run().Totals;

        planned.VersionsKept.ShouldBe(2);
        planned.VersionBytes.ShouldBe(7);
        Directory.Exists(_bed.InDestination(".snapback/versions")).ShouldBeFalse();
    }

    [SkippableFact]
    public void TheStoreIsNotPartOfTheBackupAndNeverPurged()
    {
        _bed.Write("a.txt", "first");
        _bed.Run();
        _bed.Write("a.txt", "second", Later);
        _bed.Run();
        string[] kept = _bed.Versions();

        RunResult run = _bed.Run();

        _bed.Versions().ShouldBe(kept);
        run.Totals.Files.Extras.ShouldBe(0);
        run.Totals.Deleted.ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData(".snapback")]
    [InlineData(".snapback/versions")]
    public void ALinkInThePlaceOfTheStoreIsRefusedBeforeAnythingIsTouched(string place)
    {
        string outside = Directory.CreateDirectory(Path.Join(_bed.Root, "outside")).FullName;
        _bed.Write("a.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(_bed.InDestination(place))!);
        Directory.CreateSymbolicLink(_bed.InDestination(place), outside);

        SnapBackException refused = Should.Throw<SnapBackException>(() => _bed.Run());

        refused.Code.ShouldBe(ErrorCode.VersionStoreUnsafe);
        Directory.EnumerateFileSystemEntries(outside).ShouldBeEmpty();
        File.Exists(_bed.InDestination("a.txt")).ShouldBeFalse();
    }

    [SkippableFact]
    public void AStoreThatOthersMayWriteToIsRefused()
    {
        _bed.Write("a.txt");
        Directory.CreateDirectory(_bed.InDestination(".snapback/versions"));
        Shell.Run("chmod", ["777", _bed.InDestination(".snapback/versions")]).MustSucceed();

        Should.Throw<SnapBackException>(() => _bed.Run()).Code.ShouldBe(ErrorCode.VersionStoreUnsafe);
    }

    [SkippableFact]
    public void WhereAnotherCatalogHadARunOfThatNumberItsVersionsStay()
    {
        _bed.Write("a.txt", "first");
        _bed.Run();
        _bed.WriteAtDestination(".snapback/versions/2/a.txt", "of another catalog");
        _bed.Write("a.txt", "second", Later);

        new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, CancellationToken.None).RunId.ShouldBe(2);

        File.ReadAllText(_bed.InDestination(".snapback/versions/2/a.txt")).ShouldBe("of another catalog");
        File.ReadAllText(_bed.InDestination(".snapback/versions/2.2/a.txt")).ShouldBe("first");
        _bed.Ask("SELECT stored_as FROM v_versions").ShouldBe([".snapback/versions/2.2/a.txt"]);
    }

    [SkippableFact]
    public void WhatCanNotBeMovedAsideIsNotOverwritten()
    {
        Require.Root();
        _bed.Write("a.txt", "first");
        _bed.Write("b.txt", "first");
        _bed.Run();
        _bed.Write("a.txt", "second", Later);
        File.Delete(_bed.InSource("b.txt"));
        Directory.CreateDirectory(_bed.InDestination(".snapback/versions"));
        Shell.Run("chattr", ["+i", _bed.InDestination(".snapback/versions")]).MustSucceed();

        RunResult run = new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, CancellationToken.None);

        Shell.Run("chattr", ["-i", _bed.InDestination(".snapback/versions")]).MustSucceed();
        run.ExitCode.ShouldBeGreaterThanOrEqualTo(ExitMask.Failed);
        File.ReadAllText(_bed.InDestination("a.txt")).ShouldBe("first");
        File.ReadAllText(_bed.InDestination("b.txt")).ShouldBe("first");
        _bed.Run().ExitCode.ShouldBeLessThan(ExitMask.Failed);
        _bed.Versions().Length.ShouldBe(2);
    }

    [SkippableFact]
    public void WithoutSecondNamesVersionsAreKeptByRenaming()
    {
        using FatVolume fat = FatVolume.Create();
        string destination = Directory.CreateDirectory(Path.Join(fat.MountPoint, "backup")).FullName;
        _bed.Job = _bed.Job with { Pairs = [_bed.Job.Pairs[0] with { Destination = destination }] };
        _bed.Write("docs/a.txt", "first");
        _bed.Write("b.txt", "gone soon");
        RunCoordinator coordinator = new(_bed.Ports());
        coordinator.Run(_bed.Job, _bed.Events, CancellationToken.None).ExitCode.ShouldBeLessThan(ExitMask.Failed);
        _bed.Write("docs/a.txt", "second", Later);
        File.Delete(_bed.InSource("b.txt"));

        RunResult run = coordinator.Run(_bed.Job, _bed.Events, CancellationToken.None);

        run.ExitCode.ShouldBeLessThan(ExitMask.Failed);
        File.ReadAllText(Path.Join(destination, "docs/a.txt")).ShouldBe("second");
        File.ReadAllText(Path.Join(destination, $".snapback/versions/{run.RunId}/docs/a.txt")).ShouldBe("first");
        File.ReadAllText(Path.Join(destination, $".snapback/versions/{run.RunId}/b.txt")).ShouldBe("gone soon");
        coordinator.Run(_bed.Job, _bed.Events, CancellationToken.None).Totals.VersionsKept.ShouldBe(0);
    }

    [SkippableFact]
    public void WhatAKilledRunMovedAsideIsTakenUpAndWhatItOnlyNamedTwiceIsNot()
    {
        _bed.Write("moved.txt", "old");
        _bed.Write("named.txt", "still there");
        _bed.Run();

        // As a kill leaves it: the folder is noted, one file went, of another only the second name was made.
        string store = _bed.InDestination(".snapback/versions/2");
        Directory.CreateDirectory(store);
        File.Move(_bed.InDestination("moved.txt"), Path.Join(store, "moved.txt"));
        _bed.WriteAtDestination("moved.txt", "new", Later);
        Shell.Run("ln", [_bed.InDestination("named.txt"), Path.Join(store, "named.txt")]).MustSucceed();
        Shell.Run("sqlite3", [Path.Join(_bed.Root, "catalog.db"), """
            INSERT INTO run(id, job, kind, mode, started, touched, status, host, version, snapshot_policy, process_id, process_started, boot_id)
                SELECT 2, job, kind, mode, started, touched, 'interrupted', host, version, snapshot_policy, process_id, process_started, boot_id FROM run WHERE id = 1;
            INSERT INTO run_tree(run_id, pair, tree_id) VALUES (2, 0, 1);
            INSERT INTO version_folder(run_id, tree_id, name, is_settled) VALUES (2, 1, '2', 0);
            """]).MustSucceed();
        _bed.Write("moved.txt", "new", Later);

        RunResult run = _bed.Run();

        run.Notices.ShouldContain(n => n.Code == "versions-taken-up");
        _bed.Ask("SELECT path, moved_by, from_run FROM v_versions WHERE moved_by = 2").ShouldBe(["moved.txt|2|1"]);
        File.Exists(Path.Join(store, "named.txt")).ShouldBeFalse();
        _bed.Run().Notices.ShouldNotContain(n => n.Code == "versions-taken-up");
    }

    [SkippableFact]
    public void TheDestinationsRootKeepsItsTimeWhenTheStoreIsMade()
    {
        _bed.Write("docs/a.txt", "first");
        _bed.Job = _bed.Job with { KeepsVersions = false };
        _bed.Run();
        DateTime before = Directory.GetLastWriteTimeUtc(_bed.InDestination(""));
        _bed.Job = _bed.Job with { KeepsVersions = true };

        _bed.Run();

        Directory.Exists(_bed.InDestination(".snapback/versions")).ShouldBeTrue();
        Directory.GetLastWriteTimeUtc(_bed.InDestination("")).ShouldBe(before);
    }

    [SkippableFact]
    public void TheEntriesOfTheStoreAreClosedToOthers()
    {
        _bed.Write("open/a.txt", "first");
        _bed.Run();
        _bed.Write("open/a.txt", "second", Later);
        RunResult run = _bed.Run();

        Entry? folder = _bed.Find($".snapback/versions/{run.RunId}/open");

        (folder!.Mode & 0b111_111).ShouldBe(0u);
    }
}
