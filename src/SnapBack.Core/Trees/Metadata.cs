namespace SnapBack.Trees;

/// <summary>All that is carried over beside the data, read from one open handle so that it belongs together.</summary>
/// <param name="Entry">Kind, times, mode, owner and attributes.</param>
/// <param name="ExtendedAttributes">Sorted by name; empty where the file system has none.</param>
public sealed record Metadata(Entry Entry, IReadOnlyList<ExtendedAttribute> ExtendedAttributes)
{
    /// <summary>True when both hold the same extended attributes with the same bytes.</summary>
    public bool HasSameExtendedAttributes(Metadata other)
    {
        if (ExtendedAttributes.Count != other.ExtendedAttributes.Count)
        {
            return false;
        }

        for (int i = 0; i < ExtendedAttributes.Count; i++)
        {
            ExtendedAttribute mine = ExtendedAttributes[i];
            ExtendedAttribute theirs = other.ExtendedAttributes[i];
            if (!string.Equals(mine.Name, theirs.Name, StringComparison.Ordinal) || !mine.Value.AsSpan().SequenceEqual(theirs.Value))
            {
                return false;
            }
        }

        return true;
    }
}
