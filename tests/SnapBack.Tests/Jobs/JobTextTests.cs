using System.Text;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class JobTextTests
{
    [Fact]
    public void EveryValueKnowsItsPlace()
    {
        JobNode root = Parse("// first\n{\n  \"a\": [1,\n    \"x\"]\n}");

        root.Place.ShouldBe(new TextPlace(2, 1));
        root.Members[0].Place.ShouldBe(new TextPlace(3, 3));
        root.Members[0].Value.Place.ShouldBe(new TextPlace(3, 8));
        root.Members[0].Value.Items[1].Place.ShouldBe(new TextPlace(4, 5));
    }

    [Fact]
    public void ColumnsCountCharactersAndNotBytes()
    {
        Parse("{ \"ä😀\": 1 }").Members[0].Value.Place.ShouldBe(new TextPlace(1, 9));
    }

    [Fact]
    public void CarriageReturnsDoNotCountAsLines()
    {
        Parse("{\r\n\"a\": 1\r\n,\"b\": 2}").Members[1].Place.ShouldBe(new TextPlace(3, 2));
    }

    [Fact]
    public void AByteOrderMarkIsAcceptedAndCountsForNothing()
    {
        JobText.Parse([0xEF, 0xBB, 0xBF, .. "{}"u8], "job").Place.ShouldBe(new TextPlace(1, 1));
    }

    [Fact]
    public void CommentsAndTrailingCommasAreAccepted()
    {
        Parse("{ /* one */ \"a\": [1, 2,], // two\n }").Members[0].Value.Items.Select(i => i.Text).ShouldBe(["1", "2"]);
    }

    [Theory]
    [InlineData("", "job:1:1:")]
    [InlineData("{\n  \"a\": nope\n}", "job:2:9:")]
    [InlineData("{\n  \"ä\" 1\n}", "job:2:7:")]
    [InlineData("{} x", "job:1:4:")]
    [InlineData("{\n  \"a\": 1,\n  \"a\": 2\n}", "job:3:3:")]
    [InlineData("{ \"a\": \"\\ud800\" }", "job:1:8:")]
    [InlineData("{ \"a\": 1", "job:1:9:")]
    [InlineData("/* never ends", "job:1:")]
    public void WrongTextIsNamedWithItsPlace(string text, string place)
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => Parse(text));

        error.Code.ShouldBe(ErrorCode.JobFileSyntax);
        error.Message.ShouldStartWith(place);
        error.Message.ShouldEndWith("nothing was touched.");
        error.Hint.ShouldNotBeEmpty();
    }

    [Fact]
    public void AKeyTwiceNamesTheFirstLine()
    {
        Should.Throw<SnapBackException>(() => Parse("{\n\"a\": 1,\n\n\"a\": 2}")).Message.ShouldContain("'a' stands in line 2 already");
    }

    [Fact]
    public void ASingleBackslashIsExplained()
    {
        Should.Throw<SnapBackException>(() => Parse("{ \"source\": \"D:\\Data\" }")).Hint.ShouldContain("written twice");
    }

    [Fact]
    public void TextThatIsNotUtf8IsNamedWithItsPlace()
    {
        byte[] bytes = [.. "{\n \"a\": \""u8, 0xE4, .. "\" }"u8];

        SnapBackException error = Should.Throw<SnapBackException>(() => JobText.Parse(bytes, "job"));

        error.Code.ShouldBe(ErrorCode.JobFileSyntax);
        error.Message.ShouldStartWith("job:2:8: ");
        error.Message.ShouldContain("not UTF-8");
    }

    [Fact]
    public void Utf16IsCalledByItsName()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{}")];

        Should.Throw<SnapBackException>(() => JobText.Parse(bytes, "job")).Message.ShouldContain("UTF-16");
    }

    private static JobNode Parse(string text) => JobText.Parse(Encoding.UTF8.GetBytes(text), "job");
}
