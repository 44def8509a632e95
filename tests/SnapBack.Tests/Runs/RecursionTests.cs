using Shouldly;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Runs;

public sealed class RecursionTests : IDisposable
{
    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData("\"recurse\": \"none\"", "top", 1, 1)]
    [InlineData("\"recurse\": \"none\", \"levels\": 3", "top", 1, 1)]
    [InlineData("\"levels\": 1", "top", 1, 1)]
    [InlineData("\"levels\": 2", "a/,a/one,empty/,top", 3, 2)]
    [InlineData("\"levels\": 3", "a/,a/b/,a/b/two,a/one,empty/,top", 4, 3)]
    [InlineData("\"recurse\": \"all\"", "a/,a/b/,a/b/c/,a/b/c/three,a/b/two,a/one,empty/,top", 5, 4)]
    [InlineData("\"recurse\": \"nonEmpty\"", "a/,a/b/,a/b/c/,a/b/c/three,a/b/two,a/one,top", 5, 4)]
    [InlineData("\"recurse\": \"nonEmpty\", \"levels\": 2", "a/,a/one,top", 3, 2)]
    public void ARunGoesAsDeepAsItIsTold(string said, string arrived, int dirs, int files)
    {
        MakeTree();
        _bed.Say(said);

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        string.Join(',', _bed.AtDestination()).ShouldBe(arrived);
        (first.Totals.Dirs.Total, first.Totals.Files.Total).ShouldBe((dirs, files));
        (second.Totals.Dirs.Total, second.Totals.Files.Total, second.ExitCode).ShouldBe((dirs, files, 0));
    }

    [SkippableTheory]
    [InlineData("\"recurse\": \"none\"")]
    [InlineData("\"levels\": 1")]
    public void WhatAMirrorDoesNotLookIntoStaysAtTheDestination(string said)
    {
        _bed.Write("top");
        _bed.Write("file-over-folder");
        _bed.WriteAtDestination("gone");
        _bed.WriteAtDestination("a/one");
        _bed.WriteAtDestination("extra/deep");
        _bed.WriteAtDestination("file-over-folder/in");
        _bed.Write("a/new");
        _bed.Say($"\"mode\": \"mirror\", {said}");

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["a/", "a/one", "extra/", "extra/deep", "file-over-folder/", "file-over-folder/in", "top"]);
        (run.Totals.Deleted, run.Totals.Dirs.Extras, run.Totals.Files.Extras, run.Totals.Files.Mismatch).ShouldBe((1, 1, 1, 1));
        run.ExitCode.ShouldBe(ExitMask.Copied | ExitMask.Extras | ExitMask.Mismatches);
    }

    [SkippableFact]
    public void AMirrorOfSomeLevelsKeepsWhatLiesDeeperInAnExtraFolder()
    {
        _bed.Write("top");
        _bed.WriteAtDestination("extra/file");
        _bed.WriteAtDestination("extra/deep/file");
        _bed.Say("\"mode\": \"mirror\", \"levels\": 2");

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["extra/", "extra/deep/", "extra/deep/file", "top"]);
        run.Totals.Withheld.ShouldBe(1);
    }

    [SkippableFact]
    public void AFolderOfWhichNothingIsTakenIsNotMadeAndTold()
    {
        _bed.Write("a/b/skipped.tmp");
        _bed.Write("c/d/taken");
        _bed.Write("e/f/g/skipped.tmp");
        _bed.Write("e/taken");
        _bed.Say("\"recurse\": \"nonEmpty\", \"excludeFile\": \"*.tmp\"");

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        _bed.AtDestination().ShouldBe(["c/", "c/d/", "c/d/taken", "e/", "e/taken"]);
        _bed.Files(first).Where(f => f.EndsWith("empty-folder", StringComparison.Ordinal)).Select(f => f.Split(' ')[0]).ShouldBe(["a", "a/b", "e/f", "e/f/g"]);
        first.Totals.Dirs.ShouldBe(new Counts { Total = 8, Copied = 3, Skipped = 5 });
        second.Totals.Dirs.ShouldBe(new Counts { Total = 8, Skipped = 8 });
        second.ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void AnEmptyFolderIsMadeOnceSomethingIsInIt()
    {
        Directory.CreateDirectory(_bed.InSource("a/b"));
        _bed.Write("top");
        _bed.Say("\"recurse\": \"nonEmpty\"");
        _bed.Run();
        _bed.Write("a/b/file");

        RunResult second = _bed.Run();

        _bed.AtDestination().ShouldBe(["a/", "a/b/", "a/b/file", "top"]);
        second.Totals.Dirs.Copied.ShouldBe(2);
        Directory.GetLastWriteTimeUtc(_bed.InDestination("a/b")).ShouldBe(Directory.GetLastWriteTimeUtc(_bed.InSource("a/b")));
    }

    [SkippableFact]
    public void AFolderThatIsEmptyOnBothSidesStaysInAMirror()
    {
        Directory.CreateDirectory(_bed.InSource("a"));
        Directory.CreateDirectory(_bed.InDestination("a"));
        _bed.Say("\"recurse\": \"nonEmpty\", \"mode\": \"mirror\"");

        _bed.Run().ExitCode.ShouldBe(0);

        _bed.AtDestination().ShouldBe(["a/"]);
    }

    [SkippableFact]
    public void ADryRunMakesTheSameFoldersInItsNumbers()
    {
        MakeTree();
        _bed.Say("\"recurse\": \"nonEmpty\"");
        _bed.Job = _bed.Job with { IsDryRun = true };

        RunResult dry = _bed.Run();
        _bed.AtDestination().ShouldBeEmpty();
        _bed.Job = _bed.Job with { IsDryRun = false };
        RunResult real = _bed.Run();

        dry.Totals.Dirs.ShouldBe(real.Totals.Dirs);
        dry.Totals.Files.ShouldBe(real.Totals.Files);
    }

    private void MakeTree()
    {
        _bed.Write("top");
        _bed.Write("a/one");
        _bed.Write("a/b/two");
        _bed.Write("a/b/c/three");
        Directory.CreateDirectory(_bed.InSource("empty"));
    }
}
