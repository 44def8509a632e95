using Shouldly;
using SnapBack.Catalog;
using Xunit;

namespace SnapBack.Tests.Catalog;

public sealed class NameFormatTests
{
    [Fact]
    public void EveryWindowsNameComesBackWhateverSurrogatesStandAlone()
    {
        Random random = new(7);
        string[] parts = ["a", "é", "漢", "😀", "\uD800", "\uDBFF", "\uDC00", "\uDC80", "\uDFFF", "\uFFFD", "\uD7FF", "\uE000", "\u0800"];
        for (int i = 0; i < 20_000; i++)
        {
            string name = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => parts[random.Next(parts.Length)]));

            NameFormat.Wtf8.FromBlob(NameFormat.Wtf8.ToBlob(name)).ShouldBe(name);
        }
    }

    [Fact]
    public void EveryLinuxNameComesBackByteForByte()
    {
        Random random = new(8);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] name = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)(random.Next(2) == 0 ? random.Next(1, 256) : random.Next(0x80, 0xF8)))];

            NameFormat.Bytes.ToBlob(NameFormat.Bytes.FromBlob(name)).ShouldBe(name);
        }
    }

    [Fact]
    public void AWordNamesItsFormat()
    {
        NameFormat.Parse("bytes").ShouldBeSameAs(NameFormat.Bytes);
        NameFormat.Parse("wtf-8").ShouldBeSameAs(NameFormat.Wtf8);
        NameFormat.Parse("utf-7").ShouldBeNull();
        NameFormat.Parse(null).ShouldBeNull();
    }
}
