using System.Text;
using System.Text.Unicode;

namespace SnapBack.Robocopy;

/// <summary>
/// The text of a job file (RCJ): one parameter on each line, <c>::</c> begins a comment at the start of a line or behind a blank. Bytes are in the
/// console's code page; a byte order mark of UTF-8 or UTF-16 counts, and text that is valid UTF-8 beyond ASCII is taken as such, because no text of
/// an OEM code page looks like it. Immutable.
/// </summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Lines">The parameters with the numbers of their lines, from 1.</param>
public sealed record RcjText(string File, IReadOnlyList<(int Number, string Text)> Lines)
{
    /// <summary>Longest job file in bytes; a longer one is surely not a job file.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const string Comment = "::";

    /// <summary>Takes a file's bytes apart.</summary>
    /// <param name="file">The file as it was named.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="codePage">The console's code page.</param>
    public static RcjText Parse(string file, ReadOnlySpan<byte> bytes, int codePage)
    {
        List<(int Number, string Text)> lines = [];
        int number = 0;
        foreach (string line in Decode(bytes, codePage).ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            string text = WithoutComment(line).Trim();
            if (text.Length > 0)
            {
                lines.Add((number, text));
            }
        }

        return new RcjText(file, lines);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, int codePage)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return Encoding.UTF8.GetString(bytes[3..]);
        }

        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : OemText.Encoding(codePage).GetString(bytes);
    }

    private static string WithoutComment(string line)
    {
        for (int at = line.IndexOf(Comment, StringComparison.Ordinal); at >= 0; at = line.IndexOf(Comment, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || char.IsWhiteSpace(line[at - 1]))
            {
                return line[..at];
            }
        }

        return line;
    }
}
