using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>One pair of a run, and what of it the run has looked at. Immutable.</summary>
internal sealed class RunScope
{
    private readonly bool _hasLooked;
    private readonly HashSet<string> _unlisted;

    public RunScope(long runId, int pair, long treeId, long rootId, string? view, bool hasLooked, IEnumerable<string> unlisted)
    {
        RunId = runId;
        Pair = pair;
        TreeId = treeId;
        RootId = rootId;
        View = view;
        _hasLooked = hasLooked;
        _unlisted = unlisted.ToHashSet(StringComparer.Ordinal);
    }

    public long RunId { get; }

    public int Pair { get; }

    public long TreeId { get; }

    public long RootId { get; }

    public string? View { get; }

    /// <summary>True when nothing in the folder itself was looked at; for its subfolders ask <see cref="IsUnderUnseen"/>.</summary>
    public bool IsUnseen(RelativePath folder) => !_hasLooked || (_unlisted.Count > 0 && _unlisted.Contains(CatalogLookup.FolderText(folder)));

    /// <summary>True when the folder or one that it lies in was not looked at.</summary>
    public bool IsUnderUnseen(RelativePath folder)
    {
        while (!IsUnseen(folder))
        {
            if (folder.IsRoot)
            {
                return false;
            }

            folder = folder.Parent;
        }

        return true;
    }
}
