using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>A source with its destination, as the catalog numbers them. Immutable.</summary>
/// <param name="Id">Number in the table <c>tree</c>.</param>
/// <param name="Source">Full path.</param>
/// <param name="Destination">Full path.</param>
/// <param name="RootId">Path number of the root.</param>
internal sealed record CatalogTree(long Id, string Source, string Destination, long RootId)
{
    /// <summary>All trees by their numbers.</summary>
    public static IReadOnlyList<CatalogTree> All(CatalogConnection connection)
    {
        using CatalogStatement row = connection.Prepare("SELECT id, source, destination, root_id FROM tree ORDER BY id");
        List<CatalogTree> trees = [];
        while (row.Step())
        {
            trees.Add(new CatalogTree(row.Long(0), row.Name(1), row.Name(2), row.Long(3)));
        }

        return trees;
    }

    /// <summary>The number of a path; null when the catalog has never heard of it.</summary>
    public long? PathId(CatalogConnection connection, RelativePath path)
    {
        if (path.IsRoot)
        {
            return RootId;
        }

        using CatalogStatement find = connection.Prepare(
            "SELECT p.id FROM folder f JOIN path p ON p.parent_id = f.path_id AND p.name = ?3 WHERE f.tree_id = ?1 AND f.text = ?2");
        find.Bind(1, Id).BindName(2, CatalogLookup.FolderText(path.Parent)).BindName(3, path.Name);
        return find.Step() ? find.Long(0) : null;
    }

    /// <summary>Full path of something below the destination. The catalog may come from another system: the destination's own separator counts.</summary>
    /// <param name="below">With '/' between its parts; empty for the destination itself.</param>
    public string At(string below)
    {
        bool isWindows = Destination.Contains('\\', StringComparison.Ordinal) && !Destination.StartsWith('/');
        return below.Length == 0 ? Destination
            : $"{Destination.TrimEnd('/', '\\')}{(isWindows ? '\\' : '/')}{(isWindows ? below.Replace('/', '\\') : below)}";
    }
}
