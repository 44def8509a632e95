using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Snapshots;

/// <summary>
/// What one source is read through: a snapshot's folder, with other snapshots put in where volumes or subvolumes are nested in it.
/// </summary>
/// <param name="IsSnapshot">False for the live tree.</param>
/// <param name="ReadRoot">Full path of the folder that stands for the source.</param>
/// <param name="Nested">Places below the source whose content is read from another folder (full path).</param>
/// <param name="NotCovered">Places below the source that are no part of the view: they look empty, are recorded and never purged.</param>
public sealed record SourceView(
    bool IsSnapshot,
    string ReadRoot,
    IReadOnlyDictionary<RelativePath, string> Nested,
    IReadOnlySet<RelativePath> NotCovered)
{
    /// <summary>Files that the system takes out of this view: missing in it although the source has them. They are recorded and never purged.</summary>
    public Omissions Omitted { get; init; } = Omissions.None;

    /// <summary>The live tree itself.</summary>
    public static SourceView Live(string source) => new(false, source, new Dictionary<RelativePath, string>(), new HashSet<RelativePath>());
}
