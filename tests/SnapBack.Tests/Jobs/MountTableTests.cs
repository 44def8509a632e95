using SnapBack.Jobs;
using Shouldly;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class MountTableTests
{
    private const string Text = """
        22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
        30 22 0:40 /@home /home rw - btrfs /dev/sdb rw
        31 22 8:1 /data/with\040blank\134134 /mnt/a\011b rw shared:1 - ext4 /dev/sda1 rw
        nonsense
        40 22 0:50 / /mnt rw - tmpfs tmpfs rw
        """;

    private static readonly MountTable Table = MountTable.Parse(System.Text.Encoding.UTF8.GetBytes(Text));

    [Fact]
    public void EscapedCharactersAreRead()
    {
        Table.Mounts.Count.ShouldBe(4);
        Table.Mounts[2].ShouldBe(new MountPoint(31, "8:1", "/data/with blank\\134", "/mnt/a\tb"));
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
        Table.MountOf(path, id).ShouldNotBeNull().Id.ShouldBe(expected);
    }
}
