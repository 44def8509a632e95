using System.Globalization;
using System.Security.Cryptography;
using SnapBack.Errors;

namespace SnapBack.Catalog;

/// <summary>Looks whether a catalog is whole and agrees with itself. Reads all of it and changes nothing. Used by one thread.</summary>
internal sealed class CatalogCheck
{
    private const int MostFindings = 100;

    // A state keeps the numbers of runs that were pruned; that the runs are not there any more is no damage.
    private static readonly string[] TablesWithReferences =
        ["tree", "run_tree", "run_scope", "run_notice", "run_writer", "run_snapshot", "path", "folder", "event"];

    private readonly CatalogConnection _connection;
    private readonly CancellationToken _cancellation;

    public CatalogCheck(CatalogConnection connection, CancellationToken cancellation)
    {
        _connection = connection;
        _cancellation = cancellation;
    }

    /// <summary>All looks, one after the other; each has at least one row.</summary>
    public IEnumerable<CheckRow> Run()
    {
        (string Name, Func<IEnumerable<string>> Look)[] looks =
        [
            ("file", () => Texts(string.Create(CultureInfo.InvariantCulture, $"PRAGMA integrity_check({MostFindings})")).Where(text => text != "ok")),
            ("schema", Schema),
            ("references", References),
            ("intervals", Intervals),
            ("counters", Counters),
            ("paths", Paths),
            ("vault", Vault),
        ];
        foreach ((string name, Func<IEnumerable<string>> look) in looks)
        {
            _cancellation.ThrowIfCancellationRequested();
            List<string> findings = FindingsOf(look);
            if (findings.Count == 0)
            {
                yield return new CheckRow(name, true, null);
            }

            foreach (string finding in findings)
            {
                yield return new CheckRow(name, false, finding);
            }
        }
    }

    // In a damaged file any look may come upon the damage.
    private static List<string> FindingsOf(Func<IEnumerable<string>> look)
    {
        try
        {
            return [.. look().Take(MostFindings)];
        }
        catch (SnapBackException e) when (CatalogConnection.IsDamage(e))
        {
            return [e.InnerException!.Message];
        }
    }

    private IEnumerable<string> Schema()
    {
        if (_connection.Number("PRAGMA user_version") == CatalogSchema.Version && CatalogOpening.WhyChanged(_connection) is { } why)
        {
            yield return why;
        }

        foreach (string trigger in Texts("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        {
            yield return $"it holds the trigger {trigger}, which no catalog has";
        }
    }

    private IEnumerable<string> References()
    {
        foreach (string table in TablesWithReferences)
        {
            using CatalogStatement row = _connection.Prepare($"SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check('{table}') GROUP BY 1, 2");
            while (row.Step())
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{row.Long(2)} rows of {row.Text(0)} name a {row.Text(1)} that is not there");
            }
        }

        foreach (string finding in Counted(
            ("SELECT count(*) FROM version v WHERE NOT EXISTS (SELECT 1 FROM path p WHERE p.id = v.path_id)", "versions name a path that is not there"),
            ("SELECT count(*) FROM version v WHERE NOT EXISTS (SELECT 1 FROM version_folder f WHERE f.run_id = v.run_id AND f.tree_id = v.tree_id)", "versions lie in no folder of the store"),
            ("SELECT count(*) FROM state s WHERE NOT EXISTS (SELECT 1 FROM path p WHERE p.id = s.path_id)", "states name a path that is not there"),
            ("SELECT count(*) FROM state_detail d WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.path_id = d.path_id AND s.from_run = d.from_run)", "details belong to no state"),
            ("SELECT count(*) FROM state_detail d WHERE d.descriptor_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM descriptor v WHERE v.id = d.descriptor_id)", "states name a security descriptor that is not there"),
            ("SELECT count(*) FROM state WHERE max(from_run, coalesce(to_run, 0)) > (SELECT seq FROM sqlite_sequence WHERE name = 'run')", "states name a run that never was")))
        {
            yield return finding;
        }
    }

    private IEnumerable<string> Intervals() => Counted(
        ("SELECT count(*) FROM state WHERE to_run < from_run", "states end before they begin"),
        ("""
        SELECT count(*) FROM (SELECT from_run, lag(coalesce(to_run, 9223372036854775807)) OVER (PARTITION BY path_id ORDER BY from_run) AS before FROM state)
        WHERE before >= from_run
        """, "states begin while the one before still holds"));

    private IEnumerable<string> Counters()
    {
        using CatalogStatement row = _connection.Prepare("""
            SELECT t.id, t.held_files, coalesce(c.files, 0), t.held_folders, coalesce(c.folders, 0) FROM tree t LEFT JOIN (
                SELECT f.tree_id AS tree_id, sum(s.kind <> 'directory') AS files, sum(s.kind = 'directory') AS folders
                FROM state s CROSS JOIN path p ON p.id = s.path_id JOIN folder f ON f.path_id = coalesce(p.parent_id, p.id)
                WHERE s.to_run IS NULL AND s.presence = 'held' GROUP BY f.tree_id) c ON c.tree_id = t.id
            WHERE t.held_files <> coalesce(c.files, 0) OR t.held_folders <> coalesce(c.folders, 0)
            """);
        while (row.Step())
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"tree {row.Long(0)} counts {row.Long(1)} files and {row.Long(3)} folders, and its states {row.Long(2)} and {row.Long(4)}");
        }
    }

    private IEnumerable<string> Paths() => Counted(
        ("""
        SELECT count(*) FROM folder f JOIN path p ON p.id = f.path_id LEFT JOIN folder g ON g.path_id = p.parent_id
        WHERE CASE WHEN p.parent_id IS NULL THEN f.text <> ''
            ELSE g.path_id IS NULL OR g.tree_id <> f.tree_id OR CAST(f.text AS BLOB) <> CAST(g.text || p.name || '/' AS BLOB) END
        """, "folders are not where their names say"),
        ("SELECT count(*) FROM path p WHERE p.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM folder f WHERE f.path_id = p.parent_id)", "paths lie in no folder"));

    private IEnumerable<string> Vault()
    {
        using CatalogStatement row = _connection.Prepare("SELECT id, sha256, bytes FROM descriptor");
        while (row.Step())
        {
            if (!SHA256.HashData(row.Bytes(2)).AsSpan().SequenceEqual(row.Bytes(1)))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"descriptor {row.Long(0)} is not the one that was put there");
            }
        }
    }

    private IEnumerable<string> Counted(params (string Sql, string What)[] questions)
    {
        foreach ((string sql, string what) in questions)
        {
            if (_connection.Number(sql) is > 0 and { } count)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
            }
        }
    }

    private IEnumerable<string> Texts(string sql)
    {
        using CatalogStatement row = _connection.Prepare(sql);
        while (row.Step())
        {
            yield return row.Text(0) ?? string.Empty;
        }
    }
}
