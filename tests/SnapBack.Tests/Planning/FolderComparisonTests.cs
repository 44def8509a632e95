using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.TestKit;
using SnapBack.Tests.Execution;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Planning;

public sealed class FolderComparisonTests : IDisposable
{
    private static readonly DateTime Old = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime New = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly EngineBed _bed = new() { HasPast = false };

    public void Dispose() => _bed.Dispose();

    // What stands at the source, what at the destination, and what each mode says of it.
    [SkippableTheory]
    [InlineData("file", "none", "x New Copy", "x New Copy")]
    [InlineData("file", "same", "x Same None", "x Same None")]
    [InlineData("file", "file-older", "x Newer Copy", "x Newer Copy")]
    [InlineData("file", "file-newer", "x Older Copy", "x Older Copy")]
    [InlineData("file", "file-other-size", "x Changed Copy", "x Changed Copy")]
    [InlineData("file", "file-mode", "x Tweaked UpdateMetadata", "x Tweaked UpdateMetadata")]
    [InlineData("file", "dir", "x Mismatch None", "x Mismatch Delete; x Mismatch Replace; x/in Extra Delete")]
    [InlineData("file", "link", "x Changed Copy", "x Changed Copy")]
    [InlineData("file", "fifo", "x Changed Copy", "x Changed Copy")]
    [InlineData("dir", "none", "x New CreateFolder; x/in New Copy", "x New CreateFolder; x/in New Copy")]
    [InlineData("dir", "dir", "x/in Same None", "x/in Same None")]
    [InlineData("dir", "file", "x Mismatch None", "x Mismatch Delete; x New CreateFolder; x/in New Copy")]
    [InlineData("dir", "link", "x Mismatch None", "x Mismatch Delete; x New CreateFolder; x/in New Copy")]
    [InlineData("link", "none", "x New Copy", "x New Copy")]
    [InlineData("link", "same", "x Same None", "x Same None")]
    [InlineData("link", "link-elsewhere", "x Changed Copy", "x Changed Copy")]
    [InlineData("link", "file", "x Changed Copy", "x Changed Copy")]
    [InlineData("link", "dir", "x Mismatch None", "x Mismatch Delete; x Mismatch Replace; x/in Extra Delete")]
    [InlineData("fifo", "none", "x Excluded None SpecialFile", "x Excluded None SpecialFile")]
    [InlineData("fifo", "file", "x Excluded None SpecialFile", "x Excluded None SpecialFile")]
    [InlineData("fifo", "dir", "x Excluded None SpecialFile", "x Excluded None SpecialFile")]
    [InlineData("none", "file", "x Extra None", "x Extra Delete")]
    [InlineData("none", "dir", "x Extra None", "x Extra Delete; x/in Extra Delete")]
    [InlineData("none", "link", "x Extra None", "x Extra Delete")]
    [InlineData("none", "fifo", "x Extra None", "x Extra Delete")]
    public void EachPairOfKindsHasItsDecision(string source, string destination, string incremental, string mirror)
    {
        Make(_bed.InSource("x"), source);
        Make(_bed.InDestination("x"), destination == "same" ? source : destination);

        _bed.Job = _bed.Job with { Mode = JobMode.Incremental };
        string.Join("; ", _bed.Decide().Lines).ShouldBe(incremental);
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror };
        string.Join("; ", _bed.Decide().Lines).ShouldBe(mirror);
    }

    [SkippableTheory]
    [InlineData("file", EntryKind.File, 0x400020u, "x Excluded None CloudPlaceholder", 1)]
    [InlineData("dir", EntryKind.Directory, 0x440010u, "x Excluded None CloudPlaceholder", 1)]
    [InlineData("file", EntryKind.Unknown, 0x420u, "x Excluded None UnknownReparsePoint", 0)]
    [InlineData("file", EntryKind.Unknown, 0x6u, "x Excluded None SpecialFile", 0)]
    [InlineData("dir", EntryKind.Junction, 0x410u, "x New Copy", 0)]
    public void WhatWindowsMarksIsLeftOutForItsReasonInEveryRun(string made, EntryKind kind, uint attributes, string decision, long placeholders)
    {
        Make(_bed.InSource("x"), made);
        _bed.HasPast = true;
        _bed.SetUpSource = source => source.Shown = entry => new Entry
        {
            Name = entry.Name,
            Kind = kind,
            Attributes = attributes,
            Modified = entry.Modified,
            Changed = entry.Changed,
            FileId = entry.FileId,
        };

        _bed.Decide().Lines.ShouldBe([decision]);

        if (kind != EntryKind.Junction)
        {
            EngineRun first = _bed.Run();
            EngineRun second = _bed.Run();

            (first.Planned.Placeholders, second.Planned.Placeholders).ShouldBe((placeholders, placeholders));
            Directory.GetFileSystemEntries(_bed.Destination).ShouldBeEmpty();
        }
    }

    [SkippableFact]
    public void OtherExtendedAttributesAreATweak()
    {
        Make(_bed.InSource("x"), "file");
        Make(_bed.InDestination("x"), "file");
        Shell.Run("setfattr", ["-n", "user.a", "-v", "1", _bed.InSource("x")]).MustSucceed();
        Shell.Run("setfattr", ["-n", "user.b", "-v", "1", _bed.InDestination("")]).MustSucceed();

        Decisions decisions = _bed.Decide();

        decisions.Lines.ShouldBe(["x Tweaked UpdateMetadata"]);
        decisions.Folders.Single().Action.ShouldBe(ActionKind.UpdateMetadata);
    }

    [SkippableFact]
    public void WhatTheSelectionLeavesOutIsNeitherCopiedNorPurged()
    {
        _bed.Job = _bed.Job with { Selection = new Selection { ExcludeFiles = [new NamePattern("*.log")], ExcludeDirectories = [new NamePattern("cache")] } };
        _bed.Write("a.log");
        _bed.Write("cache/in");
        _bed.WriteAtDestination("b.log");
        _bed.WriteAtDestination("sub/cache/in");
        _bed.Write("sub/x");

        _bed.Decide().Lines.ShouldBe(["a.log Excluded None ExcludedFile", "cache Excluded None ExcludedDirectory", "sub/x New Copy"]);
    }

    [SkippableFact]
    public void ReservedNamesAreNeitherCopiedNorPurgedAndLeftoversGo()
    {
        _bed.Write(".snapback/at-the-root");
        _bed.Write("sub/.snapback/a-plain-name-here");
        _bed.Write(".snapback-abc-1.tmp");
        Directory.CreateDirectory(_bed.InSource("sub/.snapback-snapshot-9"));
        _bed.WriteAtDestination(".snapback/versions/1");
        _bed.WriteAtDestination(".snapback-dead-1.tmp");
        _bed.WriteAtDestination("sub/.snapback-dead-2.tmp");
        Directory.CreateDirectory(_bed.InDestination("sub/.snapback-snapshot-7"));

        _bed.Decide().Lines.ShouldBe(
        [
            ".snapback Excluded None ReservedName",
            ".snapback-abc-1.tmp Excluded None ReservedName",
            ".snapback-dead-1.tmp Extra Discard",
            "sub/.snapback New CreateFolder",
            "sub/.snapback-dead-2.tmp Extra Discard",
            "sub/.snapback-snapshot-9 Excluded None ReservedName",
            "sub/.snapback/a-plain-name-here New Copy",
        ]);
    }

    [SkippableFact]
    public void WhatTheViewDoesNotHoldIsRecordedAndNeverPurged()
    {
        Directory.CreateDirectory(_bed.InSource("volume"));
        _bed.WriteAtDestination("volume/data");
        _bed.WriteAtDestination("elsewhere/data");
        _bed.NotCovered.Add(RelativePath.Root.Child("volume"));
        _bed.NotCovered.Add(RelativePath.Root.Child("elsewhere"));

        _bed.Decide().Lines.ShouldBe(["volume Excluded None NotCovered"]);
    }

    [SkippableTheory]
    [InlineData(TreeOperation.ReadMetadata, "b.txt")]
    [InlineData(TreeOperation.ReadLink, "link")]
    public void AFileThatVanishesWhileItIsComparedLeavesTheRestOfItsFolderToTheRun(TreeOperation operation, string name)
    {
        MirroredFolder();
        _bed.Write("docs/new.txt");
        _bed.Write("docs/sub/new.txt");
        _bed.SetUpSource = source => source.Before(operation, $"docs/{name}", () => File.Delete(_bed.InSource($"docs/{name}")), times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe([$"docs/{name} Vanished NotFound"]);
        File.Exists(_bed.InDestination("docs/new.txt")).ShouldBeTrue();
        File.Exists(_bed.InDestination("docs/sub/new.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AFileInTheRootThatVanishesWhileItIsComparedDoesNotStopTheRun()
    {
        _bed.Write("a.txt");
        _bed.Run();
        _bed.Write("b.txt");
        _bed.SetUpSource = source => source.Before(TreeOperation.ReadMetadata, "a.txt", () => File.Delete(_bed.InSource("a.txt")), times: 1);

        _bed.Run().Troubles.ShouldBe(["a.txt Vanished NotFound"]);
        File.Exists(_bed.InDestination("b.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void AFileThatCanNotBeComparedFailsAloneAndItsOldCopyStays()
    {
        MirroredFolder();
        _bed.Write("docs/new.txt");
        _bed.SetUpSource = source => source.Fail(TreeOperation.ReadMetadata, "docs/b.txt", ErrorKind.ReadFault);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBe(["docs/b.txt Failed ReadFault"]);
        run.Sealed.ShouldNotContain("docs");
        File.Exists(_bed.InDestination("docs/b.txt")).ShouldBeTrue();
        File.Exists(_bed.InDestination("docs/new.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void ACopyThatGoesAwayWhileItIsComparedIsMadeAgain()
    {
        MirroredFolder();
        _bed.SetUpDestination = destination => destination.Before(TreeOperation.ReadMetadata, "docs/b.txt", () => File.Delete(_bed.InDestination("docs/b.txt")), times: 1);

        EngineRun run = _bed.Run();

        run.Troubles.ShouldBeEmpty();
        File.Exists(_bed.InDestination("docs/b.txt")).ShouldBeTrue();
    }

    [SkippableFact]
    public void HardLinksAreMadeOnceAndThenInOrder()
    {
        _bed.Write("a/one", "content");
        Link("a/one", "b/two");
        Link("a/one", "a/three");

        _bed.Run().Done.Linked.ShouldBe(2);

        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
        _bed.Decide().Changes.ShouldBeEmpty();
    }

    [SkippableFact]
    public void AHardLinkGroupThatChangesAtTheSourceChangesAtTheDestination()
    {
        _bed.Write("one", "content");
        Link("one", "two");
        Link("one", "three");
        _bed.Run();

        File.Delete(_bed.InSource("two"));
        _bed.Write("two", "content");
        Link("one", "four");
        _bed.Run().Troubles.ShouldBeEmpty();

        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void AHardLinkThatTakesThePlaceOfAFolderIsALinkAtOnce()
    {
        _bed.Write("a", "content");
        Link("a", "m");
        Link("a", "z");
        _bed.WriteAtDestination("a/in-the-way");
        _bed.WriteAtDestination("z/in-the-way");

        _bed.Run().Troubles.ShouldBeEmpty();

        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void NamesThatTheDestinationJoinedThoughTheSourceKeepsThemApartAreParted()
    {
        _bed.Write("one", "same text");
        _bed.Write("two", "same text");
        Shell.Run("touch", ["-d", "2020-01-01", _bed.InSource("one"), _bed.InSource("two")]).MustSucceed();
        _bed.Run();
        File.Delete(_bed.InDestination("two"));
        Shell.Run("ln", [_bed.InDestination("one"), _bed.InDestination("two")]).MustSucceed();
        Shell.Run("chmod", ["0600", _bed.InSource("one")]).MustSucceed();

        _bed.Run();

        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void OfNamesThatDifferInCaseOnlyTheSameOneIsCopiedEveryTimeAndTheOthersAreRefused()
    {
        foreach (string name in new[] { "abc", "abC", "aBc", "Abc", "aBC", "AbC", "ABc", "ABC" })
        {
            _bed.Write($"docs/{name}", name);
        }

        _bed.KnownTraits = new() { FileSystem = "fat", IsCaseInsensitive = true };

        Decisions decisions = _bed.Decide();

        decisions.All.Where(d => d.Action == ActionKind.Copy).Select(d => d.Path).ShouldBe(["docs/ABC"]);
        decisions.All.Count(d => d.Refusal == ErrorKind.InvalidName).ShouldBe(7);
    }

    [SkippableFact]
    public void APathThatIsGoneOnBothSidesEndsInTheRecord()
    {
        _bed.HasPast = true;
        _bed.Write("docs/a.txt");
        _bed.Write("docs/deep/b.txt");
        _bed.Write("c.txt");
        _bed.Run();
        foreach (string root in new[] { _bed.Source, _bed.Destination })
        {
            Shell.Run("rm", ["-r", Path.Join(root, "docs")]).MustSucceed();
        }

        _bed.Decide().Lines.ShouldBe(["docs Extra None gone", "docs/a.txt Extra None gone", "docs/deep Extra None gone", "docs/deep/b.txt Extra None gone"]);
    }

    [SkippableFact]
    public void AKnownPathThatIsStillThereDoesNotEndBecauseAnotherIsGone()
    {
        _bed.HasPast = true;
        _bed.Write("docs/a.txt");
        _bed.Write("docs/b.txt");
        _bed.Run();
        _bed.Past.Seals.Clear();
        File.Delete(_bed.InSource("docs/a.txt"));
        File.Delete(_bed.InDestination("docs/a.txt"));

        _bed.Decide().Lines.ShouldBe(["docs/a.txt Extra None gone"]);
    }

    [SkippableFact]
    public void ContentThatChangedBehindSizeAndTimeIsFoundByItsChangeTime()
    {
        _bed.HasPast = true;
        string file = _bed.Write("docs/a.txt", "before");
        File.SetLastWriteTimeUtc(file, Old);
        _bed.Run();
        File.WriteAllText(file, "after!");
        File.SetLastWriteTimeUtc(file, Old);

        _bed.Decide().Lines.ShouldBe(["docs/a.txt Modified Recheck"]);
        _bed.Run().Done.FilesCopied.ShouldBe(1);
        File.ReadAllText(_bed.InDestination("docs/a.txt")).ShouldBe("after!");
        TreeListing.Of(_bed.Destination).ShouldBe(TreeListing.Of(_bed.Source), "the folder's times are the source's again");
    }

    [SkippableFact]
    public void AChangeTimeThatMovedForNothingCopiesNothing()
    {
        _bed.HasPast = true;
        string file = _bed.Write("a.txt", "before");
        _bed.Run();
        Shell.Run("chmod", ["0640", file]).MustSucceed();
        Shell.Run("chmod", ["0644", file]).MustSucceed();

        EngineRun run = _bed.Run();

        run.Done.FilesCopied.ShouldBe(0);
        run.Done.FilesLeft.ShouldBe(1);
        _bed.Decide().Lines.ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFileThatWasTooFreshToBeTrustedIsReadAgainAndCountedAsInOrder()
    {
        _bed.HasPast = true;
        _bed.MomentAhead = TimeSpan.Zero;
        _bed.Write("a.txt", "text");
        _bed.Run();

        _bed.Decide().Lines.ShouldBe(["a.txt Same Recheck"]);
        EngineRun run = _bed.Run();

        (run.Planned.FilesSkipped + run.Done.FilesLeft + run.Done.FilesCopied).ShouldBe(run.Planned.Files, "every file stands in one column");
    }

    [SkippableFact]
    public void NamesOfAFileThatWasCopiedAgainAfterARecheckFollowIt()
    {
        _bed.HasPast = true;
        string file = _bed.Write("one", "before");
        Link("one", "two");
        File.SetLastWriteTimeUtc(file, Old);
        _bed.Run();
        File.WriteAllText(file, "after!");
        File.SetLastWriteTimeUtc(file, Old);

        _bed.Run().Troubles.ShouldBeEmpty();

        File.ReadAllText(_bed.InDestination("two")).ShouldBe("after!");
        Rsync.Differences(_bed.Source, _bed.Destination).ShouldBeEmpty();
    }

    private void MirroredFolder()
    {
        _bed.Write("docs/a.txt");
        _bed.Write("docs/b.txt");
        _bed.Write("docs/z.txt");
        File.CreateSymbolicLink(_bed.InSource("docs/link"), "a.txt");
        _bed.Run().Troubles.ShouldBeEmpty();
    }

    private void Link(string existing, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_bed.InSource(name))!);
        Shell.Run("ln", [_bed.InSource(existing), _bed.InSource(name)]).MustSucceed();
    }

    private static void Make(string path, string what)
    {
        switch (what)
        {
            case "none":
                return;
            case "dir":
                Directory.CreateDirectory(path);
                MakeFile(Path.Join(path, "in"), "in", Old);
                return;
            case "link":
                File.CreateSymbolicLink(path, "target");
                Shell.Run("touch", ["-h", "-d", "2010-01-01", path]).MustSucceed();
                return;
            case "link-elsewhere":
                File.CreateSymbolicLink(path, "tegrat");
                Shell.Run("touch", ["-h", "-d", "2010-01-01", path]).MustSucceed();
                return;
            case "fifo":
                Shell.Run("mkfifo", [path]).MustSucceed();
                return;
            case "file-mode":
                MakeFile(path, "content", new(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                Shell.Run("chmod", ["0400", path]).MustSucceed();
                return;
            default:
                MakeFile(path, what == "file-other-size" ? "longer content" : "content", what switch
                {
                    "file-older" => Old,
                    "file-newer" => New,
                    _ => new(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                });
                return;
        }
    }

    private static void MakeFile(string path, string text, DateTime at)
    {
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, at);
    }
}
