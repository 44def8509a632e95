using NSubstitute;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>What leaves the source, and what never does.</summary>
public sealed class MoveTests : IDisposable
{
    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void EachFileThatWasCopiedLeavesTheSourceAndItsFoldersStay()
    {
        MakeTree();
        _bed.Say("\"move\": \"files\", \"excludeFile\": \"*.tmp\"");

        RunResult run = _bed.Run();

        _bed.AtSource().ShouldBe(["a/", "a/b/", "empty/", "same", "skipped.tmp"]);
        _bed.AtDestination().ShouldBe(["a/", "a/b/", "a/b/deep", "a/file", "empty/", "same", "top"]);
        run.Totals.Files.Copied.ShouldBe(3);
        run.ExitCode.ShouldBe(1);
        run.Notices.ShouldContain(n => n.Code == "source-released" && n.Text.StartsWith("3 copied files and 0 empty folders", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void FoldersThatAreEmptyByThenLeaveTooAndTheRootStays()
    {
        MakeTree();
        _bed.Write("kept/skipped.tmp");
        _bed.Write("kept/moved");
        _bed.Say("\"move\": \"all\", \"excludeFile\": \"*.tmp\"");

        RunResult run = _bed.Run();

        _bed.AtSource().ShouldBe(["kept/", "kept/skipped.tmp", "same", "skipped.tmp"]);
        Directory.Exists(_bed.InDestination("empty")).ShouldBeTrue();
        run.Notices.ShouldContain(n => n.Text.StartsWith("4 copied files and 3 empty folders", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void AFileThatChangedAfterItWasCopiedStaysAndIsTold()
    {
        MakeTree();
        _bed.Say("\"move\": \"files\"");
        _bed.Events.When(e => e.EnteredPhase(RunPhase.Deleting)).Do(_ => File.WriteAllText(_bed.InSource("top"), "text, and more of it"));

        RunResult run = _bed.Run();

        File.ReadAllText(_bed.InSource("top")).ShouldBe("text, and more of it");
        File.Exists(_bed.InSource("a/file")).ShouldBeFalse();
        run.Totals.Withheld.ShouldBe(1);
        _bed.Files(run).ShouldContain("top same release-source");
        run.Notices.ShouldContain(n => n.Code == "source-released" && n.IsWarning);
    }

    [SkippableFact]
    public void AFileThatWasReplacedByAnotherOfTheSameSizeAndTimeStays()
    {
        MakeTree();
        _bed.Say("\"move\": \"files\"");
        _bed.Events.When(e => e.EnteredPhase(RunPhase.Deleting)).Do(_ =>
        {
            _bed.Write("new", "TEXT");
            File.Move(_bed.InSource("new"), _bed.InSource("top"), overwrite: true);
        });

        _bed.Run();

        File.ReadAllText(_bed.InSource("top")).ShouldBe("TEXT");
    }

    [SkippableFact]
    public void FromASnapshotTheLiveFileLeavesWhenItIsStillTheSame()
    {
        _bed.Write("unchanged", "text");
        _bed.Write("replaced", "text");
        Shell.Run("cp", ["-al", _bed.InSource("."), Path.Join(_bed.Root, "source@snapshot")]).MustSucceed();
        _bed.Write("new", "newer text");
        File.Move(_bed.InSource("new"), _bed.InSource("replaced"), overwrite: true);
        _bed.Provider = new ScriptedSnapshotProvider();
        _bed.Say("\"move\": \"files\"");
        _bed.Job = _bed.Job with { Snapshot = SnapshotPolicy.Require };

        _bed.Run();

        _bed.AtSource().ShouldBe(["replaced"]);
        File.ReadAllText(_bed.InDestination("replaced")).ShouldBe("text");
    }

    [SkippableTheory]
    [InlineData("\"structureOnly\": true")]
    [InlineData("\"copy\": \"AT\"")]
    public void WithoutContentNothingLeaves(string said)
    {
        MakeTree();
        string[] before = _bed.AtSource();
        _bed.Say($"\"move\": \"all\", {said}");

        _bed.Run();

        _bed.AtSource().ShouldBe(before);
    }

    [SkippableFact]
    public void ADryRunLeavesTheSourceAlone()
    {
        MakeTree();
        string[] before = _bed.AtSource();
        _bed.Say("\"move\": \"all\"");
        _bed.Job = _bed.Job with { IsDryRun = true };

        _bed.Run();

        _bed.AtSource().ShouldBe(before);
    }

    [SkippableFact]
    public void AMirrorThatMovesNeverDeletesWhatItMovedEarlier()
    {
        MakeTree();
        _bed.Say("\"move\": \"all\", \"mode\": \"mirror\"");
        _bed.Run();
        string[] moved = _bed.AtDestination();
        _bed.Write("next");

        RunResult second = _bed.Run();

        _bed.AtDestination().ShouldBe([.. moved.Append("next").Order(StringComparer.Ordinal)]);
        second.Totals.Deleted.ShouldBe(0);
    }

    [SkippableFact]
    public void WhatIsReachedThroughALinkStays()
    {
        _bed.Write("elsewhere", "folder/file", "text", null);
        _bed.Write("elsewhere", "single", "text", null);
        Shell.Run("ln", ["-s", "../elsewhere/folder", _bed.InSource("folder")]).MustSucceed();
        Shell.Run("ln", ["-s", "../elsewhere/single", _bed.InSource("file")]).MustSucceed();
        _bed.Say("\"move\": \"all\", \"folderLinks\": \"follow\", \"fileLinks\": \"follow\"");

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["file", "folder/", "folder/file"]);
        File.Exists(Path.Join(_bed.Root, "elsewhere", "folder", "file")).ShouldBeTrue();
        File.Exists(Path.Join(_bed.Root, "elsewhere", "single")).ShouldBeTrue();
        _bed.AtSource().ShouldBe(["file", "folder"]);
        run.ExitCode.ShouldBe(1);
    }

    [SkippableFact]
    public void AllNamesOfAFileAndLinksThatWereCopiedLeave()
    {
        _bed.Write("one");
        Shell.Run("ln", [_bed.InSource("one"), _bed.InSource("two")]).MustSucceed();
        Shell.Run("ln", ["-s", "one", _bed.InSource("link")]).MustSucceed();
        _bed.Say("\"move\": \"files\"");

        _bed.Run();

        _bed.AtSource().ShouldBeEmpty();
        _bed.AtDestination().ShouldBe(["link", "one", "two"]);
        _bed.Find("one")!.FileId.ShouldBe(_bed.Find("two")!.FileId);
    }

    private void MakeTree()
    {
        _bed.Write("top");
        _bed.Write("a/file");
        _bed.Write("a/b/deep");
        _bed.Write("same");
        _bed.WriteAtDestination("same");
        _bed.Write("skipped.tmp");
        Directory.CreateDirectory(_bed.InSource("empty"));
    }
}
