using System.Text.Json;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.Catalog;

/// <summary>Writes what the catalog keeps of a run as a whole. Every call that changes something belongs into an open transaction. Used by one thread at a time.</summary>
internal sealed class RunTables
{
    private readonly CatalogConnection _connection;

    public RunTables(CatalogConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Adds a run and returns its number.</summary>
    public long Insert(RunStart start)
    {
        using CatalogStatement insert = _connection.Prepare("""
            INSERT INTO run(job, kind, mode, started, touched, status, host, version, snapshot_policy, process_id, process_started, boot_id)
            VALUES (?1, ?2, ?3, ?4, ?4, 'running', ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        WriterProcess process = WriterProcess.Current;
        insert.Bind(1, start.Job).Bind(2, start.IsDrill ? CatalogWords.Drill : start.IsDryRun ? CatalogWords.Plan : CatalogWords.Backup).Bind(3, CatalogWords.Modes.Of(start.Mode));
        insert.Bind(4, CatalogTime.Text(start.Started)).Bind(5, Environment.MachineName).Bind(6, start.Version);
        insert.Bind(7, CatalogWords.Policies.Of(start.Snapshot)).Bind(8, process.Id).Bind(9, process.Started).Bind(10, process.BootId).Run();
        return _connection.Number("SELECT last_insert_rowid()") ?? 0;
    }

    /// <summary>Gives a run one of its trees, which is added when it is new.</summary>
    public RunTree Join(long run, int index, JobPair pair)
    {
        (long tree, long root) = FindTree(pair) ?? AddTree(pair);
        RunTree joined = new()
        {
            Id = tree,
            RootId = root,
            PreviousRun = LastBefore(run, tree, "") ?? run - 1,
            PreviousBackup = LastBefore(run, tree, "AND r.kind = 'backup'"),
            IsCopyKnown = WasRecorded(run, tree),
        };
        using CatalogStatement insert = _connection.Prepare("INSERT INTO run_tree(run_id, pair, tree_id) VALUES (?1, ?2, ?3)");
        insert.Bind(1, run).Bind(2, index).Bind(3, tree).Run();
        return joined;
    }

    /// <summary>Says of a run that it did not look at anything of its trees.</summary>
    public void Unseen(long run)
    {
        using CatalogStatement add = _connection.Prepare("INSERT INTO run_scope(run_id, tree_id, text) SELECT run_id, tree_id, '' FROM run_tree WHERE run_id = ?1");
        add.Bind(1, run).Run();
    }

    /// <summary>Another backup of a job that began before a run and still goes on; null for none.</summary>
    public long? RunningBefore(string job, long run)
    {
        using CatalogStatement find = _connection.Prepare("SELECT max(id) FROM run WHERE status = 'running' AND kind = ?1 AND job = ?2 AND id < ?3");
        find.Bind(1, CatalogWords.Backup).Bind(2, job).Bind(3, run);
        return find.Step() ? find.OptionalLong(0) : null;
    }

    public void Put(long run, int pair, SourceView view)
    {
        using CatalogStatement note = _connection.Prepare("UPDATE run_tree SET view = ?3, read_root = ?4 WHERE run_id = ?1 AND pair = ?2");
        note.Bind(1, run).Bind(2, pair).Bind(3, view.IsSnapshot ? CatalogWords.Snapshot : CatalogWords.Live).BindName(4, view.ReadRoot).Run();
    }

    public void Put(long run, SnapshotSet set)
    {
        using CatalogStatement update = _connection.Prepare(
            "UPDATE run SET snapshot_provider = ?2, snapshot_set = ?3, snapshot_created = ?4 WHERE id = ?1");
        update.Bind(1, run).Bind(2, set.Provider).Bind(3, set.Id).Bind(4, CatalogTime.Text(set.Created)).Run();

        using CatalogStatement clearMembers = _connection.Prepare("DELETE FROM run_snapshot WHERE run_id = ?1");
        clearMembers.Bind(1, run).Run();
        using CatalogStatement member = _connection.Prepare("INSERT INTO run_snapshot(run_id, number, provider, snapshot_id, volume) VALUES (?1, ?2, ?3, ?4, ?5)");
        foreach ((int number, SnapshotNote note) in set.Members.Index())
        {
            member.Bind(1, run).Bind(2, number).Bind(3, note.Provider).BindName(4, note.Id).BindName(5, note.Volume).Run();
        }

        using CatalogStatement clearWriters = _connection.Prepare("DELETE FROM run_writer WHERE run_id = ?1");
        clearWriters.Bind(1, run).Run();
        using CatalogStatement writer = _connection.Prepare("INSERT INTO run_writer(run_id, number, name, is_healthy, state) VALUES (?1, ?2, ?3, ?4, ?5)");
        foreach ((int number, WriterStatus status) in set.Writers.Index())
        {
            writer.Bind(1, run).Bind(2, number).Bind(3, status.Name).Bind(4, status.IsHealthy ? 1 : 0).Bind(5, status.State).Run();
        }
    }

    public void Add(long run, Notice notice)
    {
        using CatalogStatement insert = _connection.Prepare("""
            INSERT INTO run_notice(run_id, number, code, text, is_warning)
            SELECT ?1, coalesce(max(number) + 1, 0), ?2, ?3, ?4 FROM run_notice WHERE run_id = ?1
            """);
        insert.Bind(1, run).Bind(2, notice.Code).Bind(3, notice.Text).Bind(4, notice.IsWarning ? 1 : 0).Run();
    }

    /// <summary>Notes that the run was alive.</summary>
    public void Touch(long run, DateTimeOffset now)
    {
        using CatalogStatement update = _connection.Prepare("UPDATE run SET touched = ?2 WHERE id = ?1");
        update.Bind(1, run).Bind(2, CatalogTime.Text(now)).Run();
    }

    public void End(long run, RunEnd end)
    {
        using CatalogStatement update = _connection.Prepare("""
            UPDATE run SET status = ?2, exit_code = ?3, ended = ?4, touched = ?4, files_copied = ?5, bytes_copied = ?6, files_failed = ?7,
                files_deleted = ?8, totals = ?9, message = ?10 WHERE id = ?1
            """);
        RunTotals totals = end.Totals;
        update.Bind(1, run).Bind(2, CatalogWords.Statuses.Of(end.Status)).Bind(3, end.ExitCode).Bind(4, CatalogTime.Text(end.Ended));
        update.Bind(5, totals.Files.Copied).Bind(6, totals.Bytes.Copied).Bind(7, totals.Files.Failed).Bind(8, totals.Deleted);
        update.Bind(9, JsonSerializer.Serialize(totals, CatalogJson.Default.RunTotals)).Bind(10, end.Message).Run();
    }

    public void MarkInterrupted(IEnumerable<long> runs)
    {
        using CatalogStatement mark = _connection.Prepare("UPDATE run SET status = 'interrupted', ended = touched WHERE id = ?1 AND status = 'running'");
        foreach (long run in runs)
        {
            mark.Bind(1, run).Run();
        }
    }

    private (long Tree, long Root)? FindTree(JobPair pair)
    {
        using CatalogStatement find = _connection.Prepare("SELECT id, root_id FROM tree WHERE source = ?1 AND destination = ?2");
        return find.BindName(1, pair.Source).BindName(2, pair.Destination).Step() ? (find.Long(0), find.Long(1)) : null;
    }

    private (long Tree, long Root) AddTree(JobPair pair)
    {
        _connection.Execute("INSERT INTO path(parent_id, name) VALUES (NULL, '')");
        long root = _connection.Number("SELECT last_insert_rowid()") ?? 0;
        using CatalogStatement insert = _connection.Prepare("INSERT INTO tree(source, destination, root_id) VALUES (?1, ?2, ?3)");
        insert.BindName(1, pair.Source).BindName(2, pair.Destination).Bind(3, root).Run();
        long tree = _connection.Number("SELECT last_insert_rowid()") ?? 0;
        using CatalogStatement folder = _connection.Prepare("INSERT INTO folder(path_id, tree_id, text) VALUES (?1, ?2, '')");
        folder.Bind(1, root).Bind(2, tree).Run();
        return (tree, root);
    }

    // A run that was refused did nothing; one that was killed has no exit code, and one whose record broke off says why.
    private bool WasRecorded(long run, long tree)
    {
        using CatalogStatement last = _connection.Prepare("""
            SELECT r.exit_code IS NOT NULL AND r.message IS NULL FROM run_tree rt JOIN run r ON r.id = rt.run_id
            WHERE rt.tree_id = ?1 AND rt.run_id < ?2 AND r.kind = 'backup' AND NOT (r.status = 'failed' AND coalesce(r.exit_code, 0) BETWEEN 16 AND 127)
            ORDER BY r.id DESC LIMIT 1
            """);
        return last.Bind(1, tree).Bind(2, run).Step() && last.Long(0) != 0;
    }

    private long? LastBefore(long run, long tree, string further)
    {
        using CatalogStatement last = _connection.Prepare(
            $"SELECT max(rt.run_id) FROM run_tree rt JOIN run r ON r.id = rt.run_id WHERE rt.tree_id = ?1 AND rt.run_id < ?2 {further}");
        return last.Bind(1, tree).Bind(2, run).Step() ? last.OptionalLong(0) : null;
    }
}
