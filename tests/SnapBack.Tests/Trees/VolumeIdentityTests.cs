using Shouldly;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Trees;

/// <summary>When two identities mean two volumes, and when they prove nothing.</summary>
public sealed class VolumeIdentityTests
{
    [Theory]
    [InlineData("ext4:0123456789abcdef", "ext4:0123456789abcdef", false)]
    [InlineData("ext4:0123456789abcdef", "ext4:0123456789abcdee", true)]
    [InlineData("tmpfs:0000000000000000", "ext4:0123456789abcdef", true)]
    [InlineData("tmpfs:1111111111111111", "tmpfs:2222222222222222", false)]
    [InlineData("xfs:0000070000000000", "xfs:0000080000000000", false)]
    [InlineData("btrfs:0123456700000100", "btrfs:0123456700000105", false)]
    [InlineData("btrfs:0123456700000100", "btrfs:0123456800000100", true)]
    [InlineData("NTFS:12345678", "NTFS:12345679", true)]
    [InlineData("NTFS:00000000", "NTFS:12345679", false)]
    [InlineData("", "", false)]
    public void OnlyNumbersThatLastTellVolumesApart(string one, string other, bool areDifferent)
    {
        VolumeIdentity.AreDifferent(one, other).ShouldBe(areDifferent);
        VolumeIdentity.AreDifferent(other, one).ShouldBe(areDifferent);
    }
}
