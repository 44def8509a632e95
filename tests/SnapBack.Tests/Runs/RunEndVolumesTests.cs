using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Disks that are not there, or not the ones that were, on real mounts.</summary>
public sealed class RunEndVolumesTests
{
    [SkippableFact]
    public void ADestinationThatIsNotMountedIsNotFilledInItsPlace()
    {
        Require.Root();
        using RuleBed bed = new();
        bed.Write("a.txt");
        string disk = Path.Join(bed.Root, "destination");
        bed.Job = bed.Job with { Pairs = [bed.Job.Pairs[0] with { Destination = Path.Join(disk, "nightly", "data") }], Mode = JobMode.Mirror };
        using (new Mounted(disk, "-t", "tmpfs", "tmpfs"))
        {
            Run(bed, bed.Job).ExitCode.ShouldBe(1);
        }

        SnapBackException refusal = Should.Throw<SnapBackException>(() => Run(bed, bed.Job));

        refusal.Code.ShouldBe(ErrorCode.DestinationNotMounted);
        refusal.Message.ShouldContain($"its disk was at '{disk}'");
        Directory.EnumerateFileSystemEntries(disk).ShouldBeEmpty();
        Should.Throw<SnapBackException>(() => Run(bed, bed.Job with { Mode = JobMode.Incremental })).Code.ShouldBe(ErrorCode.DestinationNotMounted);

        using (new Mounted(disk, "-t", "tmpfs", "tmpfs"))
        {
            Should.Throw<SnapBackException>(() => Run(bed, bed.Job)).Code.ShouldBe(ErrorCode.DestinationChanged, "an empty disk in its place");
        }

        Run(bed, bed.Job with { AcceptsDestination = true }).ExitCode.ShouldBe(1);
        File.Exists(Path.Join(disk, "nightly", "data", "a.txt")).ShouldBeTrue("with the guard lifted the copy lies on the disk above");
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnotherDiskAtTheSourceStops(bool isAccepted)
    {
        using LoopVolume right = LoopVolume.Create(VolumeKind.Ext4, megabytes: 16);
        using LoopVolume wrong = LoopVolume.Create(VolumeKind.Ext4, megabytes: 16);
        File.WriteAllText(right.At("report.txt"), "the only copy");
        File.WriteAllText(wrong.At("holiday.jpg"), "another disk");
        using RuleBed bed = new();
        bed.Job = bed.Job with { Mode = JobMode.Mirror };
        using (new Mounted(bed.InSource(""), "--bind", right.MountPoint))
        {
            Run(bed, bed.Job).ExitCode.ShouldBe(1);
            Run(bed, bed.Job).Notices.ShouldBeEmpty();
        }

        using Mounted other = new(bed.InSource(""), "--bind", wrong.MountPoint);
        if (isAccepted)
        {
            Run(bed, bed.Job with { AcceptsSource = true }).ExitCode.ShouldBeLessThan(8);
            File.Exists(bed.InDestination("report.txt")).ShouldBeFalse("with the guard lifted it is lost");
            Run(bed, bed.Job).Notices.ShouldBeEmpty();
            return;
        }

        Should.Throw<SnapBackException>(() => Run(bed, bed.Job)).Code.ShouldBe(ErrorCode.SourceVolumeChanged);
        Should.Throw<SnapBackException>(() => Run(bed, bed.Job with { Mode = JobMode.Incremental })).Code.ShouldBe(ErrorCode.SourceVolumeChanged);
        File.ReadAllText(bed.InDestination("report.txt")).ShouldBe("the only copy");
        File.Exists(bed.InDestination("holiday.jpg")).ShouldBeFalse();
    }

    private static RunResult Run(RuleBed bed, Job job) => new RunCoordinator(bed.Ports()).Run(job, bed.Events, default);

    private sealed class Mounted : IDisposable
    {
        private readonly string _at;

        public Mounted(string at, params string[] what)
        {
            _at = at;
            Shell.Run("mount", [.. what, at]).MustSucceed();
        }

        public void Dispose() => Shell.Run("umount", [_at]).MustSucceed();
    }
}
