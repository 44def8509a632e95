using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.Paths;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("*.*", "makefile", true)]
    [InlineData("*.*", "a.b", true)]
    [InlineData("*", "makefile", true)]
    [InlineData("*.", "makefile", true)]
    [InlineData("*.", "a.txt", false)]
    [InlineData("*.", ".profile", false)]
    [InlineData("*.", "ends.", true)]
    [InlineData("make*.", "makefile", true)]
    [InlineData("make*.", "makefile.am", false)]
    [InlineData("*.TXT", "a.txt", true)]
    [InlineData("*.txt", "a.txt.bak", false)]
    [InlineData("*.htm", "a.html", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("ÄRGER*", "ärger.doc", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("[ab]", "a", false)]
    [InlineData("~$*", "~$report.doc", true)]
    public void NamesAreMatchedAsRobocopyDoes(string pattern, string name, bool expected)
    {
        Matches(pattern, name).ShouldBe(expected);
        Matches(pattern, "some/folder/" + name).ShouldBe(expected);
    }

    [Theory]
    [InlineData("sub/tmp", "sub/tmp", true)]
    [InlineData("sub/tmp", "x/sub/tmp", false)]
    [InlineData("sub/tmp", "sub/tmp/x", false)]
    [InlineData("sub/tmp", "tmp", false)]
    [InlineData("SUB/*.bak", "sub/a.bak", true)]
    [InlineData("sub/*.bak", "sub/deep/a.bak", false)]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("a/*/c", "a/b/b/c", false)]
    [InlineData("a/*.*", "a/makefile", true)]
    [InlineData("./tmp", "tmp", true)]
    [InlineData("./tmp", "sub/tmp", false)]
    [InlineData("tmp/", "tmp", true)]
    [InlineData("tmp/", "sub/tmp", true)]
    [InlineData("sub//tmp/", "sub/tmp", true)]
    [InlineData("/srv/tmp", "srv/tmp", false)]
    [InlineData("", "a", false)]
    [InlineData("/", "a", false)]
    [InlineData(".", "a", false)]
    public void PathsAreMatchedBelowTheSource(string pattern, string path, bool expected)
    {
        Matches(pattern, path).ShouldBe(expected);
    }

    [Theory]
    [InlineData("/srv/data/tmp", "/srv/data", "tmp")]
    [InlineData("/srv/data/a/*.bak", "/srv/data", "a/x.bak")]
    [InlineData("/tmp", "/", "tmp")]
    public void AFullPathBelowARootBecomesAPathOfThatRoot(string pattern, string root, string path)
    {
        NamePattern below = new NamePattern(pattern).Below(root).ShouldNotBeNull();

        below.Matches(RelativePath.FromTrusted(path)).ShouldBeTrue();
        below.Matches(RelativePath.FromTrusted("deeper/" + path)).ShouldBeFalse();
        below.IsFullPath.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/srv/data", "/srv/data")]
    [InlineData("/srv/data2/tmp", "/srv/data")]
    [InlineData("srv/data/tmp", "/srv/data")]
    [InlineData("/srv", "/srv/data")]
    public void AFullPathElsewhereIsNotOfThatRoot(string pattern, string root)
    {
        new NamePattern(pattern).Below(root).ShouldBeNull();
    }

    [Fact]
    public void NothingMakesAPatternThrowAndStarsMatchEverything()
    {
        Prop.ForAll<string?, string?>((pattern, name) =>
        {
            RelativePath path = RelativePath.FromTrusted(name ?? string.Empty);
            new NamePattern(pattern ?? string.Empty).Matches(path);
            return new NamePattern("*").Matches(path) && new NamePattern("**").Matches(path) && new NamePattern("*.*").Matches(path);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ANaiveMatcherAgrees()
    {
        Gen<string> texts = Gen.Elements('a', 'B', 'b', '.', '*', '?').ArrayOf().Select(c => new string(c.AsSpan(0, Math.Min(c.Length, 12))));
        Gen<string> names = Gen.Elements('a', 'b', 'A', '.').NonEmptyListOf().Select(c => string.Concat(c.Take(12)));
        Config config = Config.QuickThrowOnFailure.WithMaxTest(5000);

        Prop.ForAll(texts.ToArbitrary(), names.ToArbitrary(), (pattern, name) => Matches(pattern, name) == NaiveName(pattern, name)).Check(config);
    }

    [Fact]
    public void ACraftedPatternEndsSoon()
    {
        string pattern = string.Concat(Enumerable.Repeat("*a", 2000)) + "b";

        Matches(pattern, new string('a', 4000)).ShouldBeFalse();
    }

    private static bool Matches(string pattern, string path) => new NamePattern(pattern).Matches(RelativePath.FromTrusted(path));

    private static bool NaiveName(string pattern, string name)
    {
        if (pattern is "" or ".")
        {
            return false;
        }

        if (pattern == "*.*" || Naive(pattern, name))
        {
            return true;
        }

        return pattern.EndsWith("*.", StringComparison.Ordinal) && !name.Contains('.', StringComparison.Ordinal) && Naive(pattern[..^1], name);
    }

    private static bool Naive(string pattern, string name)
    {
        if (pattern.Length == 0)
        {
            return name.Length == 0;
        }

        if (pattern[0] == '*')
        {
            return Naive(pattern[1..], name) || (name.Length > 0 && Naive(pattern, name[1..]));
        }

        return name.Length > 0
            && (pattern[0] == '?' || string.Equals(pattern[..1], name[..1], StringComparison.OrdinalIgnoreCase))
            && Naive(pattern[1..], name[1..]);
    }
}
