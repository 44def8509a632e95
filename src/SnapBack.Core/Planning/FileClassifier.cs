using SnapBack.Jobs;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Decides the class of a name from what was listed on the two sides, in robocopy's order: presence, kind, time, size, attributes,
/// change time. Pure; it knows nothing of what will be done.
/// </summary>
public static class FileClassifier
{
    /// <summary>The class of one name.</summary>
    /// <param name="source">The source's entry, or null.</param>
    /// <param name="destination">The destination's entry, or null; not both null.</param>
    /// <param name="traits">What the destination can hold: attributes that it can't are not compared.</param>
    /// <param name="known">The source's change time when it was last found in order, or null when that is not known.</param>
    /// <param name="times">Which write times count as equal; null for those that the destination can't tell apart.</param>
    public static FileClass Classify(Entry? source, Entry? destination, DestinationTraits traits, Timestamp? known, TimeRules? times = null)
    {
        if (source is null)
        {
            return FileClass.Extra;
        }

        if (destination is null)
        {
            return FileClass.New;
        }

        if (source.IsDirectory != destination.IsDirectory)
        {
            return FileClass.Mismatch;
        }

        if (source.Kind != destination.Kind)
        {
            return FileClass.Changed;
        }

        if (!source.IsDirectory && !(times ?? TimeRules.Exact).AreSame(source.Modified, destination.Modified, traits.TimeGranularity))
        {
            return source.Modified > destination.Modified ? FileClass.Newer : FileClass.Older;
        }

        if (!source.IsDirectory && source.Size != destination.Size)
        {
            return FileClass.Changed;
        }

        if (!HasSameAttributes(source, destination, traits))
        {
            return FileClass.Tweaked;
        }

        return !source.IsDirectory && known is { } changed && changed != source.Changed ? FileClass.Modified : FileClass.Same;
    }

    private static bool HasSameAttributes(Entry source, Entry destination, DestinationTraits traits) =>
        (!traits.KeepsMode || source.IsLink || source.Mode == destination.Mode)
        && (!traits.KeepsOwner || (source.Owner == destination.Owner && source.Group == destination.Group))
        && ((source.Attributes ^ destination.Attributes) & traits.AttributesKept) == 0;
}
