using Shouldly;
using SnapBack.TestKit;
using Xunit;
using static SnapBack.TestKit.TreeSketch;

namespace SnapBack.Tests.TestKit;

public sealed class TreeSketchTests
{
    private static readonly DateTimeOffset Moment = new(2020, 2, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly TreeSketch Tree = Dir(
        ("keep.txt", File("same", at: Moment)),
        ("docs", Dir(("a ü.txt", File("v2")), ("link", Link("../keep.txt")))),
        ("empty", Dir()));

    [Fact]
    public void ATreeThatWasMadeIsTheTreeExpected()
    {
        using TempFolder temp = new();

        Tree.Create(temp.At("tree"));

        Tree.ShouldEqual(temp.At("tree"));
    }

    [Theory]
    [InlineData("docs/a ü.txt", "v3")]
    [InlineData("docs/more.txt", "")]
    [InlineData("keep.txt", "same")]
    public void EveryDifferenceIsSeen(string file, string text)
    {
        using TempFolder temp = new();
        Tree.Create(temp.At("tree"));

        temp.File($"tree/{file}", text);

        Should.Throw<ShouldAssertException>(() => Tree.ShouldEqual(temp.At("tree")));
    }

    [Fact]
    public void AMissingFolderIsSeen()
    {
        using TempFolder temp = new();
        Tree.Create(temp.At("tree"));

        Directory.Delete(temp.At("tree", "empty"));

        Should.Throw<ShouldAssertException>(() => Tree.ShouldEqual(temp.At("tree")));
    }
}
