using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>Incremental adds and updates; what only the destination has is told of and stays until a mirror removes it.</summary>
public sealed class IncrementalTests
{
    [SkippableFact]
    public void IncrementalDeletesNothingAndTellsWhatIsExtra()
    {
        using BackupBed bed = Copied();
        File.Delete(bed.InSource("one/two/three/gone.txt"));
        BackupBed.RemoveTree(bed.InSource("one/two/folder"));
        BackupBed.Write(bed.InDestination("one/two/three/stranger.txt"), "from elsewhere");

        BackupAnswer answer = bed.Incremental();

        answer.ExitCode.ShouldBe(2, answer.Text);
        File.ReadAllText(bed.InDestination("one/two/three/gone.txt")).ShouldBe("gone");
        File.ReadAllText(bed.InDestination("one/two/folder/inside.txt")).ShouldBe("inside");
        Extras(bed).ShouldBe(["one/two/folder", "one/two/three/gone.txt", "one/two/three/stranger.txt"]);
        bed.Program.Rows("ls", "last").Select(PathOf).ShouldBe(["kept.txt", "one", "one/two", "one/two/three", "one/two/three/kept.txt"]);
    }

    [SkippableFact]
    public void ExtrasStayExtrasFromRunToRun()
    {
        using BackupBed bed = Copied();
        File.Delete(bed.InSource("one/two/three/gone.txt"));
        bed.Incremental();

        BackupAnswer answer = bed.Incremental();

        answer.ExitCode.ShouldBe(2, answer.Text);
        Extras(bed).ShouldBe(["one/two/three/gone.txt"]);
    }

    [SkippableFact]
    public void AMirrorAfterwardsDeletesTheExtras()
    {
        using BackupBed bed = Copied();
        File.Delete(bed.InSource("one/two/three/gone.txt"));
        BackupBed.RemoveTree(bed.InSource("one/two/folder"));
        bed.Incremental();

        BackupAnswer answer = bed.Mirror();

        answer.ExitCode.ShouldBe(2, answer.Text);
        answer.Total("deleted").ShouldBe(3);
        bed.Program.Rows("files", "last", "--action", "delete").Select(PathOf).ShouldBe(["one/two/folder", "one/two/folder/inside.txt", "one/two/three/gone.txt"]);
        bed.ShouldBeEqual();
        bed.Mirror().ExitCode.ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatIsAFileOnOneSideAndAFolderOnTheOtherIsLeftAlone(bool isFolderAtSource)
    {
        using BackupBed bed = Clashing(isFolderAtSource);
        TreeMarks before = TreeMarks.Of(bed.InDestination("one/two/clash"));

        BackupAnswer answer = bed.Incremental();

        answer.ExitCode.ShouldBe(4, answer.Text);
        TreeMarks.Of(bed.InDestination("one/two/clash")).TouchedSince(before).ShouldBeEmpty();
        bed.Program.Rows("files", "last", "--class", "mismatch").Select(PathOf).ShouldBe(["one/two/clash/name"]);
        bed.Incremental().ExitCode.ShouldBe(4);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void AMirrorReplacesWhatIsOfTheOtherKind(bool isFolderAtSource)
    {
        using BackupBed bed = Clashing(isFolderAtSource);

        BackupAnswer answer = bed.Mirror();

        // What was in the way is an extra, as robocopy has it with /PURGE: nothing is left that does not match.
        answer.ExitCode.ShouldBe(3, answer.Text);
        bed.ShouldBeEqual();
        bed.Mirror().ExitCode.ShouldBe(0);
    }

    internal static string? PathOf(JsonElement row) => row.GetProperty("path").GetString();

    private static string?[] Extras(BackupBed bed) => [.. bed.Program.Rows("files", "last", "--class", "extra").Select(PathOf)];

    private static BackupBed Copied()
    {
        BackupBed bed = new();
        BackupBed.Write(bed.InSource("kept.txt"), "kept");
        BackupBed.Write(bed.InSource("one/two/three/kept.txt"), "kept");
        BackupBed.Write(bed.InSource("one/two/three/gone.txt"), "gone");
        BackupBed.Write(bed.InSource("one/two/folder/inside.txt"), "inside");
        bed.Incremental().ExitCode.ShouldBe(1);
        return bed;
    }

    private static BackupBed Clashing(bool isFolderAtSource)
    {
        BackupBed bed = new();
        BackupBed.Write(bed.InSource("one/two/clash/name"), "a file");
        BackupBed.Write(bed.InSource("one/two/clash/other"), "other");
        bed.Incremental().ExitCode.ShouldBe(1);
        string changed = isFolderAtSource ? bed.InSource("one/two/clash/name") : bed.InDestination("one/two/clash/name");
        File.Delete(changed);
        BackupBed.Write(Path.Join(changed, "inside"), "in a folder");
        Shell.Run("touch", ["-r", bed.InSource("one/two/clash"), bed.InDestination("one/two/clash")]).MustSucceed();
        return bed;
    }
}
