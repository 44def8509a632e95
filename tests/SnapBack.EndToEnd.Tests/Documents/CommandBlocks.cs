using System.Text.RegularExpressions;

namespace SnapBack.EndToEnd.Tests.Documents;

/// <summary>
/// The fenced blocks of a document that are marked <c>sh</c>: they are run. Blocks with commands that are not run are marked <c>console</c>.
/// </summary>
internal static partial class CommandBlocks
{
    /// <summary>One shell script of all blocks of a document, in their order; empty when there is none.</summary>
    public static string ScriptOf(string markdown) =>
        string.Join('\n', Block().Matches(markdown.ReplaceLineEndings("\n")).Select(block => block.Groups[1].Value));

    /// <summary>Shell words for blocks that nobody decided about: neither run nor marked as not run.</summary>
    public static IEnumerable<string> UndecidedIn(string markdown) =>
        Fence().Matches(markdown.ReplaceLineEndings("\n")).Select(fence => fence.Groups[1].Value).Where(word => word is "bash" or "shell" or "zsh");

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```(\w+)$", RegexOptions.Multiline)]
    private static partial Regex Fence();
}
