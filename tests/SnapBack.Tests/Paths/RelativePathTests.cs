using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using SnapBack.Paths;
using Xunit;

namespace SnapBack.Tests.Paths;

public sealed class RelativePathTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData("nul\0")]
    public void ANameThatIsNoComponentIsRefused(string name)
    {
        RelativePath.IsValidName(name).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => RelativePath.Root.Child(name));
    }

    [Theory]
    [InlineData("...")]
    [InlineData(" ")]
    [InlineData("-rf")]
    [InlineData(".hidden")]
    [InlineData("new\nline")]
    public void AnOddNameIsAName(string name)
    {
        RelativePath.Root.Child(name).Name.ShouldBe(name);
        RelativePath.Root.Child("a").Child(name).Value.ShouldBe($"a/{name}");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/.")]
    [InlineData("a/..")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/\0")]
    public void APathThatCouldLeaveItsRootIsRefused(string text)
    {
        RelativePath.TryParse(text, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("a", "a", 1)]
    [InlineData("a/b/", "a/b", 2)]
    [InlineData("a b/ü/...", "a b/ü/...", 3)]
    public void APathIsParsed(string text, string value, int depth)
    {
        RelativePath.TryParse(text, out RelativePath path).ShouldBeTrue();

        path.Value.ShouldBe(value);
        path.Depth.ShouldBe(depth);
        path.Components.Length.ShouldBe(depth);
        path.IsRoot.ShouldBe(depth == 0);
    }

    [Theory]
    [InlineData("a/b", "a", true)]
    [InlineData("a", "a", true)]
    [InlineData("ab", "a", false)]
    [InlineData("a", "a/b", false)]
    [InlineData("A/b", "a", false)]
    [InlineData("anything/at/all", "", true)]
    public void APathLiesUnderItsFoldersOnly(string path, string ancestor, bool expected)
    {
        RelativePath.TryParse(path, out RelativePath p).ShouldBeTrue();
        RelativePath.TryParse(ancestor, out RelativePath a).ShouldBeTrue();

        p.IsAtOrUnder(a).ShouldBe(expected);
        if (!expected)
        {
            Should.Throw<ArgumentException>(() => p.Below(a));
        }
    }

    [Fact]
    public void ChildParentNameAndBelowBelongTogether()
    {
        Gen<string> name = Gen.Elements("a", "b", " ", "...", "ü", "\uDCFF", "x\ny");
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(name.ListOf().ToArbitrary(), name.ToArbitrary(), (above, last) =>
        {
            RelativePath folder = above.Aggregate(RelativePath.Root, (path, component) => path.Child(component));
            RelativePath child = folder.Child(last);
            return child.Parent == folder
                && child.Name == last
                && child.Depth == folder.Depth + 1
                && child.IsAtOrUnder(folder)
                && child.Below(folder).Value == last
                && child.Below(child).IsRoot
                && RelativePath.TryParse(child.Value, out RelativePath back) && back == child && back.GetHashCode() == child.GetHashCode();
        }));
    }

    [Fact]
    public void TheRootIsShownAsADotAndNothingUnsafeIsShown()
    {
        RelativePath.Root.ToString().ShouldBe(".");
        RelativePath.Root.Parent.IsRoot.ShouldBeTrue();
        RelativePath.Root.Child("a\n").ToString().ShouldBe("a\\x0A");
        default(RelativePath).ShouldBe(RelativePath.Root);
    }
}
