using SnapBack.Errors;

namespace SnapBack.Cli.Explaining;

/// <summary>What each stable error code means and what to do about it: the manual's section, which is carried in the program.</summary>
internal static class ErrorCodeText
{
    private const string Manual = "errors.md";

    /// <summary>The paragraphs of the manual about a code, as plain text.</summary>
    public static IReadOnlyList<string> Of(ErrorCode code)
    {
        using Stream stream = typeof(ErrorCodeText).Assembly.GetManifestResourceStream(Manual)!;
        using StreamReader reader = new(stream);
        string section = SectionOf($"SB{(int)code:0000}", reader.ReadToEnd().ReplaceLineEndings("\n"));
        return [.. section.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Plain)];
    }

    private static string SectionOf(string code, string manual)
    {
        string heading = $"\n## {code}\n";
        int start = manual.IndexOf(heading, StringComparison.Ordinal);
        if (start < 0)
        {
            throw new InvalidOperationException($"The manual has no section {code}.");
        }

        string rest = manual[(start + heading.Length)..];
        int end = rest.IndexOf("\n## ", StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }

    private static string Plain(string paragraph) => paragraph
        .Replace("\n", " ", StringComparison.Ordinal)
        .Replace("**", string.Empty, StringComparison.Ordinal)
        .Replace("`", string.Empty, StringComparison.Ordinal);
}
