using SnapBack.Versions;

namespace SnapBack.Catalog;

/// <summary>
/// What a run asks and tells the catalog about older versions beside its records. Every call belongs into an open transaction. Used by one thread.
/// </summary>
internal sealed class VersionTables
{
    // 'lower' is the first run of which the version can be the content: the one that brought it, or that moved the one before it aside.
    private const string Weighed = """
        SELECT v.path_id, v.run_id, v.from_run IS NULL OR v.is_conflict, v.size, max(
            coalesce((SELECT max(w.run_id) FROM version w WHERE w.path_id = v.path_id AND w.run_id < v.run_id), 0),
            coalesce((SELECT max(s.from_run) FROM state s WHERE s.path_id = v.path_id AND s.from_run < v.run_id
                AND s.action IN ('copy', 'replace', 'link') AND s.class <> 'tweaked'), 0))
        FROM version v WHERE v.tree_id = ?1 AND v.drop_begun IS NULL
        """;

    private const string EarlierRuns = """
        FROM run_tree rt JOIN run r ON r.id = rt.run_id WHERE rt.tree_id = ?1 AND rt.run_id < ?2 AND r.kind = 'backup'
            AND NOT EXISTS (SELECT 1 FROM run_notice n WHERE n.run_id = r.id AND n.code = ?3)
        """;

    /// <summary>The notice of a run whose clock was not believed.</summary>
    public const string ClockNotBelieved = "clock-implausible";

    private readonly CatalogConnection _connection;
    private readonly long _run;
    private readonly RunTree[] _trees;

    public VersionTables(CatalogConnection connection, long run, RunTree[] trees)
    {
        _connection = connection;
        _run = run;
        _trees = trees;
    }

    /// <summary>Notes the folder that this run is about to make in the store of a pair's destination.</summary>
    public bool Begin(int pair, string folder)
    {
        using CatalogStatement insert = _connection.Prepare("INSERT INTO version_folder(run_id, tree_id, name, is_settled) VALUES (?1, ?2, ?3, 0)");
        insert.Bind(1, _run).Bind(2, _trees[pair].Id).Bind(3, folder).Run();
        return true;
    }

    /// <summary>Folders of earlier runs that may hold more than the record knows, the oldest first.</summary>
    public List<(long Run, string Folder)> Unsettled(int pair)
    {
        using CatalogStatement rows = _connection.Prepare(
            "SELECT run_id, name FROM version_folder WHERE tree_id = ?1 AND run_id <> ?2 AND is_settled = 0 ORDER BY run_id");
        rows.Bind(1, _trees[pair].Id).Bind(2, _run);
        List<(long, string)> all = [];
        while (rows.Step())
        {
            all.Add((rows.Long(0), rows.Text(1) ?? string.Empty));
        }

        return all;
    }

    /// <summary>Paths that the record knows to lie in a run's folder, those that were dropped included.</summary>
    public HashSet<string> Known(int pair, long run)
    {
        using CatalogStatement rows = _connection.Prepare("""
            SELECT f.text, p.name FROM version v JOIN path p ON p.id = v.path_id JOIN folder f ON f.path_id = p.parent_id WHERE v.tree_id = ?1 AND v.run_id = ?2
            """);
        rows.Bind(1, _trees[pair].Id).Bind(2, run);
        HashSet<string> all = new(StringComparer.Ordinal);
        while (rows.Step())
        {
            all.Add(rows.Name(0) + rows.Name(1));
        }

        return all;
    }

    /// <summary>Earlier runs of a pair that ended well, and whose clock was believed.</summary>
    public List<GoodRun> GoodRuns(int pair)
    {
        using CatalogStatement rows = _connection.Prepare($"SELECT r.id, r.started {EarlierRuns} AND r.status = 'completed' AND r.exit_code < 8");
        rows.Bind(1, _trees[pair].Id).Bind(2, _run).Bind(3, ClockNotBelieved);
        List<GoodRun> all = [];
        while (rows.Step())
        {
            all.Add(new GoodRun(rows.Long(0), CatalogTime.Parse(rows.Text(1)) ?? default));
        }

        return all;
    }

    /// <summary>Start of the newest run before this one whose clock was believed, however it ended; null when there is none.</summary>
    public DateTimeOffset? NewestStart(int pair)
    {
        using CatalogStatement newest = _connection.Prepare($"SELECT max(r.started) {EarlierRuns}");
        return newest.Bind(1, _trees[pair].Id).Bind(2, _run).Bind(3, ClockNotBelieved).Step() ? CatalogTime.Parse(newest.Text(0)) : null;
    }

    /// <summary>All versions of a pair that are there, and of which runs they are the content.</summary>
    public List<WeighedVersion> Weigh(int pair)
    {
        using CatalogStatement rows = _connection.Prepare(Weighed);
        rows.Bind(1, _trees[pair].Id);
        List<WeighedVersion> all = [];
        while (rows.Step())
        {
            all.Add(new WeighedVersion(rows.Long(0), rows.Long(1), rows.Long(4), rows.Long(2) != 0, rows.Long(3)));
        }

        return all;
    }

    /// <summary>Notes that versions are about to be removed. From now on nobody counts on them.</summary>
    public bool BeginDrop(IEnumerable<WeighedVersion> versions)
    {
        using CatalogStatement begin = _connection.Prepare("UPDATE version SET drop_begun = ?3 WHERE path_id = ?1 AND run_id = ?2");
        foreach (WeighedVersion version in versions)
        {
            begin.Bind(1, version.Path).Bind(2, version.MovedBy).Bind(3, _run).Run();
        }

        return true;
    }

    /// <summary>Versions of a pair whose removal was begun, by this or an earlier run, and not ended; by their paths.</summary>
    public List<(long Path, long MovedBy, string Folder, string Text, long Bytes)> OpenDrops(int pair)
    {
        using CatalogStatement rows = _connection.Prepare("""
            SELECT v.path_id, v.run_id, vf.name, f.text, p.name, v.size FROM version v JOIN path p ON p.id = v.path_id JOIN folder f ON f.path_id = p.parent_id
                JOIN version_folder vf ON vf.run_id = v.run_id AND vf.tree_id = v.tree_id
            WHERE v.tree_id = ?1 AND v.drop_begun IS NOT NULL AND v.dropped_by IS NULL ORDER BY v.run_id, f.text, p.name
            """);
        rows.Bind(1, _trees[pair].Id);
        List<(long, long, string, string, long)> all = [];
        while (rows.Step())
        {
            all.Add((rows.Long(0), rows.Long(1), rows.Text(2) ?? string.Empty, rows.Name(3) + rows.Name(4), rows.Long(5)));
        }

        return all;
    }

    /// <summary>Notes that versions are gone.</summary>
    public bool EndDrop(IEnumerable<(long Path, long MovedBy)> versions)
    {
        using CatalogStatement end = _connection.Prepare("UPDATE version SET dropped_by = drop_begun WHERE path_id = ?1 AND run_id = ?2");
        foreach ((long path, long movedBy) in versions)
        {
            end.Bind(1, path).Bind(2, movedBy).Run();
        }

        return true;
    }

    /// <summary>Everything in a run's folder is recorded.</summary>
    public bool Settle(long run, int pair)
    {
        using CatalogStatement settle = _connection.Prepare("UPDATE version_folder SET is_settled = 1 WHERE run_id = ?1 AND tree_id = ?2");
        settle.Bind(1, run).Bind(2, _trees[pair].Id).Run();
        return true;
    }

    /// <summary>Everything in this run's folders is recorded.</summary>
    public bool Settle()
    {
        for (int pair = 0; pair < _trees.Length; pair++)
        {
            Settle(_run, pair);
        }

        return true;
    }
}
