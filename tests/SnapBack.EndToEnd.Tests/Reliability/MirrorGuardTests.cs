using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>A mirror that would delete far more than anyone meant.</summary>
public sealed class MirrorGuardTests
{
    private const int NothingDone = 16;
    private const int Files = 300;

    [SkippableTheory]
    [InlineData("unmounted")]
    [InlineData("emptied")]
    public void ASourceThatIsSuddenlyEmptyDeletesNothing(string how)
    {
        Require.Root();
        using BackupBed bed = new();
        Shell.Run("mount", ["-t", "tmpfs", "tmpfs", bed.Source]).MustSucceed();
        try
        {
            bed.Write("a/b/c.txt", "c");
            bed.Mirror().MustEndWith(1);
            string[] before = TreeListing.Of(bed.Destination);
            Shell.Run(how == "unmounted" ? "umount" : "rm", how == "unmounted" ? [bed.Source] : ["-r", bed.In("a")]).MustSucceed();

            ShellResult run = bed.Mirror();

            run.ExitCode.ShouldBe(NothingDone, run.Output + run.Error);
            run.Error.ShouldContain("SB1202");
            run.Error.ShouldContain("Is its disk mounted?");
            TreeListing.Of(bed.Destination).ShouldBe(before);
            bed.Mirror("--max-delete", "100%").ExitCode.ShouldBe(2);
            Directory.EnumerateFileSystemEntries(bed.Destination).Select(Path.GetFileName).ShouldBe([".snapback"]);
        }
        finally
        {
            Shell.Run("umount", ["-q", bed.Source]);
        }
    }

    [SkippableFact]
    public void ASourceThatIsMissingDeletesNothing()
    {
        using BackupBed bed = new();
        bed.Write("a/b/c.txt", "c");
        bed.Mirror().MustEndWith(1);
        Directory.Move(bed.Source, bed.Source + "-elsewhere");

        ShellResult run = bed.Mirror("--max-delete", "100%");

        run.MustEndWith(NothingDone);
        run.Error.ShouldContain("SB1101");
        File.Exists(bed.Out("a/b/c.txt")).ShouldBeTrue();
    }

    [SkippableTheory]
    [InlineData("199", false)]
    [InlineData("200", true)]
    [InlineData("60%", false)]
    [InlineData("70%", true)]
    [InlineData("100%", true)]
    [InlineData(null, false)]
    public void MoreDeletionsThanTheLimitStopTheRunBeforeItsFirstChange(string? limit, bool isAllowed)
    {
        using BackupBed bed = new();
        for (int i = 0; i < Files; i++)
        {
            bed.Write($"a/b/{i}.txt", "old");
        }

        bed.Mirror().MustEndWith(1);
        for (int i = 0; i < 200; i++)
        {
            File.Delete(bed.In($"a/b/{i}.txt"));
        }

        bed.Write("a/b/250.txt", "changed");
        bed.Write("a/new.txt", "new");
        string[] before = TreeListing.Of(bed.Destination);

        ShellResult run = bed.Mirror(limit is null ? [] : ["--max-delete", limit]);

        if (isAllowed)
        {
            run.ExitCode.ShouldBe(3, run.Output + run.Error);
            bed.IsMirrored();
        }
        else
        {
            run.ExitCode.ShouldBe(NothingDone, run.Output + run.Error);
            run.Error.ShouldContain("SB1201");
            run.Error.ShouldContain("would delete 200 of");
            TreeListing.Of(bed.Destination).ShouldBe(before);
            bed.LastStatus().ShouldBe("failed");
        }
    }
}
