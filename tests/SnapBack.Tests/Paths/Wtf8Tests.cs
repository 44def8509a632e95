using System.Text;
using Shouldly;
using SnapBack.Paths;
using Xunit;

namespace SnapBack.Tests.Paths;

public sealed class Wtf8Tests
{
    // In a loop: the test runner takes two names with lone halves for one and the same case.
    [Fact]
    public void EveryNameOfWindowsComesBack()
    {
        foreach (string name in new[]
        {
            string.Empty, "plain ünïcödé \U0001F422", "\uD83D", "\uDC22", "high \uD83D and low \uDC22 apart", "the wrong way round \uDC22\uD83D", "\uDC80\uFFFF\uD7FF\uE000",
        })
        {
            Wtf8.Decode(Wtf8.Encode(name)).ShouldBe(name);
        }
    }

    [Fact]
    public void OrdinaryTextIsUtf8AndALoneHalfTakesThreeBytes()
    {
        Wtf8.Encode("aé\U0001F422").ShouldBe(Encoding.UTF8.GetBytes("aé\U0001F422"));
        Wtf8.Encode("\uD83D").ShouldBe([0xED, 0xA0, 0xBD]);
    }

    [Fact]
    public void TwoHalvesThatBelongTogetherAreOneCharacter() => Wtf8.Encode("\uD83D\uDC22").Length.ShouldBe(4);
}
