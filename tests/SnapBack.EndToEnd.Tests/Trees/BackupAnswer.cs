using System.Text.Json;
using SnapBack.TestKit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>What <c>backup --json</c> answered.</summary>
internal sealed class BackupAnswer(ShellResult result)
{
    public int ExitCode => result.ExitCode;

    /// <summary>All that was said, for messages.</summary>
    public string Text => $"{result.Command}\n{result.Output}{result.Error}";

    /// <summary>All objects, the last one being the summary.</summary>
    public IReadOnlyList<JsonElement> Lines { get; } = [.. result.Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    public JsonElement Summary => Lines[^1];

    /// <summary>One of the totals, such as <c>files.copied</c>.</summary>
    public long Total(string path) =>
        path.Split('.').Aggregate(Summary.GetProperty("totals"), (element, name) => element.GetProperty(name)).GetInt64();

    /// <summary>Codes of the notices.</summary>
    public IEnumerable<string?> Notices => Summary.GetProperty("notices").EnumerateArray().Select(notice => notice.GetProperty("code").GetString());
}
