namespace SnapBack.Catalog;

/// <summary>
/// Which runs hold content that can't be had any more, by the record: a version of it was dropped, or none was kept when it was replaced. Immutable.
/// </summary>
internal sealed class LostContent
{
    /// <summary>Word of a run of which everything can be restored.</summary>
    public const string Full = "full";

    /// <summary>Word of a run of which something can't be had any more.</summary>
    public const string Partly = "partly";

    // Both halves give the first and the last run that held a content which is lost. In the second: content ends where its state ends and the next one does
    // not merely give it other attributes; the version of it was moved aside by the run that ended it, or by one that was cut off before it could. LIMIT
    // keeps SQLite from dropping the order, without which the states are looked up here and there in the file: that takes three times as long.
    private const string Lost = """
        SELECT v.tree_id, max(
                coalesce((SELECT max(w.run_id) FROM version w WHERE w.path_id = v.path_id AND w.run_id < v.run_id), 0),
                coalesce((SELECT max(c.from_run) FROM state c WHERE c.path_id = v.path_id AND c.from_run < v.run_id
                    AND c.action IN ('copy', 'replace', 'link') AND c.class <> 'tweaked'), 0)), v.run_id - 1
        FROM version v WHERE v.run_id > ?1 AND v.drop_begun IS NOT NULL AND v.from_run IS NOT NULL AND v.is_conflict = 0
        UNION
        SELECT f.tree_id, coalesce((SELECT max(c.from_run) FROM state c WHERE c.path_id = s.path_id AND c.from_run <= s.from_run
                AND c.action IN ('copy', 'replace', 'link') AND c.class <> 'tweaked'), s.from_run), s.to_run
        FROM (SELECT path_id, from_run FROM state WHERE to_run >= ?1 ORDER BY path_id LIMIT -1) e
            CROSS JOIN state s ON s.path_id = e.path_id AND s.from_run = e.from_run JOIN path p ON p.id = s.path_id JOIN folder f ON f.path_id = p.parent_id
            LEFT JOIN state n ON n.path_id = s.path_id AND n.from_run = (SELECT min(m.from_run) FROM state m WHERE m.path_id = s.path_id AND m.from_run > s.from_run)
        WHERE s.presence = 'held' AND s.kind = 'file'
            AND (n.path_id IS NULL OR n.kind <> 'file' OR (n.presence = 'held' AND n.action IN ('copy', 'replace', 'link') AND n.class <> 'tweaked'))
            AND NOT EXISTS (SELECT 1 FROM version v WHERE v.path_id = s.path_id AND v.run_id > s.from_run AND v.run_id >= s.to_run
                AND v.run_id <= coalesce(n.from_run, v.run_id) AND v.is_conflict = 0)
        """;

    private readonly ILookup<long, (long From, long To)> _lost;
    private readonly CatalogConnection _connection;

    private LostContent(CatalogConnection connection, ILookup<long, (long From, long To)> lost)
    {
        _connection = connection;
        _lost = lost;
    }

    /// <summary>Reads it from states and versions.</summary>
    /// <param name="connection">The catalog.</param>
    /// <param name="first">The first run that is asked about: what was lost before it is not looked at.</param>
    public static LostContent Read(CatalogConnection connection, long first)
    {
        using CatalogStatement rows = connection.Prepare(Lost);
        rows.Bind(1, first);
        List<(long Tree, long From, long To)> all = [];
        while (rows.Step())
        {
            all.Add((rows.Long(0), rows.Long(1), rows.Long(2)));
        }

        return new LostContent(connection, all.ToLookup(lost => lost.Tree, lost => (lost.From, lost.To)));
    }

    /// <summary>The run with what of it can be restored; nothing is said of runs that backed nothing up.</summary>
    public RunRow Tell(RunRow run)
    {
        if (run.Kind != CatalogWords.Backup || run.Status == CatalogWords.Statuses.Of(Runs.RunStatus.Running) || run.ExitCode is >= 16 and < 128)
        {
            return run;
        }

        using CatalogStatement trees = _connection.Prepare("SELECT tree_id FROM run_tree WHERE run_id = ?1");
        trees.Bind(1, run.Id);
        bool isLost = false;
        while (trees.Step())
        {
            isLost |= _lost[trees.Long(0)].Any(lost => lost.From <= run.Id && run.Id <= lost.To);
        }

        return run with { Restorable = isLost ? Partly : Full };
    }
}
