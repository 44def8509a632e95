using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>One source and what lies below it.</summary>
/// <param name="Given">As the job has it.</param>
/// <param name="Place">Where it really lies.</param>
internal sealed record VssSource(string Given, VolumePlace Place)
{
    /// <summary>Volumes mounted below it, by their place below the source, also those mounted in one another.</summary>
    public Dictionary<RelativePath, string> Nested { get; } = [];

    /// <summary>Mounted volumes that can be no part of the set.</summary>
    public HashSet<RelativePath> NotCovered { get; } = [];

    /// <summary>
    /// The place below the source that a place on a volume is seen at; null when the source does not show it. A place above the source is the
    /// source itself, when <paramref name="mayBeAbove"/> says that what is meant reaches down.
    /// </summary>
    public RelativePath? At(string volume, RelativePath path, bool mayBeAbove)
    {
        if (IsSame(volume, Place.Volume))
        {
            return Below(path, Place.Path) ?? (mayBeAbove && Below(Place.Path, path) is not null ? RelativePath.Root : null);
        }

        foreach ((RelativePath at, string nested) in Nested)
        {
            if (IsSame(volume, nested))
            {
                return Join(at, path);
            }
        }

        return null;
    }

    /// <summary>The path below another one, letters taken without case; null when it is not.</summary>
    internal static RelativePath? Below(RelativePath path, RelativePath ancestor)
    {
        string[] all = path.Components;
        string[] above = ancestor.Components;
        return all.Length >= above.Length && all.AsSpan(0, above.Length).SequenceEqual(above, StringComparer.OrdinalIgnoreCase)
            ? Join(RelativePath.Root, all.Skip(above.Length))
            : null;
    }

    /// <summary>One path put behind another.</summary>
    internal static RelativePath Join(RelativePath front, RelativePath rest) => Join(front, rest.Components);

    private static RelativePath Join(RelativePath front, IEnumerable<string> rest) => rest.Aggregate(front, (path, name) => path.Child(name));

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
