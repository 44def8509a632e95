using System.Globalization;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>
/// Takes runs out of a catalog, with all that no other run needs: states that hold for no run that stays, events, paths that nothing speaks of any
/// more. No state that stays is changed, so every run that stays answers as before. The runs go in one transaction; making the file smaller comes
/// after it and may fail on its own. Never makes, repairs or upgrades a catalog.
/// </summary>
public static class CatalogPruning
{
    // Of a state's tree the runs that stay are looked up in order; the numbers of a state are never changed, also when those runs go. Beside what holds for
    // a run that stays, the next copy after it is kept: that the content was replaced, and when, tells where a restore finds it.
    private static readonly string TakeAway = $"""
        CREATE TEMP TABLE kept(tree_id INTEGER NOT NULL, run_id INTEGER NOT NULL, PRIMARY KEY(tree_id, run_id)) WITHOUT ROWID;
        INSERT INTO kept SELECT DISTINCT tree_id, run_id FROM run_tree WHERE run_id NOT IN (SELECT id FROM pruned);
        CREATE TEMP TABLE needed(path_id INTEGER NOT NULL, from_run INTEGER NOT NULL, PRIMARY KEY(path_id, from_run)) WITHOUT ROWID;
        INSERT INTO needed SELECT s.path_id, s.from_run FROM state s WHERE s.to_run IS NOT NULL AND EXISTS (
            SELECT 1 FROM path p JOIN folder f ON f.path_id = coalesce(p.parent_id, p.id)
                JOIN kept k ON k.tree_id = f.tree_id AND k.run_id BETWEEN s.from_run AND s.to_run WHERE p.id = s.path_id);
        INSERT OR IGNORE INTO needed SELECT path_id, replaced FROM (
            SELECT n.path_id, (SELECT min(s.from_run) FROM state s WHERE s.path_id = n.path_id AND s.from_run > n.from_run AND {LaterContent.IsNewContent}) AS replaced
            FROM needed n) WHERE replaced IS NOT NULL;
        DELETE FROM state WHERE to_run IS NOT NULL AND NOT EXISTS (SELECT 1 FROM needed n WHERE n.path_id = state.path_id AND n.from_run = state.from_run);
        DELETE FROM state_detail WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.path_id = state_detail.path_id AND s.from_run = state_detail.from_run);
        DELETE FROM descriptor WHERE id NOT IN (SELECT descriptor_id FROM state_detail WHERE descriptor_id IS NOT NULL);
        DELETE FROM event WHERE run_id IN (SELECT id FROM pruned);
        DELETE FROM run_scope WHERE run_id IN (SELECT id FROM pruned);
        DELETE FROM run_notice WHERE run_id IN (SELECT id FROM pruned);
        DELETE FROM run_writer WHERE run_id IN (SELECT id FROM pruned);
        DELETE FROM run_snapshot WHERE run_id IN (SELECT id FROM pruned);
        DELETE FROM run_tree WHERE run_id IN (SELECT id FROM pruned);
        DELETE FROM run WHERE id IN (SELECT id FROM pruned);
        """;

    // A path stays when anything speaks of it, or of something in it.
    private const string TakeAwayPaths = """
        CREATE TEMP TABLE used(id INTEGER PRIMARY KEY);
        INSERT INTO used WITH RECURSIVE up(id) AS (
            SELECT path_id FROM state UNION SELECT path_id FROM event UNION SELECT path_id FROM version UNION SELECT root_id FROM tree
            UNION SELECT p.parent_id FROM up JOIN path p ON p.id = up.id WHERE p.parent_id IS NOT NULL) SELECT id FROM up;
        DELETE FROM folder WHERE path_id NOT IN (SELECT id FROM used);
        DELETE FROM path WHERE id NOT IN (SELECT id FROM used);
        """;

    /// <summary>Takes runs away for good, durably and as a whole.</summary>
    /// <param name="file">The catalog; it must be there.</param>
    /// <param name="runs">Numbers of the runs, as <see cref="PruneRules.Decide"/> chose them.</param>
    /// <param name="clock">For the lock's patience.</param>
    /// <param name="cancellation">Looked at before the first change; what has begun is brought to its end.</param>
    /// <exception cref="SnapBackException">CatalogMissing, CatalogUnusable; PruneRefused: the catalog is not sound, or its format is old.</exception>
    public static PruneResult Prune(string file, IReadOnlyList<long> runs, TimeProvider clock, CancellationToken cancellation)
    {
        RequireSound(file, cancellation);
        CatalogFile place = new(file);
        place.Prepare();
        using IDisposable held = place.Lock(clock);
        using CatalogConnection connection = CatalogConnection.Open(place.FullPath, canWrite: true);
        RequireWritable(connection);
        connection.Execute("PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL; CREATE TEMP TABLE pruned(id INTEGER PRIMARY KEY)");
        cancellation.ThrowIfCancellationRequested();
        long before = Size(connection);
        connection.Transact(() =>
        {
            using CatalogStatement add = connection.Prepare("INSERT INTO pruned(id) VALUES (?1)");
            foreach (long run in runs)
            {
                add.Bind(1, run).Run();
            }

            connection.Execute(TakeAway);
            connection.Execute(TakeAwayPaths);
        });
        string? notShrunk = Shrink(connection);
        return new PruneResult(before, Size(connection), notShrunk);
    }

    // To take rows out of a damaged file would make the damage worse, and states that overlap would no longer tell which of them is true.
    private static void RequireSound(string file, CancellationToken cancellation)
    {
        using CatalogReader reader = CatalogReader.Open(file);
        if (reader.Check(cancellation).FirstOrDefault(row => !row.IsSound) is { } wrong)
        {
            throw new SnapBackException(
                ErrorCode.PruneRefused,
                $"The catalog '{DisplayText.Escape(reader.File)}' is not sound ({wrong.Check}: {DisplayText.Escape(wrong.Finding ?? string.Empty)}). Nothing was touched.",
                "'snapback catalog check' says all that is wrong. The next backup sets a damaged catalog aside and starts a new one.");
        }
    }

    private static void RequireWritable(CatalogConnection connection)
    {
        if (connection.IsReadOnly)
        {
            throw new SnapBackException(
                ErrorCode.CatalogUnusable,
                $"The catalog '{DisplayText.Escape(connection.File)}' can't be written by this user. Nothing was touched.",
                "Run as the user who made it.");
        }

        if (connection.Number("PRAGMA user_version") != CatalogSchema.Version)
        {
            throw new SnapBackException(
                ErrorCode.PruneRefused,
                string.Create(CultureInfo.InvariantCulture, $"The catalog '{DisplayText.Escape(connection.File)}' is not of format {CatalogSchema.Version}. Nothing was touched."),
                "The next backup upgrades it; then prune it.");
        }
    }

    private static long Size(CatalogConnection connection) => (connection.Number("PRAGMA page_count") ?? 0) * (connection.Number("PRAGMA page_size") ?? 0);

    // Needs room for a second copy of the file. Without it, what is free inside the file is used by the runs to come.
    private static string? Shrink(CatalogConnection connection)
    {
        try
        {
            connection.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
            return null;
        }
        catch (SnapBackException e) when (e.Code == ErrorCode.CatalogUnusable)
        {
            return e.Message;
        }
    }
}
