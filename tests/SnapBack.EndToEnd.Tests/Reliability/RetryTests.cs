using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>A file that another program holds: on Linux a write lease, which an open without waiting runs into.</summary>
public sealed class RetryTests
{
    [SkippableFact]
    public void AFileThatIsHeldForAWhileIsCopiedByARetry()
    {
        using BackupBed bed = new();
        string held = Fill(bed);
        using RunningProgram holder = Script.Start("lease.py", held, "4");

        ShellResult run = bed.Mirror("--retry", "12", "--retry-wait", "1");

        run.ExitCode.ShouldBe(1, run.Output + run.Error);
        holder.Said.ShouldContain("released");
        bed.IsMirrored();
    }

    [SkippableFact]
    public void AFileThatStaysHeldFailsAfterTheLastRetryAndHoldsNobodyUp()
    {
        using BackupBed bed = new();
        string held = Fill(bed);
        using RunningProgram holder = Script.Start("lease.py", held, "40");

        ShellResult run = bed.Mirror("--retry", "2", "--retry-wait", "1");

        holder.Said.ShouldNotContain("released");
        run.ExitCode.ShouldBe(9, run.Output + run.Error);
        run.Output.ShouldContain("held.dat");
        File.Exists(bed.Out("a/b/held.dat")).ShouldBeFalse();
        File.ReadAllText(bed.Out("a/b/other.dat")).ShouldBe("other");
        holder.Kill();
        bed.Mirror().MustEndWith(1);
        bed.IsMirrored();
    }

    private static string Fill(BackupBed bed)
    {
        bed.Write("a/b/other.dat", "other");
        return bed.Write("a/b/held.dat", "held");
    }
}
