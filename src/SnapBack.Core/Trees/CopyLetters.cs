using SnapBack.Security;

namespace SnapBack.Trees;

/// <summary>The letters of <see cref="CopyParts"/>, and what they ask of a security descriptor. Pure.</summary>
public static class CopyLetters
{
    /// <summary>Letters of files, in robocopy's order.</summary>
    public const string OfFiles = "DATSOUX";

    /// <summary>Letters of folders.</summary>
    public const string OfFolders = "DATEX";

    /// <summary>All parts of a file but its security: robocopy's default.</summary>
    public const CopyParts Default = CopyParts.Data | CopyParts.Attributes | CopyParts.Times;

    /// <summary>Parts that live in a security descriptor.</summary>
    public const CopyParts InDescriptor = CopyParts.Security | CopyParts.Owner | CopyParts.Auditing;

    private static readonly (char Letter, CopyParts Part)[] Table =
    [
        ('D', CopyParts.Data), ('A', CopyParts.Attributes), ('T', CopyParts.Times), ('S', CopyParts.Security), ('O', CopyParts.Owner),
        ('U', CopyParts.Auditing), ('E', CopyParts.ExtendedAttributes), ('X', CopyParts.SkipStreams),
    ];

    /// <summary>The word for no part at all.</summary>
    public const string Nothing = "none";

    /// <summary>Reads letters, in any order and case, or <see cref="Nothing"/>; null when one is none of <paramref name="allowed"/>, or none is given.</summary>
    public static CopyParts? Parse(string letters, string allowed)
    {
        if (letters == Nothing)
        {
            return CopyParts.None;
        }

        CopyParts parts = CopyParts.None;
        foreach (char c in letters)
        {
            char letter = char.ToUpperInvariant(c);
            if (!allowed.Contains(letter, StringComparison.Ordinal))
            {
                return null;
            }

            parts |= Table.First(t => t.Letter == letter).Part;
        }

        return letters.Length == 0 ? null : parts;
    }

    /// <summary>The letters, in robocopy's order, or <see cref="Nothing"/>.</summary>
    public static string Text(CopyParts parts) => parts == CopyParts.None ? Nothing : string.Concat(Table.Where(t => parts.HasFlag(t.Part)).Select(t => t.Letter));

    /// <summary>The sections of a descriptor that the parts stand for.</summary>
    public static SecuritySections Sections(CopyParts parts) =>
        (parts.HasFlag(CopyParts.Security) ? SecuritySections.Dacl : 0)
        | (parts.HasFlag(CopyParts.Owner) ? SecuritySections.Owner | SecuritySections.Group : 0)
        | (parts.HasFlag(CopyParts.Auditing) ? SecuritySections.Sacl : 0);
}
