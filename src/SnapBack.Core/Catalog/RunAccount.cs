using SnapBack.Errors;
using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.Catalog;

/// <summary>Reads back what the catalog keeps of a run as a whole. Used by one thread at a time.</summary>
internal sealed class RunAccount
{
    private const int MostFailures = 1000;

    private readonly CatalogConnection _connection;

    public RunAccount(CatalogConnection connection)
    {
        _connection = connection;
    }

    /// <summary>All that is kept of a run.</summary>
    /// <param name="row">The run as a list shows it.</param>
    public RunDetails Of(RunRow row)
    {
        long run = row.Id;
        using CatalogStatement rest = _connection.Prepare(
            "SELECT snapshot_policy, snapshot_created, totals, host, version, message FROM run WHERE id = ?1");
        rest.Bind(1, run).Step();
        return new RunDetails
        {
            Run = row,
            Trees = _connection.Rows(
                """
                SELECT rt.pair, t.source, t.destination, rt.view, rt.read_root, t.volume,
                    (SELECT count(*) FROM version v WHERE v.tree_id = t.id AND v.drop_begun IS NULL),
                    (SELECT coalesce(sum(v.size), 0) FROM version v WHERE v.tree_id = t.id AND v.drop_begun IS NULL)
                FROM run_tree rt JOIN tree t ON t.id = rt.tree_id WHERE rt.run_id = ?1 ORDER BY 1
                """,
                run,
                tree => new RunTreeRow(
                    (int)tree.Long(0), tree.Name(1), tree.Name(2), tree.Text(3), tree.OptionalName(4), tree.Text(5), tree.Long(6), tree.Long(7))),
            SnapshotPolicy = rest.Text(0) ?? string.Empty,
            SnapshotCreated = CatalogTime.Parse(rest.Text(1)),
            Snapshots = _connection.Rows(
                "SELECT provider, snapshot_id, volume FROM run_snapshot WHERE run_id = ?1 ORDER BY number",
                run,
                note => new SnapshotNote(note.Text(0) ?? string.Empty, note.Name(1), note.Name(2))),
            Writers = _connection.Rows(
                "SELECT name, is_healthy, state FROM run_writer WHERE run_id = ?1 ORDER BY number",
                run,
                writer => new WriterStatus(writer.Text(0) ?? string.Empty, writer.Long(1) != 0, writer.Text(2) ?? string.Empty)),
            Notices = _connection.Rows(
                "SELECT code, text, is_warning FROM run_notice WHERE run_id = ?1 ORDER BY number",
                run,
                notice => new Notice(notice.Text(0) ?? string.Empty, notice.Text(1) ?? string.Empty, notice.Long(2) != 0)),
            Totals = CatalogJson.ReadTotals(rest.Text(2)),
            Host = rest.Text(3) ?? string.Empty,
            Version = rest.Text(4) ?? string.Empty,
            Message = rest.Text(5),
            Failures = ReadFailures(run),
        };
    }

    private List<FileRow> ReadFailures(long run) => _connection.Rows(
        $"""
        SELECT coalesce(f.text, ''), p.name, e.class, e.action, e.kind, e.size, e.error_kind, e.error_code, e.error_phase, e.error_text,
            e.attempts, rt.pair, rt.view
        FROM event e JOIN path p ON p.id = e.path_id LEFT JOIN folder f ON f.path_id = p.parent_id
            JOIN folder o ON o.path_id = coalesce(p.parent_id, p.id) JOIN run_tree rt ON rt.run_id = e.run_id AND rt.tree_id = o.tree_id
        WHERE e.run_id = ?1 AND e.outcome = 'failed' ORDER BY rt.pair, 1, 2 LIMIT {MostFailures}
        """,
        run,
        ReadFailure);

    private static FileRow ReadFailure(CatalogStatement row)
    {
        string path = row.Name(0) + row.Name(1);
        ActionError? error = row.OptionalWord(6, CatalogWords.Errors) is { } kind
            ? new ActionError(kind, unchecked((int)row.Long(7)), row.Text(8) ?? string.Empty, row.Text(9) ?? string.Empty)
            : null;
        return new FileRow
        {
            Path = path.Length == 0 ? "." : path,
            Class = row.Text(2),
            Action = row.Text(3) ?? string.Empty,
            Outcome = CatalogWords.Outcomes.Of(Execution.ActionOutcome.Failed),
            Kind = row.Text(4) ?? string.Empty,
            Size = row.OptionalLong(5),
            Error = error?.ToString(),
            ErrorKind = error is null ? null : CatalogWords.Errors.Of(error.Kind),
            Attempts = (int)Math.Clamp(row.Long(10), 0, int.MaxValue),
            Pair = (int)row.Long(11),
            View = row.Text(12),
        };
    }
}
