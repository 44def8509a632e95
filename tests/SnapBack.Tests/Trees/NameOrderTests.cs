using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using SnapBack.Paths;
using SnapBack.Trees;
using Xunit;

namespace SnapBack.Tests.Trees;

public sealed class NameOrderTests
{
    [Fact]
    public void TheExactOrderIsThatOfTheBytes()
    {
        Gen<byte[]> bytes = Gen.Elements<byte>(0x01, 0x41, 0x61, 0x7F, 0x80, 0x9F, 0xBF, 0xC3, 0xDF, 0xE6, 0x97, 0xA5, 0xED, 0xEF, 0xBF, 0xBD, 0xF0, 0x9F, 0x90, 0xA2, 0xFF).ArrayOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(bytes.ToArbitrary(), bytes.ToArbitrary(), (left, right) =>
            Math.Sign(NameOrder.Exact.Compare(NameCodec.Decode(left), NameCodec.Decode(right))) == Math.Sign(left.AsSpan().SequenceCompareTo(right))));
    }

    [Theory]
    [InlineData("\uFFFD", "\U0001F422", -1)]
    [InlineData("\uE000", "\U00010000", -1)]
    [InlineData("a", "ab", -1)]
    [InlineData("a", "A", 1)]
    [InlineData("", "", 0)]
    public void TextAbove16BitsSortsAsItsBytesDo(string left, string right, int expected)
    {
        Math.Sign(NameOrder.Exact.Compare(left, right)).ShouldBe(expected);
        Math.Sign(NameOrder.Exact.Compare(right, left)).ShouldBe(-expected);
    }

    [Fact]
    public void AnEscapedByteSortsAsTheByteItStandsFor()
    {
        NameOrder.Exact.Compare("\uDCFF", "\U0001F422").ShouldBePositive();
        NameOrder.Exact.Compare("\uDC80", "\u007F").ShouldBePositive();
        NameOrder.Exact.Compare("\uDC80", "\u0080").ShouldBeNegative();
    }

    [Theory]
    [InlineData("foto", "FOTO", true)]
    [InlineData("ärger", "ÄRGER", true)]
    [InlineData("ж", "Ж", true)]
    [InlineData("ß", "ss", false)]
    [InlineData("e\u0301", "é", false)]
    [InlineData("a", "b", false)]
    public void WhereCaseDoesNotCountLettersAreHeldAgainstEachOtherOneByOne(string left, string right, bool isSame)
    {
        (NameOrder.IgnoreCase.Compare(left, right) == 0).ShouldBe(isSame);
    }
}
