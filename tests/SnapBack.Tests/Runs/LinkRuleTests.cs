using Shouldly;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Links of the source under each policy, on real trees.</summary>
public sealed class LinkRuleTests : IDisposable
{
    private readonly RuleBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData("copy", "copy", "real/,real/file,to-file,to-folder", true, true)]
    [InlineData("skip", "copy", "real/,real/file,to-file", true, false)]
    [InlineData("copy", "skip", "real/,real/file,to-folder", false, true)]
    [InlineData("skip", "skip", "real/,real/file", false, false)]
    [InlineData("follow", "copy", "real/,real/file,to-file,to-folder/,to-folder/file", true, false)]
    [InlineData("copy", "follow", "real/,real/file,to-file,to-folder", false, true)]
    [InlineData("follow", "follow", "real/,real/file,to-file,to-folder/,to-folder/file", false, false)]
    [InlineData("skip", "follow", "real/,real/file,to-file", false, false)]
    [InlineData("follow", "skip", "real/,real/file,to-folder/,to-folder/file", false, false)]
    public void EachKindOfLinkHasItsPolicy(string folders, string files, string arrived, bool isFileLink, bool isFolderLink)
    {
        _bed.Write("real/file", "content");
        Link("to-file", "real/file");
        Link("to-folder", "real");
        _bed.Say($"\"folderLinks\": \"{folders}\", \"fileLinks\": \"{files}\"");

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        string.Join(',', _bed.AtDestination()).ShouldBe(arrived);
        (new FileInfo(_bed.InDestination("to-file")).LinkTarget is not null).ShouldBe(isFileLink);
        (new FileInfo(_bed.InDestination("to-folder")).LinkTarget is not null).ShouldBe(isFolderLink);
        (first.ExitCode, second.ExitCode).ShouldBe((1, 0));
    }

    [Fact]
    public void EveryPairOfPoliciesHasARow() =>
        typeof(LinkRuleTests).GetMethod(nameof(EachKindOfLinkHasItsPolicy))!.GetCustomAttributesData().Count(a => a.AttributeType == typeof(InlineDataAttribute))
            .ShouldBe(Enum.GetValues<LinkPolicy>().Length * Enum.GetValues<LinkPolicy>().Length);

    [SkippableTheory]
    [InlineData("loop", ".")]
    [InlineData("a/up", "..")]
    [InlineData("a/b/top", "../..")]
    [InlineData("a/self", "self-folder/..")]
    public void ALinkToAFolderAboveItIsLeftOutAndToldAndTheRunEnds(string link, string target)
    {
        _bed.Write("a/b/file");
        Directory.CreateDirectory(_bed.InSource("a/self-folder"));
        Link(link, target);
        FollowAll();

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["a/", "a/b/", "a/b/file", "a/self-folder/"]);
        _bed.Files(run).ShouldContain($"{link} excluded none link-loop");
        run.ExitCode.ShouldBe(1);
    }

    [SkippableFact]
    public void TwoFoldersThatLinkToEachOtherAreFollowedOnce()
    {
        _bed.Write("a/in-a");
        _bed.Write("b/in-b");
        Link("a/to-b", "../b");
        Link("b/to-a", "../a");
        FollowAll();

        _bed.Run().ExitCode.ShouldBe(1);

        _bed.AtDestination().ShouldBe(["a/", "a/in-a", "a/to-b/", "a/to-b/in-b", "b/", "b/in-b", "b/to-a/", "b/to-a/in-a"]);
    }

    [SkippableFact]
    public void ALinkThatLeadsNowhereIsAFailureAndWhatTheDestinationHasStays()
    {
        _bed.Write("file");
        Link("broken", "not-there");
        _bed.WriteAtDestination("broken", "old");
        _bed.Say("\"mode\": \"mirror\", \"folderLinks\": \"follow\", \"fileLinks\": \"follow\"");

        RunResult run = _bed.Run();

        File.ReadAllText(_bed.InDestination("broken")).ShouldBe("old");
        run.ExitCode.ShouldBe(ExitMask.Copied | ExitMask.Failed);
        run.FirstFailures.Single().Path.ToString().ShouldBe("broken");
    }

    [SkippableFact]
    public void WhatLiesOutsideOfTheSourceIsReadLiveAndTold()
    {
        _bed.Write("elsewhere", "folder/file", "outside", null);
        _bed.Write("elsewhere", "single", "one", null);
        _bed.Write("elsewhere", "folder/more/deep", "deep", null);
        Link("absolute", Path.Join(_bed.Root, "elsewhere", "folder"));
        Link("relative", "../elsewhere/single");
        Link("chained", "absolute/more");
        FollowAll();

        RunResult first = _bed.Run();
        RunResult second = _bed.Run();

        _bed.AtDestination().ShouldBe([
            "absolute/", "absolute/file", "absolute/more/", "absolute/more/deep", "chained/", "chained/deep", "relative"]);
        File.ReadAllText(_bed.InDestination("relative")).ShouldBe("one");
        first.Notices.ShouldContain(n => n.Code == "links-lead-outside");
        second.ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void ALinkToTheDestinationOrAroundItIsNeverFollowed()
    {
        _bed.Write("file");
        _bed.WriteAtDestination("old/file");
        Link("into", _bed.InDestination("old"));
        Link("around", _bed.Root);
        FollowAll();

        RunResult run = _bed.Run();

        _bed.AtDestination().ShouldBe(["file", "old/", "old/file"]);
        run.Totals.Files.Failed.ShouldBe(2);
    }

    [SkippableFact]
    public void ALinkThatLeavesTheSourceAndComesBackIsReadInTheView()
    {
        _bed.Write("real/file", "live");
        _bed.Write("source@snapshot", "real/file", "at the moment", null);
        Link("back", "../source/real", "source@snapshot");
        Link("inside", "real", "source@snapshot");
        Link("back", "../source/real");
        Link("inside", "real");
        _bed.Provider = new ScriptedSnapshotProvider();
        FollowAll();
        _bed.Job = _bed.Job with { Snapshot = SnapshotPolicy.Require };

        _bed.Run().ExitCode.ShouldBe(1);

        File.ReadAllText(_bed.InDestination("inside/file")).ShouldBe("at the moment");
        File.ReadAllText(_bed.InDestination("back/file")).ShouldBe("at the moment");
    }

    [SkippableFact]
    public void AFolderBehindALinkIsMirroredAndTheLinkOfTheDestinationIsNeverFollowed()
    {
        _bed.Write("real/file");
        Link("to-folder", "real");
        _bed.Write("elsewhere", "kept", "kept", null);
        Shell.Run("ln", ["-s", Path.Join(_bed.Root, "elsewhere"), _bed.InDestination("to-folder")]).MustSucceed();
        _bed.WriteAtDestination("gone");
        _bed.Say("\"mode\": \"mirror\", \"folderLinks\": \"follow\", \"fileLinks\": \"follow\"");

        _bed.Run();

        _bed.AtDestination().ShouldBe(["real/", "real/file", "to-folder/", "to-folder/file"]);
        File.ReadAllText(Path.Join(_bed.Root, "elsewhere", "kept")).ShouldBe("kept");
    }

    [SkippableFact]
    public void AnExcludedNameHoldsForAFollowedLinkToo()
    {
        _bed.Write("real/file");
        Link("cache", "real");
        Link("file.tmp", "real/file");
        _bed.Say("\"folderLinks\": \"follow\", \"fileLinks\": \"follow\", \"excludeDir\": \"cache\", \"excludeFile\": \"*.tmp\"");

        _bed.Run();

        _bed.AtDestination().ShouldBe(["real/", "real/file"]);
    }

    private void FollowAll() => _bed.Say("\"folderLinks\": \"follow\", \"fileLinks\": \"follow\"");

    private void Link(string path, string target, string root = "source")
    {
        string link = Path.Join(_bed.Root, root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Shell.Run("ln", ["-s", target, link]).MustSucceed();
    }
}
