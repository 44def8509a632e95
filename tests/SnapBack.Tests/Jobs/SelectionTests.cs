using Shouldly;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class SelectionTests
{
    private const uint Hidden = 0x2;
    private const uint Archive = 0x20;
    private const uint DirectoryBit = 0x10;

    [Fact]
    public void EverythingIsInScopeWithoutRules()
    {
        Exclude(Selection.Everything, "a/b.txt").ShouldBeNull();
        Exclude(Selection.Everything, "a", EntryKind.Directory).ShouldBeNull();
    }

    [Theory]
    [InlineData(".snapback", SkipReason.ReservedName)]
    [InlineData("deep/.snapback", null)]
    [InlineData("deep/.snapback-ab-1.tmp", SkipReason.ReservedName)]
    public void NamesOfThisProgramAreOutWhateverTheRules(string path, SkipReason? expected)
    {
        Exclude(new Selection { IncludeFiles = [new("*")] }, path).ShouldBe(expected);
    }

    [Theory]
    [InlineData(EntryKind.File, 0x1000u, SkipReason.CloudPlaceholder)]
    [InlineData(EntryKind.File, 0x40000u, SkipReason.CloudPlaceholder)]
    [InlineData(EntryKind.File, 0x400020u, SkipReason.CloudPlaceholder)]
    [InlineData(EntryKind.Directory, 0x440010u, SkipReason.CloudPlaceholder)]
    [InlineData(EntryKind.File, 0x20u, null)]
    public void WhatIsNotHereButInACloudIsOut(EntryKind kind, uint attributes, SkipReason? expected)
    {
        Entry entry = new() { Name = "a", Kind = kind, Attributes = attributes };

        Selection.Everything.Exclude(RelativePath.Root.Child("a"), entry).ShouldBe(expected);
        Selection.Everything.Protects(RelativePath.Root.Child("a"), entry).ShouldBeFalse();
    }

    [Fact]
    public void AnExcludedFolderIsOutByNameAtEveryDepth()
    {
        Selection selection = new() { ExcludeDirectories = [new("Cache")] };

        Exclude(selection, "cache", EntryKind.Directory).ShouldBe(SkipReason.ExcludedDirectory);
        Exclude(selection, "a/b/CACHE", EntryKind.Directory).ShouldBe(SkipReason.ExcludedDirectory);
        Exclude(selection, "a/cache").ShouldBeNull();
    }

    [Fact]
    public void AFolderIsNotHeldAgainstFilePatterns()
    {
        Selection selection = new() { IncludeFiles = [new("*.doc")], ExcludeFiles = [new("old*")] };

        Exclude(selection, "old", EntryKind.Directory).ShouldBeNull();
    }

    [Fact]
    public void AJunctionAndAWindowsFolderLinkAreFolders()
    {
        Selection selection = new() { IncludeFiles = [new("*.doc")], ExcludeDirectories = [new("Application Data")] };

        Exclude(selection, "Application Data", EntryKind.Junction).ShouldBe(SkipReason.ExcludedDirectory);
        Exclude(selection, "Application Data", EntryKind.SymbolicLink, attributes: DirectoryBit).ShouldBe(SkipReason.ExcludedDirectory);
        Exclude(selection, "other", EntryKind.Junction).ShouldBeNull();
        Exclude(selection, "Application Data", EntryKind.SymbolicLink).ShouldBe(SkipReason.NotIncluded);
    }

    [Fact]
    public void AFileMustMatchAnIncludePatternAndNoExcludePattern()
    {
        Selection selection = new() { IncludeFiles = [new("*.doc"), new("*.xls")], ExcludeFiles = [new("~$*")] };

        Exclude(selection, "a/b.DOC").ShouldBeNull();
        Exclude(selection, "a/b.txt").ShouldBe(SkipReason.NotIncluded);
        Exclude(selection, "a/~$b.doc").ShouldBe(SkipReason.ExcludedFile);
    }

    [Theory]
    [InlineData(9, SkipReason.TooSmall)]
    [InlineData(10, null)]
    [InlineData(20, null)]
    [InlineData(21, SkipReason.TooLarge)]
    public void SizesAtTheLimitsAreAllowed(long size, SkipReason? expected)
    {
        Exclude(new Selection { MinSize = 10, MaxSize = 20 }, "a", size: size).ShouldBe(expected);
    }

    [Theory]
    [InlineData(9, SkipReason.TooOld)]
    [InlineData(10, null)]
    [InlineData(20, null)]
    [InlineData(21, SkipReason.TooNew)]
    public void TimesAtTheLimitsAreAllowed(long seconds, SkipReason? expected)
    {
        Exclude(new Selection { NotBefore = new(10, 0), NotAfter = new(20, 0) }, "a", modified: seconds).ShouldBe(expected);
    }

    [Fact]
    public void OneAttributeOfSeveralIsEnough()
    {
        Selection include = new() { IncludeAttributes = Hidden | Archive };
        Selection exclude = new() { ExcludeAttributes = Hidden | Archive };

        Exclude(include, "a", attributes: Hidden).ShouldBeNull();
        Exclude(include, "a").ShouldBe(SkipReason.Attributes);
        Exclude(exclude, "a", attributes: Archive).ShouldBe(SkipReason.Attributes);
        Exclude(exclude, "a").ShouldBeNull();
    }

    [Fact]
    public void SizesAndTimesSpeakOfFilesOnly()
    {
        Selection selection = new() { MinSize = 10, NotBefore = new(10, 0), IncludeAttributes = Archive };

        Exclude(selection, "link", EntryKind.SymbolicLink).ShouldBeNull();
        Exclude(selection, "folder", EntryKind.Directory).ShouldBeNull();
    }

    [Fact]
    public void AnExtraThatTheRulesLeaveOutIsProtected()
    {
        Selection selection = new() { IncludeFiles = [new("*.doc")], ExcludeFiles = [new("keep.*")], ExcludeDirectories = [new("cache")] };

        Protects(selection, "a/cache", EntryKind.Directory).ShouldBeTrue();
        Protects(selection, "a/other", EntryKind.Directory).ShouldBeFalse();
        Protects(selection, "keep.doc").ShouldBeTrue();
        Protects(selection, "a.txt").ShouldBeTrue();
        Protects(selection, "a.doc").ShouldBeFalse();
    }

    [Fact]
    public void AFullPathSpeaksOfItsPairAlone()
    {
        Selection all = new() { ExcludeDirectories = [new("/srv/a/tmp"), new("cache")], ExcludeFiles = [new("/srv/b/*.bak")] };

        Selection first = all.For(new JobPair("/srv/a", "/backup/a"));
        Selection second = all.For(new JobPair("/srv/b", "/backup/b"));

        Exclude(first, "tmp", EntryKind.Directory).ShouldBe(SkipReason.ExcludedDirectory);
        Exclude(first, "x/tmp", EntryKind.Directory).ShouldBeNull();
        Exclude(first, "x/cache", EntryKind.Directory).ShouldBe(SkipReason.ExcludedDirectory);
        Exclude(first, "x.bak").ShouldBeNull();
        Exclude(second, "tmp", EntryKind.Directory).ShouldBeNull();
        Exclude(second, "x.bak").ShouldBe(SkipReason.ExcludedFile);
        first.Fingerprint.ShouldNotBe(second.Fingerprint);
        first.For(new JobPair("/srv/a", "/backup/a")).Fingerprint.ShouldBe(first.Fingerprint);
    }

    [Fact]
    public void AFullPathBelowTheDestinationProtectsThereAndExcludesNothingAtTheSource()
    {
        Selection selection = new Selection { ExcludeDirectories = [new("/backup/a/keep")], ExcludeFiles = [new("/backup/a/README")] }
            .For(new JobPair("/srv/a", "/backup/a"));

        Protects(selection, "keep", EntryKind.Directory).ShouldBeTrue();
        Protects(selection, "README").ShouldBeTrue();
        Protects(selection, "x/README").ShouldBeFalse();
        Exclude(selection, "keep", EntryKind.Directory).ShouldBeNull();
        Exclude(selection, "README").ShouldBeNull();
    }

    [Fact]
    public void EveryRuleChangesTheFingerprint()
    {
        Selection[] selections =
        [
            Selection.Everything,
            new() { IncludeFiles = [new("a")] },
            new() { ExcludeFiles = [new("a")] },
            new() { ExcludeDirectories = [new("a")] },
            new() { KeepFiles = [new("a")] },
            new() { KeepDirectories = [new("a")] },
            new() { IncludeFiles = [new("a"), new("b")] },
            new() { IncludeFiles = [new("a1:b")] },
            new() { IncludeFiles = [new("a|")], ExcludeFiles = [new("b")] },
            new() { IncludeFiles = [new("a")], ExcludeFiles = [new("|b")] },
            new() { MaxSize = 1 },
            new() { MinSize = 1 },
            new() { NotBefore = new(1, 0) },
            new() { NotAfter = new(1, 0) },
            new() { ExcludeAttributes = 1 },
            new() { IncludeAttributes = 1 },
        ];

        selections.Select(s => s.Fingerprint).Distinct().Count().ShouldBe(selections.Length);
    }

    private static SkipReason? Exclude(
        Selection selection, string path, EntryKind kind = EntryKind.File, long size = 0, long modified = 0, uint attributes = 0)
    {
        RelativePath relative = RelativePath.FromTrusted(path);
        return selection.Exclude(
            relative, new Entry { Name = relative.Name, Kind = kind, Size = size, Modified = new Timestamp(modified, 0), Attributes = attributes });
    }

    private static bool Protects(Selection selection, string path, EntryKind kind = EntryKind.File)
    {
        RelativePath relative = RelativePath.FromTrusted(path);
        return selection.Protects(relative, new Entry { Name = relative.Name, Kind = kind });
    }
}
