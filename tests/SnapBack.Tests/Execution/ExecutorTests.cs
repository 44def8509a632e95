using System.Diagnostics;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Execution;

public sealed class ExecutorTests : IDisposable
{
    private readonly EngineBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AFileInUseIsTriedAgainInRoundsAndHoldsNobodyUp()
    {
        _bed.Write("a");
        _bed.Write("b");
        _bed.Job = _bed.Job with { Retry = 3, Threads = 1 };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a", ErrorKind.InUse, times: 2);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBeEmpty();
        run.Of("a").Attempts.ShouldBe(3);
        run.Of("b").Attempts.ShouldBe(1);
        _bed.SourceTree!.Calls.Where(c => c.StartsWith("OpenFile", StringComparison.Ordinal)).ShouldBe(["OpenFile a", "OpenFile b", "OpenFile a", "OpenFile a"]);
    }

    [SkippableTheory]
    [InlineData(0, ErrorKind.InUse, 1)]
    [InlineData(2, ErrorKind.InUse, 3)]
    [InlineData(2, ErrorKind.AccessDenied, 1)]
    public void AFileIsTriedAsOftenAsTheJobSaysAndOnlyWhereItMayHelp(int retry, ErrorKind kind, int tries)
    {
        _bed.Write("a");
        _bed.Job = _bed.Job with { Retry = retry };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a", kind);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe([$"a Failed {kind}"]);
        run.Of("a").Attempts.ShouldBe(tries);
        _bed.SourceTree!.Calls.Count(c => c == "OpenFile a").ShouldBe(tries);
        run.Done.FilesFailed.ShouldBe(1);
    }

    [SkippableFact]
    public void TheWaitBeforeARetryIsTheJobs()
    {
        _bed.Write("a");
        _bed.Job = _bed.Job with { Retry = 1, RetryWait = TimeSpan.FromMilliseconds(400) };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a", ErrorKind.InUse, times: 1);
        long start = Stopwatch.GetTimestamp();

        _bed.Run().Troubles.ShouldBeEmpty();

        Stopwatch.GetElapsedTime(start).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(390));
    }

    [SkippableFact]
    public void ACancellationEndsTheCopyingSoonAndLeavesNothingHalfDone()
    {
        for (int i = 0; i < 6; i++)
        {
            File.WriteAllBytes(_bed.InSource($"big{i}"), new byte[8 * 1024 * 1024]);
        }

        _bed.Job = _bed.Job with { BandwidthBytesPerSecond = 2_000_000 };
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(700));
        long start = Stopwatch.GetTimestamp();

        _bed.Run(cancel.Token);

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(15));
        _bed.Leftovers().ShouldBeEmpty();
        foreach (string file in Directory.EnumerateFiles(_bed.Destination))
        {
            new FileInfo(file).Length.ShouldBe(8 * 1024 * 1024, "a name stands for a whole file");
        }

        _bed.SourceTree!.OpenHandles.ShouldBe(0);
        _bed.DestinationTree!.OpenHandles.ShouldBe(0);
    }

    [SkippableFact]
    public void ACancellationDuringTheWaitForARetryEndsTheRun()
    {
        _bed.Write("a");
        _bed.Job = _bed.Job with { Retry = 3, RetryWait = TimeSpan.FromHours(1) };
        _bed.SetUpSource = source => source.Fail(TreeOperation.OpenFile, "a", ErrorKind.InUse);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(300));
        long start = Stopwatch.GetTimestamp();

        _bed.Run(cancel.Token);

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    [SkippableFact]
    public void AfterACancellationNothingIsDeletedAndNoFolderIsSealed()
    {
        _bed.Write("a");
        _bed.WriteAtDestination("extra/x");
        using CancellationTokenSource cancel = new();
        _bed.SetUpSource = source => source.Before(TreeOperation.OpenFile, "a", cancel.Cancel);

        EngineRun run = _bed.Run(cancel.Token);

        File.Exists(_bed.InDestination("extra/x")).ShouldBeTrue();
        run.Sealed.ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhenTheSnapshotIsLostEveryDeletionIsWithheld()
    {
        _bed.WriteAtDestination("extra/x");
        _bed.WriteAtDestination("y");
        _bed.WithheldBecause = "the snapshot is gone";

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["extra Withheld Unknown", "extra/x Withheld Unknown", "y Withheld Unknown"]);
        run.Done.Withheld.ShouldBe(3);
        run.Done.Deleted.ShouldBe(0);
        File.Exists(_bed.InDestination("extra/x")).ShouldBeTrue();
        run.Sealed.ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatStandsInTheWayOfAFolderThatCanNotBeListedStays()
    {
        _bed.Write("x/new", "new");
        _bed.WriteAtDestination("x", "old");
        _bed.SetUpSource = source => source.Fail(TreeOperation.List, "x", ErrorKind.AccessDenied);

        EngineRun run = _bed.Run();

        run.Records.ShouldContain(r => r.Path.Value == "x" && r.Outcome == ActionOutcome.Withheld);
        File.ReadAllText(_bed.InDestination("x")).ShouldBe("old");
    }

    [SkippableFact]
    public void AFolderThatIsNotEmptyWhenItsTurnComesStays()
    {
        _bed.WriteAtDestination("extra/x");
        _bed.SetUpDestination = destination => destination.Before(TreeOperation.RemoveFolder, "extra", () => _bed.WriteAtDestination("extra/new"));

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["extra Withheld Unknown"]);
        run.Of("extra").EndsState.ShouldBeFalse();
        File.Exists(_bed.InDestination("extra/new")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AnExtraLinkIsRemovedAndWhatItPointsToStays()
    {
        string outside = Directory.CreateDirectory(Path.Join(_bed.Root, "outside")).FullName;
        File.WriteAllText(Path.Join(outside, "precious"), "x");
        File.CreateSymbolicLink(_bed.InDestination("link"), outside);
        _bed.WriteAtDestination("extra/x");
        File.CreateSymbolicLink(_bed.InDestination("extra/link"), outside);

        _bed.Run().Troubles.ShouldBeEmpty();

        Directory.EnumerateFileSystemEntries(_bed.Destination).ShouldBeEmpty();
        File.Exists(Path.Join(outside, "precious")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AFileThatCanNotBeDeletedFailsAndItsFolderStays()
    {
        _bed.WriteAtDestination("extra/x");
        _bed.WriteAtDestination("extra/y");
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.RemoveFile, "extra/x", ErrorKind.AccessDenied);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["extra Withheld Unknown", "extra/x Failed AccessDenied"]);
        File.Exists(_bed.InDestination("extra/y")).ShouldBeFalse();
    }

    [SkippableFact]
    public void AFolderThatCanNotBeMadeFailsOnceAndIsNotTakenForVanished()
    {
        _bed.Write("bad/a");
        _bed.Write("bad/deep/b");
        _bed.Write("good/c");
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.CreateFolder, "bad", ErrorKind.DiskFull);

        EngineRun run = _bed.Run();

        run.Records.Where(r => r.Path.Value == "bad").Select(r => (r.Outcome, r.Error!.Kind)).ShouldBe([(ActionOutcome.Failed, ErrorKind.DiskFull)]);
        run.Troubles.ShouldAllBe(t => t.Contains("Failed", StringComparison.Ordinal));
        run.Done.DirsFailed.ShouldBe(2);
        run.Done.FilesFailed.ShouldBe(2);
        File.Exists(_bed.InDestination("good/c")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AFileThatIsGoneByTheTimeItIsCopiedIsNoFailure()
    {
        _bed.Write("gone");
        _bed.Write("stays");
        _bed.Write("folder/inside");
        _bed.SetUpSource = source =>
        {
            source.Before(TreeOperation.OpenFile, "gone", () => File.Delete(_bed.InSource("gone")));
            source.Before(TreeOperation.OpenFile, "folder/inside", () => File.Delete(_bed.InSource("folder/inside")));
        };

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["folder/inside Vanished NotFound", "gone Vanished NotFound"]);
        run.Done.Failures.ShouldBe(0);
        run.Done.Vanished.ShouldBe(2);
    }

    [SkippableFact]
    public void AFileThatIsGoneByTheTimeItsModeIsCarriedOverIsNoFailure()
    {
        _bed.Write("a");
        _bed.Run();
        Shell.Run("chmod", ["0600", _bed.InSource("a")]).MustSucceed();
        _bed.SetUpSource = source => source.Before(TreeOperation.ReadMetadata, "a", () => File.Delete(_bed.InSource("a")));

        _bed.Run().Troubles.ShouldBe(["a Vanished NotFound"]);
    }

    [SkippableFact]
    public void AFileThatBecameAPipeOrALinkMeanwhileFailsAndIsNotWaitedFor()
    {
        _bed.Write("pipe");
        _bed.Write("link");
        _bed.SetUpSource = source =>
        {
            source.Before(TreeOperation.OpenFile, "pipe", () => Shell.Run("sh", ["-c", $"rm '{_bed.InSource("pipe")}'; mkfifo '{_bed.InSource("pipe")}'"]).MustSucceed());
            source.Before(TreeOperation.OpenFile, "link", () => Shell.Run("ln", ["-sf", "/etc/hostname", _bed.InSource("link")]).MustSucceed());
        };

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["link Failed LinkInPath", "pipe Failed WrongKind"]);
        Directory.EnumerateFiles(_bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void ModeMovesWithoutACopyAndContentThatMovedSinceIsCopied()
    {
        _bed.Write("a", "one");
        _bed.Write("b", "one");
        _bed.Run();
        Shell.Run("chmod", ["0600", _bed.InSource("a"), _bed.InSource("b")]).MustSucceed();
        _bed.SetUpSource = source => source.Before(TreeOperation.ReadMetadata, "b", () => _bed.Write("b", "three"), times: 1);

        EngineRun run = _bed.Run();

        run.Of("a").Action.ShouldBe(SnapBack.Planning.ActionKind.UpdateMetadata);
        File.ReadAllText(_bed.InDestination("b")).ShouldBe("three");
    }

    [SkippableFact]
    public void AHardLinkThatTheDestinationCanNotHoldIsCopied()
    {
        _bed.Write("one", "content");
        Shell.Run("ln", [_bed.InSource("one"), _bed.InSource("two")]).MustSucceed();
        _bed.SetUpDestination = destination => destination.Fail(TreeOperation.CreateHardLink, "<tmp>", ErrorKind.AccessDenied);

        _bed.Run().Troubles.ShouldBeEmpty();

        File.ReadAllText(_bed.InDestination("two")).ShouldBe("content");
    }

    [SkippableFact]
    public void WhereFilesHaveOneNameOnlyHardLinksAreFilesAndStayInOrder()
    {
        _bed.Write("one", "content");
        Shell.Run("ln", [_bed.InSource("one"), _bed.InSource("two")]).MustSucceed();
        _bed.KnownTraits = new() { FileSystem = "fat", KeepsMode = true, KeepsOwner = true, KeepsExtendedAttributes = true, HasVolumeFlush = true, LacksHardLinks = true };

        _bed.Run().Done.FilesCopied.ShouldBe(2);

        _bed.HasPast = false;
        _bed.Decide().Changes.ShouldBeEmpty();
    }

    [SkippableFact]
    public void HardLinksStayLinksWhereTimesAreCoarse()
    {
        _bed.Write("one", "content");
        Shell.Run("ln", [_bed.InSource("one"), _bed.InSource("two")]).MustSucceed();
        Shell.Run("touch", ["-d", "2020-01-01 00:00:01.5", _bed.InSource("one")]).MustSucceed();
        _bed.SetUpDestination = destination =>
        {
            destination.ShownTraits = destination.Traits with { TimeGranularity = TimeSpan.FromSeconds(2) };
            destination.Before(TreeOperation.CreateHardLink, "<tmp>", () => { });
            destination.Before(TreeOperation.OpenFolder, ".", () =>
            {
                if (File.Exists(_bed.InDestination("one")))
                {
                    Shell.Run("touch", ["-d", "2020-01-01 00:00:00", _bed.InDestination("one")]).MustSucceed();
                }
            });
        };

        _bed.Run().Done.Linked.ShouldBe(1);
    }

    [SkippableFact]
    public void FilesOfEveryKindCountInOneColumn()
    {
        VarietyTree.Create(_bed.Source);

        EngineRun first = _bed.Run();

        first.Troubles.ShouldBeEmpty();
        (first.Done.FilesCopied + first.Planned.FilesSkipped).ShouldBe(first.Planned.Files);
        TreeListing.Of(_bed.Destination).ShouldBe(TreeListing.Of(_bed.Source).Where(l => !l.Contains(" fifo ", StringComparison.Ordinal)
            && !l.Contains(" socket ", StringComparison.Ordinal) && !l.Contains(" device ", StringComparison.Ordinal)));
        EngineRun second = _bed.Run();
        second.Troubles.ShouldBeEmpty();
        second.Done.FilesCopied.ShouldBe(0);
        _bed.HasPast = false;
        _bed.Decide().Changes.ShouldBeEmpty();
        Rsync.Differences(_bed.Source, _bed.Destination, "/special").ShouldBeEmpty();
    }
}
