using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>One pair of a run, and what of it the run has looked at. Immutable.</summary>
internal sealed class RunScope
{
    /// <summary>True for a run, under the alias <c>r</c>, that looked at its trees: it was neither cut short nor did it do nothing.</summary>
    public const string HasLookedSql = "r.status NOT IN ('running', 'interrupted') AND coalesce(r.exit_code, 0) < 16";

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

    /// <summary>The pairs of a run, in their order.</summary>
    public static List<RunScope> Of(CatalogConnection connection, long run)
    {
        using CatalogStatement trees = connection.Prepare($"""
            SELECT rt.pair, t.id, t.root_id, rt.view, {HasLookedSql}
            FROM run r JOIN run_tree rt ON rt.run_id = r.id JOIN tree t ON t.id = rt.tree_id WHERE r.id = ?1 ORDER BY rt.pair
            """);
        trees.Bind(1, run);
        using CatalogStatement unlisted = connection.Prepare("SELECT text FROM run_scope WHERE run_id = ?1 AND tree_id = ?2");
        List<RunScope> scopes = [];
        while (trees.Step())
        {
            List<string> folders = [];
            unlisted.Bind(1, run).Bind(2, trees.Long(1));
            while (unlisted.Step())
            {
                folders.Add(unlisted.Name(0));
            }

            unlisted.Reset();
            scopes.Add(new RunScope(run, (int)trees.Long(0), trees.Long(1), trees.Long(2), trees.Text(3), trees.Long(4) != 0, folders));
        }

        return scopes;
    }

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
