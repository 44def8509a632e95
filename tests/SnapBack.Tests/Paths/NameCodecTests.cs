using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using SnapBack.Paths;
using Xunit;

namespace SnapBack.Tests.Paths;

public sealed class NameCodecTests
{
    [Fact]
    public void EveryByteSequenceComesBackAsItWas()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll<byte[]>(bytes => NameCodec.Encode(NameCodec.Decode(bytes)).AsSpan().SequenceEqual(bytes)));
    }

    // Bytes near UTF-8's own borders, which random bytes seldom meet.
    [Fact]
    public void EverySequenceOfThreeBytesAtTheBordersOfUtf8ComesBackAsItWas()
    {
        byte[] border = [0x01, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF];
        foreach (byte a in border)
        {
            foreach (byte b in border)
            {
                foreach (byte c in border)
                {
                    byte[] bytes = [a, b, c, 0x80];
                    NameCodec.Encode(NameCodec.Decode(bytes)).ShouldBe(bytes);
                }
            }
        }
    }

    [Fact]
    public void DifferentBytesAreDifferentNames()
    {
        byte[][] all = [.. Enumerable.Range(0, 256).SelectMany(a => Enumerable.Range(0, 256).Select(b => new[] { (byte)a, (byte)b }))];

        all.Select(bytes => NameCodec.Decode(bytes)).Distinct(StringComparer.Ordinal).Count().ShouldBe(65_536);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("Ünïcödé 日本語 \U0001F422")]
    [InlineData("\uFFFD\uFEFF\uFFFF")]
    public void TextStaysAsItIs(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);

        NameCodec.Decode(bytes).ShouldBe(text);
        NameCodec.Encode(text).ShouldBe(bytes);
        NameCodec.IsPlainText(text).ShouldBeTrue();
    }

    [Fact]
    public void AByteThatIsNoTextBecomesALoneSurrogateAsPythonHasIt()
    {
        NameCodec.Decode([0x61, 0xFF, 0x62]).ShouldBe("a\uDCFFb");
        NameCodec.Decode([0xED, 0xB2, 0x80]).ShouldBe("\uDCED\uDCB2\uDC80", "a surrogate written in UTF-8 is no text");
        NameCodec.IsPlainText("a\uDCFFb").ShouldBeFalse();
        NameCodec.IsPlainText("\uD83D").ShouldBeFalse();
    }

    [Fact]
    public void ASurrogateThatStandsForNoByteIsRefused()
    {
        // Not as test data: the compiler writes attributes in UTF-8, which has no lone surrogates.
        foreach (string text in new[] { "\uD800", "\uDC7F", "\uDC2F", "\uDC00", "\uDD00", "a\uDC7Fb" })
        {
            Should.Throw<ArgumentException>(() => NameCodec.Encode(text), "no name may smuggle in a separator or an ending 0");
        }
    }
}
