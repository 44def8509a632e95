namespace SnapBack.Security;

/// <summary>The difference of two descriptors in lines for people: what only one of them has, in SDDL. Pure.</summary>
public static class SddlDifference
{
    /// <summary>Lines that begin with '-' for what only <paramref name="before"/> has and with '+' for what only <paramref name="after"/> has.</summary>
    public static IReadOnlyList<string> Of(SecurityDescriptor before, SecurityDescriptor after)
    {
        List<string> lines = [];
        Compare(lines, before, after, SecuritySections.Owner);
        Compare(lines, before, after, SecuritySections.Group);
        CompareLists(lines, "D:", before, after, SecuritySections.Dacl, before.Dacl, after.Dacl);
        CompareLists(lines, "S:", before, after, SecuritySections.Sacl, before.Sacl, after.Sacl);
        return lines;
    }

    private static void Compare(List<string> lines, SecurityDescriptor before, SecurityDescriptor after, SecuritySections section)
    {
        if (before.DifferenceIn(section, after) != SecuritySections.None)
        {
            Add(lines, '-', before.Only(section).ToString());
            Add(lines, '+', after.Only(section).ToString());
        }
    }

    private static void Add(List<string> lines, char sign, string text)
    {
        if (text.Length > 0)
        {
            lines.Add($"{sign} {text}");
        }
    }

    private static void CompareLists(
        List<string> lines, string mark, SecurityDescriptor before, SecurityDescriptor after, SecuritySections section, Acl? left, Acl? right)
    {
        if (before.DifferenceIn(section, after) == SecuritySections.None)
        {
            return;
        }

        string[] had = Entries(mark, left);
        string[] has = Entries(mark, right);
        List<string> gone = Without(had, has);
        List<string> added = Without(has, had);
        if (gone.Count + added.Count == 0)
        {
            // The same entries in another order, other flags of the list, or a list that is missing and not empty.
            gone.Add(before.Only(section).ToString());
            added.Add(after.Only(section).ToString());
        }

        lines.AddRange(gone.Select(entry => $"- {entry}"));
        lines.AddRange(added.Select(entry => $"+ {entry}"));
    }

    private static string[] Entries(string mark, Acl? list) => list is null ? [] : [.. list.Entries.Select(entry => $"{mark}({Sddl.Write(entry)})")];

    // An entry may stand twice, so each takes away one.
    private static List<string> Without(string[] entries, string[] others)
    {
        List<string> rest = [.. entries];
        foreach (string other in others)
        {
            rest.Remove(other);
        }

        return rest;
    }
}
