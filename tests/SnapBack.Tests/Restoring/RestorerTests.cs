using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Restoring;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Tests.Runs;
using Xunit;

namespace SnapBack.Tests.Restoring;

public sealed class RestorerTests : IDisposable
{
    private readonly RuleBed _bed = new();
    private readonly List<RestoredPath> _told = [];

    public void Dispose() => _bed.Dispose();

    private string Place => Path.Join(_bed.Root, "back");

    [SkippableFact]
    public void ATreeOfEveryKindComesBackAsItWas()
    {
        BackUpVariety();

        RestoreResult result = Restore();

        Rsync.Differences(_bed.InSource("variety"), Path.Join(Place, "variety"), Specials).ShouldBeEmpty();
        result.Failed.ShouldBe(0);
        result.Restored.ShouldBeGreaterThan(100);
    }

    [SkippableFact]
    public void ASecondRestoreFindsEverythingThere()
    {
        BackUpVariety();
        RestoreResult first = Restore();

        RestoreResult second = Restore();

        second.Restored.ShouldBe(0);
        second.Present.ShouldBe(first.Restored);
        Rsync.Differences(_bed.InSource("variety"), Path.Join(Place, "variety"), Specials).ShouldBeEmpty();
    }

    [SkippableFact]
    public void OneFileComesBackWithTheFoldersAboveItAndNothingElse()
    {
        _bed.Write("docs/deep/a.txt");
        _bed.Write("docs/b.txt");
        _bed.Run();

        Restore("docs/deep/a.txt").Restored.ShouldBe(1);

        Directory.EnumerateFiles(Place, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Place, f)).ShouldBe(["docs/deep/a.txt"]);
    }

    [SkippableFact]
    public void AVersionThatTheBackupHoldsNoMoreIsNamedAndNotReplacedByAnother()
    {
        _bed.Write("a.txt", "first");
        long first = _bed.Run().RunId;
        _bed.Write("a.txt", "second one", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _bed.Run();

        RestoreResult result = Restore(first);

        result.Failed.ShouldBe(1);
        _told.Single(t => t.Path == "a.txt").Error!.Message.ShouldContain("another version");
        File.Exists(Path.Join(Place, "a.txt")).ShouldBeFalse();
    }

    [SkippableFact]
    public void ContentThatIsNotWhatWasRecordedIsNotRestored()
    {
        _bed.Write("a.txt", "good");
        _bed.Run();
        DateTime time = File.GetLastWriteTimeUtc(_bed.InDestination("a.txt"));
        File.WriteAllText(_bed.InDestination("a.txt"), "evil");
        File.SetLastWriteTimeUtc(_bed.InDestination("a.txt"), time);

        Restore().Failed.ShouldBe(1);

        _told.Single(t => t.Path == "a.txt").Error!.Kind.ShouldBe(ErrorKind.VerifyMismatch);
        Directory.EnumerateFileSystemEntries(Place).ShouldBeEmpty();
    }

    [SkippableFact]
    public void WhatStandsInTheWayIsReplacedOnlyWhenToldTo()
    {
        _bed.Write("a.txt", "backed up");
        _bed.Run();
        Directory.CreateDirectory(Place);
        File.WriteAllText(Path.Join(Place, "a.txt"), "mine");

        Restore().Failed.ShouldBe(1);
        File.ReadAllText(Path.Join(Place, "a.txt")).ShouldBe("mine");

        Restore(overwrite: true).Restored.ShouldBe(1);
        File.ReadAllText(Path.Join(Place, "a.txt")).ShouldBe("backed up");
    }

    [SkippableFact]
    public void ALinkInThePlaceIsNeverWrittenThrough()
    {
        _bed.Write("docs/a.txt");
        _bed.Run();
        string outside = Directory.CreateDirectory(Path.Join(_bed.Root, "outside")).FullName;
        Directory.CreateDirectory(Place);
        Directory.CreateSymbolicLink(Path.Join(Place, "docs"), outside);

        Restore(overwrite: true).Failed.ShouldBeGreaterThan(0);

        Directory.EnumerateFileSystemEntries(outside).ShouldBeEmpty();
    }

    [SkippableFact]
    public void ADryRunTellsWhatCanBeHadAndWritesNothing()
    {
        _bed.Write("a.txt");
        _bed.Write("gone.txt");
        _bed.Run();
        File.Delete(_bed.InDestination("gone.txt"));

        RestoreResult result = Restore(isDryRun: true);

        result.Planned.ShouldBe(1);
        result.Failed.ShouldBe(1);
        Directory.Exists(Place).ShouldBeFalse();
    }

    [SkippableFact]
    public void APlaceInsideTheBackupIsRefused()
    {
        _bed.Write("a.txt");
        _bed.Run();

        SnapBackException refused = Should.Throw<SnapBackException>(() => Restore(to: _bed.InDestination("back")));

        refused.Code.ShouldBe(ErrorCode.Usage);
        Directory.Exists(_bed.InDestination("back")).ShouldBeFalse();
    }

    [SkippableFact]
    public void APlaceThatLeadsIntoTheBackupByALinkIsRefused()
    {
        _bed.Write("a.txt");
        _bed.Run();
        Directory.CreateSymbolicLink(Place, _bed.InDestination(""));

        Should.Throw<SnapBackException>(() => Restore(overwrite: true)).Code.ShouldBe(ErrorCode.Usage);
    }

    [SkippableFact]
    public void APathThatIsNamedTwiceComesBackOnce()
    {
        _bed.Write("a.txt");
        _bed.Run();

        Restore("a.txt", "a.txt").Restored.ShouldBe(1);
    }

    [SkippableFact]
    public void APathThatTheRunDoesNotHoldIsRefusedBeforeAnythingIsWritten()
    {
        _bed.Write("a.txt");
        _bed.Run();

        Should.Throw<SnapBackException>(() => Restore("a.txt", "nowhere")).Code.ShouldBe(ErrorCode.NotInCatalog);

        Directory.Exists(Place).ShouldBeFalse();
    }

    [SkippableFact]
    public void InPlaceBringsBackWhatIsMissingAndReplacesOnlyWhenToldTo()
    {
        string lost = _bed.Write("docs/lost.txt");
        string edited = _bed.Write("docs/edited.txt", "as it was");
        _bed.Write("docs/same.txt");
        _bed.Run();
        File.Delete(lost);
        File.WriteAllText(edited, "as it is now");

        RestoreResult careful = Restore(to: "");
        string kept = File.ReadAllText(edited);
        RestoreResult told = Restore(overwrite: true, to: "");

        (careful.Restored, careful.Present, careful.Failed).ShouldBe((1, 1, 1));
        kept.ShouldBe("as it is now");
        (told.Restored, told.Present, told.Failed).ShouldBe((1, 2, 0));
        Rsync.Differences(_bed.InDestination(""), _bed.InSource("")).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void InPlaceIsRefusedOnAnotherVolumeUnlessAccepted(bool isAccepted)
    {
        using LoopVolume other = LoopVolume.Create(VolumeKind.Ext4, megabytes: 16);
        _bed.Write("a.txt", "as it was");
        _bed.Run();
        File.WriteAllText(other.At("a.txt"), "of another disk");
        Shell.Run("mount", ["--bind", other.MountPoint, _bed.InSource("")]).MustSucceed();
        try
        {
            if (isAccepted)
            {
                Restore(overwrite: true, to: "", accepts: true).Restored.ShouldBe(1);
                File.ReadAllText(_bed.InSource("a.txt")).ShouldBe("as it was");
            }
            else
            {
                Should.Throw<SnapBackException>(() => Restore(overwrite: true, to: "")).Code.ShouldBe(ErrorCode.SourceVolumeChanged);
                File.ReadAllText(_bed.InSource("a.txt")).ShouldBe("of another disk");
            }
        }
        finally
        {
            Shell.Run("umount", [_bed.InSource("")]).MustSucceed();
        }
    }

    [SkippableFact]
    public void NamedStreamsOfFilesAndFoldersComeBack()
    {
        RunPorts plain = _bed.Ports();
        RunPorts ports = plain with
        {
            OpenSource = (path, view, order, security) => new StreamTree(plain.OpenSource(path, view, order, security)),
            OpenDestination = (path, traits, security) => new StreamTree(plain.OpenDestination(path, traits, security)),
            PeekDestination = (path, security) => plain.PeekDestination(path, security) is { } tree ? new StreamTree(tree) : null,
        };
        _bed.Write("docs/a.txt");
        _bed.Write("docs/a.txt:note", "of the file");
        _bed.Write("docs/:note", "of the folder");
        new RunCoordinator(ports).Run(_bed.Job, _bed.Events, default).Totals.Files.Copied.ShouldBe(1);

        using CatalogReader reader = CatalogReader.Open(_bed.Job.Catalog!);
        RestoreResult result = new Restorer(reader, ports, _told.Add, default).Restore(new RestoreOrder { Run = 1, To = Place });

        (result.Restored, result.Failed).ShouldBe((1, 0));
        File.ReadAllText(Path.Join(Place, "docs", "a.txt:note")).ShouldBe("of the file");
        File.ReadAllText(Path.Join(Place, "docs", ":note")).ShouldBe("of the folder");
    }

    [SkippableFact]
    public void WhatAKilledRestoreLeftHalfWrittenIsRemovedByTheNextOne()
    {
        _bed.Write("a.txt");
        _bed.Write("docs/b.txt");
        _bed.Run();
        Directory.CreateDirectory(Path.Join(Place, "docs"));
        File.WriteAllText(Path.Join(Place, ".snapback-0a1b2c-7.tmp"), "half");
        File.WriteAllText(Path.Join(Place, "docs", ".snapback-0a1b2c-8.tmp"), "half");
        File.WriteAllText(Path.Join(Place, "docs", "theirs.tmp"), "somebody's");

        Restore().Restored.ShouldBe(2);

        Directory.EnumerateFiles(Place, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Place, f)).Order(StringComparer.Ordinal).ShouldBe(["a.txt", "docs/b.txt", "docs/theirs.tmp"]);
    }

    // Its names are more than .NET's own file functions can say, which the bed's look at the record uses.
    private void BackUpVariety()
    {
        VarietyTree.Create(_bed.InSource("variety"));
        new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, CancellationToken.None).Totals.Files.Failed.ShouldBe(0);
    }

    // What is never copied can't come back.
    private static string[] Specials => ["*fifo*", "*socket*", "*device*", "*null*"];

    private RestoreResult Restore(params string[] paths) => Restore(null, paths: paths);

    private RestoreResult Restore(long? run = null, bool overwrite = false, bool isDryRun = false, string? to = null, string[]? paths = null, bool accepts = false)
    {
        _told.Clear();
        using CatalogReader reader = CatalogReader.Open(Path.Join(_bed.Root, "catalog.db"));
        RestoreOrder order = new()
        {
            Run = run ?? reader.ResolveRun("last"),
            Paths = paths ?? [],
            To = to ?? Place,
            Overwrite = overwrite,
            AcceptsVolume = accepts,
            IsDryRun = isDryRun,
        };
        return new Restorer(reader, _bed.Ports(), _told.Add, CancellationToken.None).Restore(order);
    }
}
