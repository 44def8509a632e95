using System.Text;

namespace SnapBack.Cli;

/// <summary>The lower-case words that people and scripts read for the values of an enumeration: <c>CreateFolder</c> is <c>create-folder</c>.</summary>
internal static class Words
{
    /// <summary>The word for a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => FromName(value.ToString());

    /// <summary>The word for a name in PascalCase.</summary>
    public static string FromName(string name)
    {
        StringBuilder word = new(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    /// <summary>A number with its noun: <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long number, string singular, string? plural = null) => $"{number} {(number == 1 ? singular : plural ?? singular + "s")}";
}
