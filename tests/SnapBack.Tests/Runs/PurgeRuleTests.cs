using Shouldly;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>What a mirror removes and what it keeps, rule by rule.</summary>
public sealed class PurgeRuleTests : IDisposable
{
    private readonly RuleBed _bed = new();

    public PurgeRuleTests() => _bed.Write("here.txt");

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AnExtraFileGoesWhenItMatchesTheFilespecAndStaysOtherwise()
    {
        _bed.WriteAtDestination("old.txt");
        _bed.WriteAtDestination("old.doc");
        _bed.WriteAtDestination("folder/old.txt");
        _bed.WriteAtDestination("folder/old.doc");
        _bed.Say("\"mode\": \"mirror\", \"includeFile\": \"*.txt\"");

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["folder/", "folder/old.doc", "here.txt", "old.doc"]);
        (run.Totals.Files.Extras, run.Totals.Dirs.Extras).ShouldBe((2, 1));
    }

    [SkippableFact]
    public void AnExtraFileThatAnExcludePatternMeansStays()
    {
        _bed.WriteAtDestination("keep.tmp");
        _bed.WriteAtDestination("old.txt");
        _bed.Say("\"mode\": \"mirror\", \"excludeFile\": \"*.tmp\"");

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["here.txt", "keep.tmp"]);
        run.Totals.Files.Extras.ShouldBe(1);
    }

    [SkippableFact]
    public void AnExtraFolderGoesWithAllThatIsInIt()
    {
        _bed.WriteAtDestination("old/a/b/file");
        _bed.Say("\"mode\": \"mirror\"");

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["here.txt"]);
        run.Totals.Deleted.ShouldBe(4);
    }

    [SkippableFact]
    public void AnExcludedNameProtectsAnExtraFolderAtTheTopAndAtEveryDepth()
    {
        _bed.WriteAtDestination("cache/file");
        _bed.WriteAtDestination("old/deep/cache/file");
        _bed.WriteAtDestination("old/deep/other/file");
        _bed.Say("\"mode\": \"mirror\", \"excludeDir\": \"cache\"");

        _bed.Run();

        _bed.AtDestination().ShouldBe(["cache/", "cache/file", "here.txt", "old/", "old/deep/", "old/deep/cache/", "old/deep/cache/file"]);
    }

    [SkippableFact]
    public void AFolderThatIsExcludedAtTheSourceAndIsAtTheDestinationIsLeftAlone()
    {
        _bed.Write("cache/new");
        _bed.WriteAtDestination("cache/old");
        _bed.Say("\"mode\": \"mirror\", \"excludeDir\": \"cache\"");

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["cache/", "cache/old", "here.txt"]);
        run.ExitCode.ShouldBe(ExitMask.Copied);
    }

    [SkippableTheory]
    [InlineData("\"excludeFile\": \"both.txt\"")]
    [InlineData("\"includeFile\": \"here.txt\"")]
    [InlineData("\"maxSize\": 1")]
    [InlineData("\"minSize\": \"1M\"")]
    [InlineData("\"maxAge\": 1")]
    [InlineData("\"minAge\": 20190101")]
    [InlineData("\"maxLastAccess\": 20990101")]
    [InlineData("\"minLastAccess\": 20190101")]
    [InlineData("\"onlyArchive\": true")]
    [InlineData("\"includeAttributes\": \"R\"")]
    [InlineData("\"skipClasses\": [\"changed\"]")]
    public void AFileOfTheSourceThatARuleLeavesOutIsNeverRemovedAtTheDestination(string rule)
    {
        _bed.Write("both.txt", "source");
        _bed.WriteAtDestination("both.txt", "at the destination");
        _bed.Say($"\"mode\": \"mirror\", {rule}");

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        File.ReadAllText(_bed.InDestination("both.txt")).ShouldBe("at the destination");
        (first.Totals.Deleted, second.Totals.Deleted).ShouldBe((0, 0));
    }

    [SkippableFact]
    public void FilesThatDoNotMatchTheFilespecAreNotCounted()
    {
        _bed.Write("other.doc");
        _bed.Write("folder/other.doc");
        _bed.Write("folder/skipped.txt");
        _bed.Say("\"includeFile\": \"*.txt\", \"excludeFile\": \"skipped.*\"");

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        first.Totals.Files.ShouldBe(new Counts { Total = 2, Copied = 1, Skipped = 1 });
        second.Totals.Files.ShouldBe(new Counts { Total = 2, Skipped = 2 });
        second.Totals.Bytes.Total.ShouldBe(first.Totals.Bytes.Total);
    }

    [SkippableFact]
    public void AFileThatIsNotMatchedAndOnBothSidesStaysAsItIs()
    {
        _bed.Write("both.doc", "source");
        _bed.WriteAtDestination("both.doc", "at the destination");
        _bed.Say("\"mode\": \"mirror\", \"includeFile\": \"*.txt\"");

        RunResult run = _bed.Run();

        File.ReadAllText(_bed.InDestination("both.doc")).ShouldBe("at the destination");
        run.ExitCode.ShouldBe(ExitMask.Copied);
    }
}
