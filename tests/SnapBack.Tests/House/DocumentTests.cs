using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.House;

/// <summary>What the documents say of the program is what the program is.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void EveryExitCodeIsInTheManualAndNoOther()
    {
        IEnumerable<string> manual = TableRow().Matches(Read("docs/exit-codes.md")).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");

        IEnumerable<string> code = typeof(ExitMask).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => $"{field.GetRawConstantValue()} {field.Name}");
        manual.ShouldBe(code, ignoreOrder: true);
    }

    [Fact]
    public void EveryErrorCodeHasItsHeadingAndNoOther()
    {
        IEnumerable<string> manual = ErrorHeading().Matches(Read("docs/errors.md")).Select(heading => heading.Groups[1].Value);

        manual.ShouldBe(Enum.GetValues<ErrorCode>().Select(code => $"SB{(int)code:0000}"), ignoreOrder: true);
    }

    [Fact]
    public void EveryErrorSaysWhatItMeansAndWhatToDo()
    {
        string[] sections = ErrorHeading().Split(Read("docs/errors.md"))[1..];

        sections.Where((_, index) => index % 2 == 1).ShouldAllBe(text => text.Contains("**What to do:**", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryPackageHasItsReasonAndNoOther()
    {
        IEnumerable<string> manual = PackageRow().Matches(Read("docs/dependencies.md")).Select(row => row.Groups[1].Value);

        IEnumerable<string> packages = XDocument.Load(Checkout.At("Directory.Packages.props")).Descendants()
            .Where(element => element.Name.LocalName is "PackageVersion" or "GlobalPackageReference")
            .Select(element => element.Attribute("Include")!.Value);
        manual.ShouldBe(packages, ignoreOrder: true);
    }

    [Fact]
    public void WhatPackagesHoldOfOthersIsNamedWithItsTerms()
    {
        string notices = Read("THIRD-PARTY-NOTICES.txt");

        IEnumerable<string> packages = XDocument.Load(Checkout.At("Directory.Packages.props")).Descendants()
            .Where(element => element.Name.LocalName == "PackageVersion" && element.Parent!.Attribute("Label")?.Value == "product")
            .Select(element => element.Attribute("Include")!.Value);
        packages.Where(package => !notices.Contains($"  {package}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void EveryLinkToAFileOfTheCheckoutResolves()
    {
        IEnumerable<string> broken = Checkout.Files(pattern: "*.md").SelectMany(BrokenLinks);

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void EveryRoomOfTheCoreSaysWhatItIsAndWhatItMustNeverDo()
    {
        IEnumerable<string> rooms = Checkout.Files("src/SnapBack.Core", "*.cs").Select(file => file.Split('/')).Where(parts => parts.Length > 3).Select(parts => parts[2]).Distinct();

        rooms.Where(room => !File.Exists(Checkout.At("src", "SnapBack.Core", room, "README.md")) || !Read($"src/SnapBack.Core/{room}/README.md").Contains("Never:", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void DecisionsAreNumberedWithoutGaps()
    {
        string[] files = [.. Checkout.Files("docs/decisions", "*.md").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

        files.Length.ShouldBeGreaterThan(0);
        files.Select(file => int.Parse(file[..4], CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, files.Length));
    }

    private static IEnumerable<string> BrokenLinks(string document)
    {
        foreach (Match link in Link().Matches(CodeFence().Replace(Read(document), string.Empty)))
        {
            string target = link.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = target.Split('#', 2);
            string file = parts[0].Length == 0
                ? Checkout.At(document)
                : Path.GetFullPath(Path.Join(Path.GetDirectoryName(Checkout.At(document)), Uri.UnescapeDataString(parts[0])));
            if (!Path.Exists(file) || (parts.Length == 2 && File.Exists(file) && !Anchors(File.ReadAllText(file)).Contains(parts[1])))
            {
                yield return $"{document} links to {target}, which is not there";
            }
        }
    }

    // A heading's anchor is its text in lower case without punctuation, blanks turned into hyphens.
    private static HashSet<string> Anchors(string markdown) =>
        [.. Heading().Matches(markdown).Select(heading => NoAnchor().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-'))];

    private static string Read(string file) => File.ReadAllText(Checkout.At(file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| (\d+) \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^## (SB\d{4})$", RegexOptions.Multiline)]
    private static partial Regex ErrorHeading();

    [GeneratedRegex(@"^\| `([\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex PackageRow();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeFence();
}
