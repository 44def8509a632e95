using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// All rules that take files of one source out of its snapshot. What such a rule means is never purged at the destination: that the snapshot lacks
/// it says nothing of the source. A file that is there although a rule means it is a file like any other. Immutable and pure.
/// </summary>
public sealed record Omissions(IReadOnlyList<Omission> Rules)
{
    /// <summary>No rule.</summary>
    public static readonly Omissions None = new([]);

    /// <summary>True when there is no rule.</summary>
    public bool IsEmpty => Rules.Count == 0;

    /// <summary>True when files directly in the folder can be meant.</summary>
    public bool MayMatchIn(RelativePath folder) => Rules.Any(rule => rule.MayMatchIn(folder));

    /// <summary>True when an entry that the snapshot lacks may be missing because of a rule.</summary>
    public bool Matches(RelativePath path, Entry entry) => !entry.IsDirectory && Rules.Any(rule => rule.Matches(path));
}
