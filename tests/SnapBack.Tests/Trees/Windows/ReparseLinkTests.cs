using System.Buffers.Binary;
using System.Text;
using Shouldly;
using SnapBack.Trees.Windows;
using Xunit;

namespace SnapBack.Tests.Trees.Windows;

public sealed class ReparseLinkTests
{
    [Theory]
    [InlineData(true, @"\??\C:\data", false, @"C:\data")]
    [InlineData(true, @"\??\Volume{0a1b2c3d-0000-0000-0000-100000000000}\", false, @"Volume{0a1b2c3d-0000-0000-0000-100000000000}\")]
    [InlineData(false, @"\??\C:\data\file.txt", false, @"C:\data\file.txt")]
    [InlineData(false, @"\??\UNC\server\share\x", false, @"\\server\share\x")]
    [InlineData(false, @"..\other", true, @"..\other")]
    [InlineData(false, @"\from the root of the drive", true, @"\from the root of the drive")]
    [InlineData(false, @"C:relative to what C: is at", true, @"C:relative to what C: is at")]
    [InlineData(false, @"\??\C:", false, @"\??\C:")]
    [InlineData(false, @"\??\odd", false, @"\??\odd")]
    [InlineData(false, "lone \uD83D half", true, "lone \uD83D half")]
    [InlineData(false, "", true, "")]
    public void ALinkComesBackAsItWasByItsTextAndByItsBytes(bool isJunction, string target, bool isRelative, string text)
    {
        ReparseLink link = new(isJunction, target, isRelative);

        link.Text.ShouldBe(text);
        ReparseLink.FromText(isJunction, link.Text).ShouldBe(link);
        ReparseLink.Parse(link.Format()).ShouldBe(link);
    }

    // Written by hand from the description of REPARSE_DATA_BUFFER: what 'mklink /J j C:\x' makes.
    [Fact]
    public void AJunctionHasTheBytesThatWindowsWrites()
    {
        byte[] expected =
        [
            0x03, 0x00, 0x00, 0xA0, 36, 0, 0, 0,
            0, 0, 16, 0, 18, 0, 8, 0,
            .. Encoding.Unicode.GetBytes("\\??\\C:\\x"), 0, 0,
            .. Encoding.Unicode.GetBytes("C:\\x"), 0, 0,
        ];

        ReparseLink.FromText(isJunction: true, @"C:\x").Format().ShouldBe(expected);
        ReparseLink.Parse(expected).ShouldBe(new ReparseLink(IsJunction: true, @"\??\C:\x", IsRelative: false));
    }

    [Fact]
    public void TheFieldsOfASymbolicLinkStandWhereWindowsLooksForThem()
    {
        byte[] bytes = new ReparseLink(IsJunction: false, @"..\x", IsRelative: true).Format();

        BinaryPrimitives.ReadUInt32LittleEndian(bytes).ShouldBe(0xA000000Cu);
        BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(4)).ShouldBe((ushort)(bytes.Length - 8));
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(16)).ShouldBe(1u);
        Encoding.Unicode.GetString(bytes, 20 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(10))).ShouldBe(@"..\x");
        Encoding.Unicode.GetString(bytes, 20 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(12)), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(14))).ShouldBe(@"..\x");
    }

    [Fact]
    public void OnlyAMountedVolumeIsOne()
    {
        new ReparseLink(IsJunction: true, @"\??\Volume{0a1b2c3d-0000-0000-0000-100000000000}\", IsRelative: false).IsVolume.ShouldBeTrue();
        new ReparseLink(IsJunction: true, @"\??\C:\Volume{x}\", IsRelative: false).IsVolume.ShouldBeFalse();
        new ReparseLink(IsJunction: false, @"\??\Volume{0a1b2c3d-0000-0000-0000-100000000000}\", IsRelative: false).IsVolume.ShouldBeFalse();
    }

    [Fact]
    public void DamagedBytesAreNoLinkAndNeverAnError()
    {
        byte[] whole = new ReparseLink(IsJunction: false, @"..\x", IsRelative: true).Format();

        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Should.NotThrow(() => ReparseLink.Parse(cut));
        }

        for (int at = 8; at < 20; at++)
        {
            byte[] wrong = [.. whole];
            wrong[at] = 0xFF;
            Should.NotThrow(() => ReparseLink.Parse(wrong));
        }

        ReparseLink.Parse([0x17, 0, 0, 0x80, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]).ShouldBeNull();
    }
}
