using System.Text;

namespace SnapBack.Scheduling;

/// <summary>Arguments as one text, so that the program gets each back as it was. No shell reads these texts.</summary>
public static class ArgumentQuoting
{
    /// <summary>
    /// For a process of Windows, by the rules of CommandLineToArgvW
    /// (https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw): backslashes count only before a quote.
    /// </summary>
    public static string ForWindows(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Windows));

    /// <summary>
    /// For <c>ExecStart=</c> of systemd (https://www.freedesktop.org/software/systemd/man/systemd.service.html#Command%20lines): quotes and backslashes as in C,
    /// <c>%</c> and <c>$</c> doubled, because systemd puts values in their place.
    /// </summary>
    public static string ForSystemd(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Systemd));

    private static string Windows(string argument)
    {
        if (argument.Length > 0 && !argument.AsSpan().ContainsAny(" \t\n\v\""))
        {
            return argument;
        }

        StringBuilder quoted = new("\"");
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            quoted.Append('\\', c == '"' ? (2 * backslashes) + 1 : backslashes).Append(c);
            backslashes = 0;
        }

        return quoted.Append('\\', 2 * backslashes).Append('"').ToString();
    }

    private static string Systemd(string argument)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in argument)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '%' or '$' => quoted.Append(c).Append(c),
                _ when c < ' ' || c == '\x7f' => quoted.Append("\\x").Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
