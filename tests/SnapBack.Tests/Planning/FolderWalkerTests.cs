using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.TestKit;
using SnapBack.Tests.Execution;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class FolderWalkerTests : IDisposable
{
    private readonly EngineBed _bed = new();

    public void Dispose() => _bed.Dispose();

    public static TheoryData<string> SourceChanges => ["name", "size", "mtime", "ctime", "mode", "owner", "added", "removed", "xattr", "folder mode", "folder added"];

    public static TheoryData<string> DestinationChanges => ["name", "size", "mtime", "mode", "owner", "added", "removed", "xattr", "folder mode"];

    [SkippableFact]
    public void AnUnchangedTreeStaysSealedAndNothingIsComparedAgain()
    {
        SealedBed().ShouldBe([".", "docs", "docs/deep"]);

        Decisions second = _bed.Decide();

        second.Lines.ShouldBeEmpty();
        second.Folders.ShouldBeEmpty();
        second.Tally.Files.ShouldBe(3);
        second.Tally.FilesSkipped.ShouldBe(3);
        second.Tally.Dirs.ShouldBe(3);
        _bed.SourceTree!.Calls.ShouldNotContain(c => c.StartsWith("ReadMetadata", StringComparison.Ordinal), "entry by entry is for folders that changed");
        _bed.SourceTree.OpenHandles.ShouldBe(0);
        _bed.DestinationTree!.OpenHandles.ShouldBe(0);
    }

    [SkippableTheory]
    [MemberData(nameof(SourceChanges))]
    public void AnySingleChangeAtTheSourceIsSeenThoughTheFolderWasSealed(string change)
    {
        SealedBed();

        Change(_bed.Source, change);

        _bed.Run().Troubles.ShouldBeEmpty();
        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    [SkippableTheory]
    [MemberData(nameof(DestinationChanges))]
    public void AnySingleChangeAtTheDestinationIsSeenThoughTheFolderWasSealed(string change)
    {
        SealedBed();

        Change(_bed.Destination, change);

        _bed.Run().Troubles.ShouldBeEmpty();
        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFileTooFreshToBeTrustedKeepsItsFolderUnsealed()
    {
        _bed.MomentAhead = TimeSpan.Zero;
        _bed.Write("docs/a.txt");

        _bed.Run().Sealed.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task AFreshFileInAnOldFolderKeepsItUnsealedToo()
    {
        string file = _bed.Write("docs/a.txt");
        await Task.Delay(2200);
        File.WriteAllText(file, "fresh");
        _bed.MomentAhead = TimeSpan.FromSeconds(2);

        _bed.Run().Sealed.ShouldBe(["."]);
    }

    [SkippableFact]
    public void OtherRulesBreakEverySeal()
    {
        SealedBed();
        _bed.Job = _bed.Job with { Selection = new Selection { ExcludeFiles = [new NamePattern("a.txt")] } };
        _bed.Past.Seals.Keys.ToList().ForEach(path => _bed.Past.Seals[path] = new byte[16]);

        _bed.Decide().Lines.ShouldBe(["docs/a.txt Excluded None ExcludedFile"]);
    }

    [SkippableFact]
    public void APlaceThatIsNotCoveredAnyMoreIsRecordedThoughItsFolderWasSealed()
    {
        SealedBed();
        _bed.NotCovered.Add(RelativePath.Root.Child("docs").Child("deep"));

        _bed.Decide().Lines.ShouldBe(["docs/deep Excluded None NotCovered", "docs/deep/c.txt Extra None gone"]);
    }

    [SkippableFact]
    public void AFolderThatCanNotBeListedFailsAloneAndNothingBelowItIsDeleted()
    {
        _bed.Write("ok/a.txt");
        _bed.Write("bad/b.txt");
        _bed.Write("bad/sub/c.txt");
        _bed.Run();
        _bed.WriteAtDestination("bad/extra.txt");
        _bed.WriteAtDestination("ok/extra.txt");
        _bed.SetUpSource = source => source.Fail(TreeOperation.List, "bad", ErrorKind.AccessDenied);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["bad Failed AccessDenied"]);
        File.Exists(_bed.InDestination("bad/extra.txt")).ShouldBeTrue();
        File.Exists(_bed.InDestination("bad/sub/c.txt")).ShouldBeTrue();
        File.Exists(_bed.InDestination("ok/extra.txt")).ShouldBeFalse();
        run.Sealed.ShouldNotContain("bad");
    }

    [SkippableFact]
    public void AnUnreadableFolderOfARealTreeFailsForWhoeverIsNotRoot()
    {
        _bed.Write("bad/b.txt");
        _bed.Write("ok.txt");
        Decisions? decisions = null;
        Shell.Run("chmod", ["-R", "a+rwX", _bed.Root]).MustSucceed();
        Shell.Run("chmod", ["0000", _bed.InSource("bad")]).MustSucceed();

        UnprivilegedThread.Run(() => decisions = _bed.Decide());

        decisions!.Lines.ShouldContain("bad New None AccessDenied");
        decisions.Lines.ShouldContain("ok.txt New Copy");
        decisions.FailedScopes.ShouldBe(1);
    }

    [SkippableFact]
    public void ARootThatCanNotBeListedStopsTheRun()
    {
        _bed.Write("a.txt");
        _bed.SetUpSource = source => source.Fail(TreeOperation.List, ".", ErrorKind.ReadFault);

        Should.Throw<SnapBackException>(() => _bed.Decide()).Code.ShouldBe(ErrorCode.SourceUnreadable);
    }

    [SkippableFact]
    public void AFolderThatVanishesAfterItWasListedIsNoFailure()
    {
        _bed.Write("gone/a.txt");
        _bed.Write("stays.txt");
        _bed.SetUpSource = source => source.Before(TreeOperation.OpenFolder, "gone", () => Directory.Move(_bed.InSource("gone"), Path.Join(_bed.Root, "away")), times: 1);

        EngineRun run = _bed.Run();

        run.Done.Failures.ShouldBe(0);
        File.Exists(_bed.InDestination("stays.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AFolderOfTheDestinationThatGoesAwayMeanwhileIsAFailureAndNotAVanishedFile()
    {
        _bed.Write("docs/a.txt");
        _bed.Run();
        _bed.Past.Seals.Clear();
        _bed.SetUpDestination = destination =>
            destination.Before(TreeOperation.OpenFolder, "docs", () => Directory.Move(_bed.InDestination("docs"), Path.Join(_bed.Root, "away")), times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["docs Failed WrongKind"], "the source still has the folder, and nothing of it is at the destination");
    }

    [SkippableFact]
    public void AnExtraFolderThatGoesAwayMeanwhileDoesNotStopTheRun()
    {
        _bed.Write("a.txt");
        _bed.WriteAtDestination("extra/x.txt");
        _bed.SetUpDestination = destination =>
            destination.Before(TreeOperation.OpenFolder, "extra", () => Directory.Move(_bed.InDestination("extra"), Path.Join(_bed.Root, "away")), times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBeEmpty();
        File.Exists(_bed.InDestination("a.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AnExtraFolderGoesWithAllInItButWhatIsProtected()
    {
        _bed.WriteAtDestination("extra/one/two.txt");
        _bed.WriteAtDestination("extra/.snapback-old-1.tmp");
        _bed.WriteAtDestination("kept/cache/x.txt");
        _bed.WriteAtDestination("kept/y.txt");
        Directory.CreateDirectory(_bed.InDestination("view/.snapback-snapshot-7/data"));
        _bed.Job = _bed.Job with { Selection = new Selection { ExcludeDirectories = [new NamePattern("cache")] } };

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["kept Withheld Unknown", "view Withheld Unknown"]);
        Directory.Exists(_bed.InDestination("extra")).ShouldBeFalse();
        File.Exists(_bed.InDestination("kept/cache/x.txt")).ShouldBeTrue();
        File.Exists(_bed.InDestination("kept/y.txt")).ShouldBeFalse();
        Directory.Exists(_bed.InDestination("view/.snapback-snapshot-7/data")).ShouldBeTrue("a run still reads it");
    }

    [SkippableFact]
    public void AKernelFileSystemMountedInTheSourceIsLeftOut()
    {
        Require.Root();
        Directory.CreateDirectory(_bed.InSource("proc"));
        Shell.Run("mount", ["-t", "proc", "proc", _bed.InSource("proc")]).MustSucceed();
        try
        {
            _bed.Decide().Lines.ShouldContain("proc Excluded None PseudoFileSystem");
        }
        finally
        {
            Shell.Run("umount", [_bed.InSource("proc")]).MustSucceed();
        }
    }

    private List<string> SealedBed()
    {
        _bed.Write("docs/a.txt", "0123456789");
        _bed.Write("docs/b.txt", "b");
        _bed.Write("docs/deep/c.txt", "c");
        return _bed.Run().Sealed.Order(StringComparer.Ordinal).ToList();
    }

    private static void Change(string root, string change)
    {
        string docs = Path.Join(root, "docs");
        string file = Path.Join(docs, "a.txt");
        string[] command = change switch
        {
            "name" => ["mv", file, file + "2"],
            "size" => ["sh", "-c", $"cp -p '{file}' '{docs}/../ref'; printf longer-than-it-was > '{file}'; touch -r '{docs}/../ref' '{file}'; rm '{docs}/../ref'"],
            "mtime" => ["touch", "-d", "2001-02-03 04:05:06.789", file],
            "ctime" => ["sh", "-c", $"printf 9876543210 > '{root}/new'; touch -r '{file}' '{root}/new'; cat '{root}/new' > '{file}'; touch -r '{root}/new' '{file}'; rm '{root}/new'"],
            "mode" => ["chmod", "0600", file],
            "owner" => ["chown", "1234:5678", file],
            "added" => ["sh", "-c", $"echo new > '{docs}/new.txt'"],
            "removed" => ["rm", file],
            "xattr" => ["setfattr", "-n", "user.note", "-v", "x", file],
            "folder mode" => ["chmod", "0700", docs],
            _ => ["mkdir", Path.Join(docs, "more")],
        };
        Require.Root();
        Shell.Run(command[0], command[1..]).MustSucceed();
    }
}
