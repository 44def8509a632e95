using SnapBack.Security;

namespace SnapBack.Runs;

/// <summary>Parts of a security descriptor in words. Pure.</summary>
internal static class SecurityWords
{
    /// <summary>The parts, or an empty text for none.</summary>
    public static string Of(SecuritySections sections)
    {
        List<string> words = [];
        if ((sections & (SecuritySections.Owner | SecuritySections.Group)) != 0)
        {
            words.Add("owners");
        }

        if (sections.HasFlag(SecuritySections.Dacl))
        {
            words.Add("access rules");
        }

        if (sections.HasFlag(SecuritySections.Sacl))
        {
            words.Add("auditing");
        }

        return string.Join(", ", words);
    }
}
