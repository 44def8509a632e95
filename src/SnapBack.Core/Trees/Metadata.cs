namespace SnapBack.Trees;

/// <summary>All that is carried over beside the data, read from one open handle so that it belongs together.</summary>
/// <param name="Entry">Kind, times, mode, owner and attributes.</param>
/// <param name="ExtendedAttributes">Sorted by name; empty where the file system has none.</param>
public sealed record Metadata(Entry Entry, IReadOnlyList<ExtendedAttribute> ExtendedAttributes)
{
    /// <summary>Named streams with their lengths, sorted without case; empty where the file system has none. Their content is read by itself.</summary>
    public IReadOnlyList<NamedStream> Streams { get; init; } = [];

    /// <summary>The security descriptor's parts that were asked for when the tree was opened; null where there is none, or none was asked for.</summary>
    public SecurityBlob? Security { get; init; }

    /// <summary>True when the entry's DOS attributes and creation time are the file system's own, and can be compared and set.</summary>
    public bool HasDosMetadata { get; init; }

    /// <summary>
    /// The last write where the entry, as it was listed, does not tell it exactly: NTFS under Linux loses the fractions of seconds before 1970. What is
    /// set is this; what is compared is the entry's, which is inexact on both sides alike.
    /// </summary>
    public Timestamp? ExactModified { get; init; }

    /// <summary>True when both have streams of the same names and lengths.</summary>
    public bool HasSameStreams(Metadata other) =>
        Streams.Count == other.Streams.Count
        && Streams.Zip(other.Streams).All(pair => pair.First.Length == pair.Second.Length && NameOrder.IgnoreCase.Compare(pair.First.Name, pair.Second.Name) == 0);

    /// <summary>True when both have the same DOS attributes and creation time, as far as they are carried and the destination keeps them.</summary>
    public bool HasSameDosMetadata(Metadata destination, bool isRoot, CopyParts parts, DestinationTraits traits)
    {
        // Hidden (2) and System (4) are not given to the root of a destination.
        uint compared = traits.AttributesKept & ~(isRoot ? 6u : 0u);
        return (!parts.HasFlag(CopyParts.Attributes) || ((Entry.Attributes ^ destination.Entry.Attributes) & compared) == 0)
            && (!parts.HasFlag(CopyParts.Times) || Entry.Created == destination.Entry.Created);
    }

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
