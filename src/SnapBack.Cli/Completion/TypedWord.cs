using System.Text;

namespace SnapBack.Cli.Completion;

/// <summary>A word as it stands in a shell's input line, without the quotes and backslashes that the shell would take away. Nothing else is replaced.</summary>
internal static class TypedWord
{
    /// <summary>The word; a quote that is not closed yet ends with it.</summary>
    public static string Plain(string typed)
    {
        StringBuilder plain = new(typed.Length);
        char quote = '\0';
        for (int i = 0; i < typed.Length; i++)
        {
            char c = typed[i];
            if (quote == '\0' && c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == quote && quote != '\0')
            {
                quote = '\0';
            }
            else if (c == '\\' && quote != '\'' && i + 1 < typed.Length && !OperatingSystem.IsWindows())
            {
                plain.Append(typed[++i]);
            }
            else
            {
                plain.Append(c);
            }
        }

        return plain.ToString();
    }
}
