using System.Text;
using Shouldly;
using SnapBack.Paths;
using SnapBack.Platform.Linux;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Platform.Linux;

public sealed class MountTableTests
{
    private static readonly MountTable Sample = Table(
        "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw",
        "30 22 0:40 /@home /home rw - btrfs /dev/sdb rw,noacl,subvolid=256,subvol=/@home",
        @"31 22 8:1 /data/with\040blank\134134 /mnt/a\011b rw shared:1 master:2 - ext4 /dev/sda1 rw,errors=remount-ro",
        "nonsense",
        "40 22 0:50 / /mnt rw - tmpfs tmpfs rw",
        "41 22 0:51 / /cut rw");

    [Fact]
    public void EveryPartOfALineIsRead()
    {
        Sample.Mounts.Count.ShouldBe(5);
        Sample.Mounts[1].ShouldBe(new MountPoint(30, "0:40", "/@home", "/home", "btrfs", "rw,noacl,subvolid=256,subvol=/@home"));
        Sample.Mounts[2].ShouldBe(new MountPoint(31, "8:1", "/data/with blank\\134", "/mnt/a\tb", "ext4", "rw,errors=remount-ro"));
        Sample.Mounts[4].Options.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/home/u", 0, 30)]
    [InlineData("/homes", 0, 22)]
    [InlineData("/home/u", 30, 30)]
    [InlineData("/mnt/a\tb/x", 0, 31)]
    [InlineData("/mnt/a\tb/x", 40, 40)]
    [InlineData("/", 0, 22)]
    public void TheMountIsTheOneTheSystemNamesOrElseTheNearest(string path, ulong id, ulong expected)
    {
        Sample.MountOf(path, id).ShouldNotBeNull().Id.ShouldBe(expected);
    }

    [SkippableFact]
    public void TheMountsOfThisSystemAreRead()
    {
        Require.Linux();

        MountTable.Read().Mounts.ShouldContain(mount => mount.Folder == "/" && mount.Options.Length > 0);
        MountTable.ReadOrEmpty().Mounts.ShouldNotBeEmpty();
    }

    [Fact]
    public void MountPointsBelowAFolderAreFoundAndNotThoseBesideIt()
    {
        MountTable table = Table(
            "20 1 0:40 / /data rw - btrfs /dev/x rw",
            "21 20 0:41 / /data/deep/usb rw shared:3 - ext4 /dev/y rw",
            "22 20 0:42 / /database rw - tmpfs tmpfs rw",
            "23 21 0:43 / /data/deep/usb/inner rw - tmpfs tmpfs rw");

        table.Below("/data").Select(path => path.Value).ShouldBe(["deep/usb"]);
        table.Below("/").Select(path => path.Value).ShouldBe(["data", "database"], ignoreOrder: true);
        table.Below("/data/deep/usb").Select(path => path.Value).ShouldBe(["inner"]);
    }

    [Fact]
    public void EscapedBytesOfAMountPointAreReadExactly()
    {
        MountTable table = Table(@"20 1 0:40 / /data/a\040b\011c\134d\012e\377f rw - tmpfs tmpfs rw");

        string point = NameCodec.Decode([.. "a b\tc\\d\ne"u8, 0xFF, .. "f"u8]);
        table.Below("/data").Select(path => path.Value).ShouldBe([point]);
    }

    [Fact]
    public void ABackslashThatIsNoEscapeStays()
    {
        Table(@"20 1 0:40 / /data/x\99\04 rw - tmpfs tmpfs rw").Below("/data").Select(path => path.Value).ShouldBe([@"x\99\04"]);
    }

    [Fact]
    public void AFolderSeenThroughABindMountIsFoundWhereItsVolumeIsMounted()
    {
        MountTable table = Table(
            "20 1 0:40 / /pool rw - btrfs /dev/x rw",
            "21 1 0:40 /data/deep /srv/deep rw - btrfs /dev/x rw",
            "22 1 0:40 /other /other rw - btrfs /dev/x rw",
            "23 1 0:99 / /elsewhere rw - btrfs /dev/y rw");

        table.OtherPathsTo("/srv/deep/more", 21).ShouldBe(["/pool/data/deep/more"]);
    }

    private static MountTable Table(params string[] lines) => MountTable.Parse(Encoding.Latin1.GetBytes(string.Join('\n', lines) + "\n"));
}
