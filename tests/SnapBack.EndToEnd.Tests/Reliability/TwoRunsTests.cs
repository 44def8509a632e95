using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>Two runs on one destination.</summary>
public sealed class TwoRunsTests
{
    private const int NothingDone = 16;

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheSecondRunIsTurnedAwayAndTheFirstIsNotDisturbed(bool hasSameCatalog)
    {
        using BackupBed bed = new();
        Fill(bed);
        SnapBackProgram second = hasSameCatalog ? bed.Program : new SnapBackProgram(Directory.CreateDirectory(Path.Join(bed.Root, "state2")).FullName);
        string other = Directory.CreateDirectory(Path.Join(bed.Root, "other-source")).FullName;
        File.WriteAllText(Path.Join(other, "intruder.txt"), "must not arrive");
        using RunningProgram first = bed.StartMirror("--json", "--bandwidth", "400K");
        first.Says("\"copying\"").ShouldBeTrue(first.Said);

        ShellResult turnedAway = second.Mirror(other, bed.Destination, "--max-delete", "100%", "--accept-destination");

        first.IsRunning.ShouldBeTrue("the first run ended too soon to prove anything");
        turnedAway.ExitCode.ShouldBe(NothingDone, turnedAway.Output + turnedAway.Error);
        turnedAway.Error.ShouldContain("Another run is working on the destination");
        turnedAway.Error.ShouldContain("SB1105");
        first.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        first.ExitCode.ShouldBe(1, first.Said);
        bed.IsMirrored();
    }

    [SkippableFact]
    public void AKilledRunBlocksNobody()
    {
        using BackupBed bed = new();
        Fill(bed);
        using (RunningProgram holder = bed.StartMirror("--json", "--bandwidth", "400K"))
        {
            holder.Says("\"copying\"").ShouldBeTrue(holder.Said);
            holder.Kill();
        }

        bed.Mirror().MustEndWith(1);

        bed.IsMirrored();
        bed.Runs().Select(run => run.GetProperty("status").GetString()).ShouldBe(["completed", "interrupted"]);
    }

    private static void Fill(BackupBed bed)
    {
        for (int i = 0; i < 40; i++)
        {
            bed.Write($"a/b/c/{i}.dat", new string((char)('a' + (i % 26)), 100_000));
        }
    }
}
