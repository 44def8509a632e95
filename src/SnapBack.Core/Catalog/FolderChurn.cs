namespace SnapBack.Catalog;

/// <summary>Sums up by folder what some runs brought, changed and took away. Looks at the states that began or ended in these runs. Used by one thread.</summary>
internal sealed class FolderChurn
{
    private readonly CatalogConnection _connection;
    private readonly int _depth;
    private readonly HashSet<long> _runs;
    private readonly long _first;
    private readonly long _last;
    private readonly Dictionary<long, CatalogTree> _trees;
    private readonly Dictionary<(long Tree, string Folder), FolderChurnRow> _rows = [];
    private readonly Dictionary<long, long[]> _runsOfTree = [];
    private readonly CatalogStatement _folder;

    public FolderChurn(CatalogConnection connection, int depth, HashSet<long> runs)
    {
        _connection = connection;
        _depth = depth;
        _runs = runs;
        _first = runs.Min();
        _last = runs.Max();
        _trees = CatalogTree.All(connection).ToDictionary(tree => tree.Id);
        _folder = connection.Prepare("SELECT tree_id, text FROM folder WHERE path_id = ?1");
    }

    public IEnumerable<FolderChurnRow> Rows()
    {
        AddBegun();
        AddEnded();
        return _rows.Values;
    }

    private void AddBegun()
    {
        using CatalogStatement row = _connection.Prepare("""
            SELECT p.parent_id, s.from_run, sum(s.class = 'new'), sum(s.class <> 'new'), sum(s.size) FROM state s CROSS JOIN path p ON p.id = s.path_id
            WHERE s.from_run BETWEEN ?1 AND ?2 AND s.presence = 'held' AND s.kind <> 'directory' AND p.parent_id IS NOT NULL GROUP BY 1, 2
            """);
        row.Bind(1, _first).Bind(2, _last);
        while (row.Step())
        {
            if (_runs.Contains(row.Long(1)) && Place(row.Long(0)) is { } place)
            {
                FolderChurnRow known = RowOf(place);
                _rows[place] = known with
                {
                    Added = known.Added + row.Long(2),
                    Changed = known.Changed + row.Long(3),
                    BytesBrought = known.BytesBrought + row.Long(4),
                    BytesGrown = known.BytesGrown + row.Long(4),
                };
            }
        }
    }

    // A state names the last run for which it held; it ended with the next run of its tree.
    private void AddEnded()
    {
        long from = _trees.Keys.Select(tree => RunsOf(tree).LastOrDefault(run => run < _first)).DefaultIfEmpty().Min();
        using CatalogStatement row = _connection.Prepare("""
            SELECT p.parent_id, s.to_run, sum(NOT EXISTS (SELECT 1 FROM state n WHERE n.path_id = s.path_id AND n.from_run > s.to_run)), sum(s.size)
            FROM state s CROSS JOIN path p ON p.id = s.path_id
            WHERE s.to_run >= ?1 AND s.to_run < ?2 AND s.presence = 'held' AND s.kind <> 'directory' AND p.parent_id IS NOT NULL GROUP BY 1, 2
            """);
        row.Bind(1, from).Bind(2, _last);
        while (row.Step())
        {
            if (Place(row.Long(0)) is { } place && RunAfter(place.Tree, row.Long(1)) is { } run && _runs.Contains(run))
            {
                FolderChurnRow known = RowOf(place);
                _rows[place] = known with { Removed = known.Removed + row.Long(2), BytesGrown = known.BytesGrown - row.Long(3) };
            }
        }
    }

    private FolderChurnRow RowOf((long Tree, string Folder) place) => _rows.GetValueOrDefault(place) ?? new FolderChurnRow
    {
        Folder = place.Folder,
        Source = _trees.GetValueOrDefault(place.Tree)?.Source ?? string.Empty,
        Destination = _trees.GetValueOrDefault(place.Tree)?.Destination ?? string.Empty,
    };

    private (long Tree, string Folder)? Place(long folder)
    {
        _folder.Bind(1, folder);
        try
        {
            if (!_folder.Step())
            {
                return null;
            }

            string[] parts = _folder.Name(1).Split('/', StringSplitOptions.RemoveEmptyEntries);
            return (_folder.Long(0), parts.Length == 0 ? "." : string.Join('/', parts.Take(_depth)));
        }
        finally
        {
            _folder.Reset();
        }
    }

    private long? RunAfter(long tree, long run)
    {
        long[] runs = RunsOf(tree);
        int at = Array.BinarySearch(runs, run + 1);
        int next = at < 0 ? ~at : at;
        return next < runs.Length ? runs[next] : null;
    }

    private long[] RunsOf(long tree)
    {
        if (!_runsOfTree.TryGetValue(tree, out long[]? runs))
        {
            List<long> found = [];
            using CatalogStatement row = _connection.Prepare("SELECT run_id FROM run_tree WHERE tree_id = ?1 ORDER BY run_id");
            row.Bind(1, tree);
            while (row.Step())
            {
                found.Add(row.Long(0));
            }

            _runsOfTree[tree] = runs = [.. found];
        }

        return runs;
    }
}
