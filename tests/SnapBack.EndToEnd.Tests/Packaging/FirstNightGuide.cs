using System.Text.RegularExpressions;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Packaging;

/// <summary>docs/first-night.md as a script: the commands of each chapter, in their order. Blocks marked <c>bat</c> are for this; those marked <c>console</c> need what Wine lacks.</summary>
internal sealed partial class FirstNightGuide
{
    private readonly string _text = File.ReadAllText(Checkout.At("docs", "first-night.md")).ReplaceLineEndings("\n");
    private readonly HashSet<string> _read = [];

    /// <summary>Titles of chapters with commands that nobody asked for so far.</summary>
    public IEnumerable<string> Unread => Chapters().Where(chapter => Block().IsMatch(chapter.Text)).Select(chapter => chapter.Title).Where(title => !_read.Contains(title));

    /// <summary>The commands of a chapter, from blocks marked so.</summary>
    public string[] Commands(string title, string mark = "bat")
    {
        _read.Add(title);
        string text = Chapters().Single(chapter => chapter.Title == title).Text;
        return [.. Block().Matches(text).Where(block => block.Groups["mark"].Value == mark).SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }

    private IEnumerable<(string Title, string Text)> Chapters() =>
        Heading().Split(_text)[1..].Chunk(2).Select(chapter => (chapter[0], chapter[1]));

    [GeneratedRegex(@"^## (?:\d+\. )(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```(?<mark>bat|console)\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
