using System.Text;

namespace SnapBack.Robocopy;

/// <summary>The code pages that consoles of Windows have had since DOS, in which robocopy writes logs and job files.</summary>
public static class OemText
{
    /// <summary>The code page where the system has none: that of the first PC.</summary>
    public const int Usual = 437;

    /// <summary>The encoding; characters that it lacks become '?'. The usual one for a number that is none.</summary>
    public static Encoding Encoding(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? (codePage == System.Text.Encoding.UTF8.CodePage ? new UTF8Encoding(false) : CodePagesEncodingProvider.Instance.GetEncoding(Usual)!);

    /// <summary>True when the code page has all characters of <paramref name="text"/>.</summary>
    public static bool Holds(int codePage, string text)
    {
        Encoding encoding = Encoding(codePage);
        return encoding.GetString(encoding.GetBytes(text)) == text;
    }
}
