using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.TestKit;

public sealed class LoopVolumeTests
{
    [SkippableTheory]
    [InlineData(VolumeKind.Btrfs, 120, "btrfs")]
    [InlineData(VolumeKind.Ext4, 20, "ext4")]
    [InlineData(VolumeKind.Xfs, 320, "xfs")]
    [InlineData(VolumeKind.Tmpfs, 5, "tmpfs")]
    [InlineData(VolumeKind.Ntfs, 20, "fuseblk")]
    public void AVolumeIsOfItsKindAndLeavesNothing(VolumeKind kind, int megabytes, string type)
    {
        string mountPoint;
        using (LoopVolume volume = LoopVolume.Create(kind, megabytes, "noatime"))
        {
            mountPoint = volume.MountPoint;
            Shell.Run("findmnt", ["-no", "FSTYPE", mountPoint]).MustSucceed().Output.Trim().ShouldBe(type);
            File.WriteAllText(volume.At("file"), "1");
            Directory.CreateDirectory(volume.At("below"));
            Shell.Run("mount", ["-t", "tmpfs", "none", volume.At("below")]).MustSucceed();
        }

        Directory.Exists(Path.GetDirectoryName(mountPoint)).ShouldBeFalse();

        // The kernel detaches the device when the last one who looks at it (udev, for one) is done.
        SpinWait.SpinUntil(() => !IsAttached(Path.GetDirectoryName(mountPoint)!), TimeSpan.FromSeconds(60)).ShouldBeTrue();
    }

    private static bool IsAttached(string folder) => Shell.Run("losetup", ["-a"]).Output.Contains(folder, StringComparison.Ordinal);
}
