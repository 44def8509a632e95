using System.Globalization;
using Shouldly;
using SnapBack.Paths;
using Xunit;

namespace SnapBack.Tests.Paths;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("back\\slash Ü 日本 \U0001F422", "back\\slash Ü 日本 \U0001F422")]
    [InlineData("new\nline\r\t", "new\\x0Aline\\x0D\\x09")]
    [InlineData("\u001B[31mred\u0007", "\\x1B[31mred\\x07")]
    [InlineData("\u007F\u0080\u009B", "\\x7F\\x80\\x9B")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("\u202Egnp.exe", "\\u202Egnp.exe")]
    [InlineData("\u200E\u200F\u061C\u2066\u2069\uFEFF", "\\u200E\\u200F\\u061C\\u2066\\u2069\\uFEFF")]
    [InlineData("\0", "\\x00")]
    public void WhatCouldMisleadIsEscaped(string text, string expected)
    {
        DisplayText.Escape(text).ShouldBe(expected);
    }

    [Fact]
    public void BytesThatAreNoTextAndLoneSurrogatesAreEscaped()
    {
        DisplayText.Escape("byte \uDCFF").ShouldBe("byte \\xFF");
        DisplayText.Escape("\uD83D alone, \uDE00 too").ShouldBe("\\uD83D alone, \\uDE00 too");
    }

    [Fact]
    public void NoControlCharacterOfAnyClassGetsThrough()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            UnicodeCategory category = char.GetUnicodeCategory((char)c);
            bool isBidirectional = c is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate || isBidirectional)
            {
                DisplayText.Escape($"a{(char)c}b").ShouldStartWith("a\\", customMessage: $"U+{c:X4}");
            }
        }
    }
}
