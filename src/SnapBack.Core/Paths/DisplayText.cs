using System.Globalization;
using System.Text;

namespace SnapBack.Paths;

/// <summary>
/// The one escape function for everything that people read: file names may hold control characters that rewrite a terminal, forge a
/// log line or turn text around. All C0 and C1 controls, DEL, line and paragraph separators, bidirectional controls and lone
/// surrogates become <c>\xNN</c> or <c>\uNNNN</c>; a backslash stays as it is.
/// </summary>
public static class DisplayText
{
    /// <summary>Escapes a name, path or message for the screen, the log and the report.</summary>
    public static string Escape(string text)
    {
        int at = FirstUnsafe(text);
        if (at < 0)
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                escaped.Append(c).Append(text[++i]);
            }
            else if (!IsUnsafe(c))
            {
                escaped.Append(c);
            }
            else if (c is >= '\uDC80' and <= '\uDCFF')
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{c - '\uDC00':X2}");
            }
            else if (c < 0x100)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}");
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
        }

        return escaped.ToString();
    }

    private static int FirstUnsafe(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsUnsafe(char c) =>
        c < ' '
        || c is >= '\x7F' and <= '\x9F'
        || c is '\u2028' or '\u2029' or '\u200E' or '\u200F' or '\u061C' or '\uFEFF'
        || c is >= '\u202A' and <= '\u202E'
        || c is >= '\u2066' and <= '\u2069'
        || char.IsSurrogate(c);
}
