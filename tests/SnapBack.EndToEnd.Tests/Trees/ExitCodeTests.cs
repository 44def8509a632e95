using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>The exit code tells what happened, in both styles.</summary>
public sealed class ExitCodeTests
{
    [SkippableTheory]
    [InlineData("nothing", 0, 0)]
    [InlineData("new", 1, 0)]
    [InlineData("extra", 2, 0)]
    [InlineData("new extra", 3, 0)]
    [InlineData("mismatch", 4, 0)]
    [InlineData("new mismatch", 5, 0)]
    [InlineData("new extra mismatch", 7, 0)]
    [InlineData("failing", 8, 1)]
    [InlineData("new failing", 9, 1)]
    [InlineData("new extra mismatch failing", 15, 1)]
    public void TheMaskAddsUpWhatHappened(string what, int mask, int simple)
    {
        foreach (bool isSimple in new[] { false, true })
        {
            using BackupBed bed = Prepared(what);

            BackupAnswer answer = bed.Unchecked("incremental", "--retry", "0", "--exit-codes", isSimple ? "simple" : "robocopy");

            answer.ExitCode.ShouldBe(isSimple ? simple : mask, answer.Text);
            answer.Summary.GetProperty("mask").GetInt32().ShouldBe(mask);
            answer.Summary.GetProperty("exitCode").GetInt32().ShouldBe(answer.ExitCode);
            answer.Summary.GetProperty("status").GetString().ShouldBe(mask < 8 ? "completed" : "failed");
            bed.Program.Rows("runs", "--last", "1")[0].GetProperty("exitCode").GetInt32().ShouldBe(mask);
        }
    }

    [SkippableTheory]
    [InlineData("robocopy", 16)]
    [InlineData("simple", 1)]
    public void NothingIsDoneWithoutASource(string style, int expected)
    {
        using BackupBed bed = new();
        Directory.Delete(bed.Source);

        ShellResult result = bed.Program.Mirror(bed.Source, bed.Destination, "--exit-codes", style);

        result.MustEndWith(expected);
        result.Error.ShouldContain("Nothing was");
        Directory.Exists(bed.Destination).ShouldBeFalse();
    }

    [SkippableFact]
    public void AMisspelledOptionTouchesNothing()
    {
        using BackupBed bed = new();
        BackupBed.Write(bed.InSource("a"), "a");

        ShellResult result = bed.Program.Mirror(bed.Source, bed.Destination, "--exlude-file", "*.tmp");

        result.MustEndWith(16);
        result.Error.ShouldContain("--exclude-file");
        Directory.Exists(bed.Destination).ShouldBeFalse();
    }

    [SkippableFact]
    public void AMirrorThatWouldDeleteTooMuchDeletesNothing()
    {
        using BackupBed bed = new();
        for (int i = 0; i < 150; i++)
        {
            BackupBed.Write(bed.InSource($"one/two/{i % 10}/{i}"), $"{i}");
        }

        bed.Mirror().ExitCode.ShouldBe(1);
        BackupBed.RemoveTree(bed.InSource("one"));
        BackupBed.Write(bed.InSource("left"), "left");
        TreeMarks before = TreeMarks.Of(bed.Destination);

        ShellResult stopped = bed.Program.Mirror(bed.Source, bed.Destination);
        IReadOnlyList<string> touched = TreeMarks.Of(bed.Destination).TouchedSince(before);
        BackupAnswer allowed = bed.Mirror("--max-delete", "100%");

        stopped.ExitCode.ShouldBe(16, stopped.Output);
        stopped.Error.ShouldContain("--max-delete");
        touched.ShouldBeEmpty();
        allowed.ExitCode.ShouldBe(3, allowed.Text);
        bed.ShouldBeEqual();
    }

    private static BackupBed Prepared(string what)
    {
        BackupBed bed = new();
        BackupBed.Write(bed.InSource("one/two/three/same"), "same");
        BackupBed.Write(bed.InSource("one/two/three/clash"), "a file");
        BackupBed.Write(bed.InSource("one/two/three/locked"), "old");
        bed.Incremental().ExitCode.ShouldBe(1);
        foreach (string word in what.Split(' '))
        {
            Change(bed, word);
        }

        return bed;
    }

    private static void Change(BackupBed bed, string what)
    {
        switch (what)
        {
            case "new":
                BackupBed.Write(bed.InSource("one/two/three/new"), "new");
                break;
            case "extra":
                BackupBed.Write(bed.InDestination("one/two/three/extra"), "extra");
                break;
            case "mismatch":
                File.Delete(bed.InDestination("one/two/three/clash"));
                Directory.CreateDirectory(bed.InDestination("one/two/three/clash"));
                break;
            case "failing":
                Require.Root();
                BackupBed.Write(bed.InSource("one/two/three/locked"), "newer");
                Require.That(
                    Shell.Run(Require.Program("chattr"), ["+i", bed.InDestination("one/two/three/locked")]).ExitCode == 0,
                    "needs a file system with immutable files");
                break;
        }
    }
}
