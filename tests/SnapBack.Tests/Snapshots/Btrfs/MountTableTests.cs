using System.Text;
using Shouldly;
using SnapBack.Paths;
using SnapBack.Snapshots.Btrfs;
using Xunit;

namespace SnapBack.Tests.Snapshots.Btrfs;

public sealed class MountTableTests
{
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
