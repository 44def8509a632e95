namespace SnapBack.Catalog;

/// <summary>The tables and views of a catalog; <c>docs/catalog-format.md</c> is their contract. All SQL that makes or changes them is here.</summary>
internal static class CatalogSchema
{
    /// <summary>In the header of every catalog: "SnBk". See https://www.sqlite.org/pragma.html#pragma_application_id.</summary>
    public const int ApplicationId = 0x536E426B;

    /// <summary>The version that this program writes, and the newest that it reads.</summary>
    public const int Version = 5;

    /// <summary>The first version with the tables <c>descriptor</c> and <c>state_detail</c>.</summary>
    public const int FirstWithVault = 3;

    /// <summary>The first version with the tables <c>version</c> and <c>version_folder</c>.</summary>
    public const int FirstWithVersions = 4;

    /// <summary>Stands in for the tables of older versions on a connection that only reads an older catalog.</summary>
    public const string EmptyVersions = """
        CREATE TEMP TABLE version(
            path_id INTEGER, run_id INTEGER, tree_id INTEGER, from_run INTEGER, kind, size INTEGER, modified_s INTEGER, modified_ns INTEGER, sha256,
            is_conflict INTEGER, drop_begun INTEGER, dropped_by INTEGER, PRIMARY KEY(path_id, run_id)) WITHOUT ROWID;
        CREATE TEMP TABLE version_folder(run_id INTEGER, tree_id INTEGER, name, is_settled INTEGER, PRIMARY KEY(run_id, tree_id)) WITHOUT ROWID;
        """;

    /// <summary>Stands in for these tables on a connection that only reads an older catalog.</summary>
    public const string EmptyVault = """
        CREATE TEMP TABLE descriptor(id INTEGER PRIMARY KEY, sha256, form, bytes);
        CREATE TEMP TABLE state_detail(path_id INTEGER, from_run INTEGER, created_s, created_ns, descriptor_id, security, PRIMARY KEY(path_id, from_run)) WITHOUT ROWID;
        """;

    // Which process a snapshot belongs to while it lives; of its own table, so that a catalog of version 1 needs nothing but this statement.
    private const string SnapshotOwner = """
        CREATE TABLE snapshot_owner(
            provider TEXT NOT NULL, id NOT NULL, process_id INTEGER NOT NULL, process_started TEXT NOT NULL, boot_id TEXT NOT NULL,
            is_kept INTEGER NOT NULL, PRIMARY KEY(provider, id)) WITHOUT ROWID;
        """;

    // The vault: every descriptor once, whatever the destination can hold. What a state knows beside its columns lies in a table of its own, because
    // most states have none of it.
    private const string Vault = """
        CREATE TABLE descriptor(id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, form TEXT NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE state_detail(
            path_id INTEGER NOT NULL REFERENCES path(id), from_run INTEGER NOT NULL REFERENCES run(id), created_s INTEGER, created_ns INTEGER,
            descriptor_id INTEGER REFERENCES descriptor(id), security TEXT NOT NULL, PRIMARY KEY(path_id, from_run)) WITHOUT ROWID;
        CREATE VIEW v_security AS
        SELECT t.source, t.destination, f.text || p.name AS path, s.from_run AS first_run, s.to_run AS last_run, d.security, lower(hex(v.sha256)) AS sha256,
            v.form, length(v.bytes) AS bytes
        FROM folder f CROSS JOIN path p ON p.parent_id = f.path_id CROSS JOIN state s ON s.path_id = p.id
            JOIN state_detail d ON d.path_id = s.path_id AND d.from_run = s.from_run JOIN descriptor v ON v.id = d.descriptor_id
            JOIN tree t ON t.id = f.tree_id;
        """;

    // What runs moved aside at the destination. 'drop_begun' is set before the first of them is removed, 'dropped_by' when all are gone: what has
    // neither is there. A run's folder is noted before it is made; until it is settled there may be more in it than the record knows.
    private const string Versions = """
        CREATE TABLE version(
            path_id INTEGER NOT NULL REFERENCES path(id), run_id INTEGER NOT NULL REFERENCES run(id), tree_id INTEGER NOT NULL REFERENCES tree(id),
            from_run INTEGER, kind TEXT NOT NULL, size INTEGER NOT NULL, modified_s INTEGER NOT NULL, modified_ns INTEGER NOT NULL, sha256 BLOB,
            is_conflict INTEGER NOT NULL, drop_begun INTEGER REFERENCES run(id), dropped_by INTEGER REFERENCES run(id),
            PRIMARY KEY(path_id, run_id)) WITHOUT ROWID;
        CREATE INDEX version_by_tree ON version(tree_id, run_id);
        CREATE TABLE version_folder(
            run_id INTEGER NOT NULL REFERENCES run(id), tree_id INTEGER NOT NULL REFERENCES tree(id), name TEXT NOT NULL,
            is_settled INTEGER NOT NULL, PRIMARY KEY(run_id, tree_id)) WITHOUT ROWID;
        CREATE VIEW v_versions AS
        SELECT t.source, t.destination, f.text || p.name AS path, v.run_id AS moved_by, v.from_run, v.kind, v.size,
            strftime('%Y-%m-%dT%H:%M:%S', v.modified_s, 'unixepoch') || printf('.%09dZ', v.modified_ns) AS modified, lower(hex(v.sha256)) AS sha256,
            v.is_conflict, '.snapback/versions/' || vf.name || '/' || f.text || p.name AS stored_as, coalesce(v.dropped_by, v.drop_begun) AS dropped_by
        FROM version v CROSS JOIN path p ON p.id = v.path_id CROSS JOIN folder f ON f.path_id = p.parent_id JOIN tree t ON t.id = v.tree_id
            JOIN version_folder vf ON vf.run_id = v.run_id AND vf.tree_id = v.tree_id;
        """;

    // What a question about a few runs looks at: the states that began in them, those that ended, and what is left out. Runs only add at the end of the first
    // two, so that they cost a run next to nothing.
    private const string StateIndexes = """
        CREATE INDEX state_by_first_run ON state(from_run);
        CREATE INDEX state_by_last_run ON state(to_run) WHERE to_run IS NOT NULL;
        CREATE INDEX state_left_out ON state(path_id) WHERE presence <> 'held';
        """;

    private const string Tables = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE tree(
            id INTEGER PRIMARY KEY, source NOT NULL, destination NOT NULL, root_id INTEGER NOT NULL REFERENCES path(id),
            volume TEXT, traits TEXT, held_files INTEGER NOT NULL DEFAULT 0, held_folders INTEGER NOT NULL DEFAULT 0,
            UNIQUE(source, destination));
        CREATE TABLE run(
            id INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, kind TEXT NOT NULL, mode TEXT NOT NULL, started TEXT NOT NULL,
            ended TEXT, touched TEXT NOT NULL, status TEXT NOT NULL, exit_code INTEGER, host TEXT NOT NULL, version TEXT NOT NULL,
            snapshot_policy TEXT NOT NULL, snapshot_provider TEXT, snapshot_set TEXT, snapshot_created TEXT,
            process_id INTEGER NOT NULL, process_started TEXT NOT NULL, boot_id TEXT NOT NULL,
            files_copied INTEGER, bytes_copied INTEGER, files_failed INTEGER, files_deleted INTEGER, totals TEXT, message TEXT);
        CREATE TABLE run_tree(
            run_id INTEGER NOT NULL REFERENCES run(id), pair INTEGER NOT NULL, tree_id INTEGER NOT NULL REFERENCES tree(id),
            view TEXT, read_root, PRIMARY KEY(run_id, pair)) WITHOUT ROWID;
        CREATE INDEX run_tree_by_tree ON run_tree(tree_id, run_id);
        CREATE TABLE run_scope(
            run_id INTEGER NOT NULL REFERENCES run(id), tree_id INTEGER NOT NULL REFERENCES tree(id), text NOT NULL,
            PRIMARY KEY(run_id, tree_id, text)) WITHOUT ROWID;
        CREATE TABLE run_notice(
            run_id INTEGER NOT NULL REFERENCES run(id), number INTEGER NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL,
            is_warning INTEGER NOT NULL, PRIMARY KEY(run_id, number)) WITHOUT ROWID;
        CREATE TABLE run_writer(
            run_id INTEGER NOT NULL REFERENCES run(id), number INTEGER NOT NULL, name TEXT NOT NULL, is_healthy INTEGER NOT NULL,
            state TEXT NOT NULL, PRIMARY KEY(run_id, number)) WITHOUT ROWID;
        CREATE TABLE run_snapshot(
            run_id INTEGER NOT NULL REFERENCES run(id), number INTEGER NOT NULL, provider TEXT NOT NULL, snapshot_id NOT NULL,
            volume NOT NULL, PRIMARY KEY(run_id, number)) WITHOUT ROWID;
        CREATE TABLE path(id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES path(id), name NOT NULL);
        CREATE UNIQUE INDEX path_by_name ON path(parent_id, name);
        CREATE TABLE folder(path_id INTEGER PRIMARY KEY REFERENCES path(id), tree_id INTEGER NOT NULL REFERENCES tree(id), text NOT NULL);
        CREATE UNIQUE INDEX folder_by_text ON folder(tree_id, text);
        CREATE TABLE state(
            path_id INTEGER NOT NULL REFERENCES path(id), from_run INTEGER NOT NULL REFERENCES run(id), to_run INTEGER REFERENCES run(id),
            presence TEXT NOT NULL, kind TEXT NOT NULL, class TEXT NOT NULL, action TEXT NOT NULL, size INTEGER NOT NULL,
            modified_s INTEGER NOT NULL, modified_ns INTEGER NOT NULL, changed_s INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
            mode INTEGER NOT NULL, uid INTEGER NOT NULL, gid INTEGER NOT NULL, attributes INTEGER NOT NULL, file_id INTEGER NOT NULL,
            link_count INTEGER NOT NULL, sha256 BLOB, link_target, reason TEXT, PRIMARY KEY(path_id, from_run)) WITHOUT ROWID;
        CREATE TABLE event(
            run_id INTEGER NOT NULL REFERENCES run(id), path_id INTEGER NOT NULL REFERENCES path(id), class TEXT NOT NULL,
            action TEXT NOT NULL, outcome TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL, size INTEGER, modified_s INTEGER,
            modified_ns INTEGER, error_kind TEXT, error_code INTEGER, error_phase TEXT, error_text TEXT, attempts INTEGER NOT NULL,
            PRIMARY KEY(run_id, path_id)) WITHOUT ROWID;
        CREATE TABLE seal(tree_id INTEGER NOT NULL, path_key BLOB NOT NULL, seal BLOB NOT NULL, PRIMARY KEY(tree_id, path_key)) WITHOUT ROWID;
        CREATE TABLE snapshot_note(
            provider TEXT NOT NULL, id NOT NULL, volume NOT NULL, noted TEXT NOT NULL, PRIMARY KEY(provider, id)) WITHOUT ROWID;
        """;

    private const string RunsView = """
        CREATE VIEW v_runs AS
        SELECT r.id, r.job, r.kind, r.mode,
            (SELECT group_concat(t.source, '; ') FROM run_tree rt JOIN tree t ON t.id = rt.tree_id WHERE rt.run_id = r.id) AS source,
            (SELECT group_concat(t.destination, '; ') FROM run_tree rt JOIN tree t ON t.id = rt.tree_id WHERE rt.run_id = r.id) AS destination,
            r.started, r.ended, r.exit_code, r.status, r.snapshot_provider || ' ' || r.snapshot_set AS snapshot,
            r.files_copied, r.bytes_copied, r.files_failed, r.files_deleted, r.host, r.version, r.message
        FROM run r;
        """;

    private const string HistoryView = """
        CREATE VIEW v_history AS
        SELECT t.source, t.destination, f.text || p.name AS path, s.from_run AS first_run, s.to_run AS last_run, s.presence, s.kind,
            s.class, s.action, s.size, strftime('%Y-%m-%dT%H:%M:%S', s.modified_s, 'unixepoch') || printf('.%09dZ', s.modified_ns) AS modified,
            lower(hex(s.sha256)) AS sha256, s.link_target, s.reason
        FROM folder f CROSS JOIN path p ON p.parent_id = f.path_id CROSS JOIN state s ON s.path_id = p.id JOIN tree t ON t.id = f.tree_id;
        """;

    private const string OutcomeByState = "CASE WHEN s.presence = 'skipped' THEN 'skipped' ELSE 'done' END";

    private const string ReasonByState = "CASE WHEN s.presence = 'skipped' THEN s.reason END";

    // The + keeps SQLite from using the index of first runs, which here would find nearly all states.
    private const string HeldBefore = "+s.from_run < r.id AND coalesce(s.to_run, r.id) >= r.id";

    private const string StateToTree = """
        CROSS JOIN path p ON p.id = s.path_id CROSS JOIN folder f ON f.path_id = p.parent_id JOIN run_tree rt ON rt.run_id = r.id AND rt.tree_id = f.tree_id
        """;

    // Speaks of runs and folders only: where it rules a row out, the paths of the folder are not read.
    private const string UnlessUnseen = """
        CASE WHEN r.status IN ('running', 'interrupted') OR r.exit_code >= 16 THEN NULL
            WHEN EXISTS(SELECT 1 FROM run_scope x WHERE x.run_id = r.id AND x.tree_id = rt.tree_id
                AND (x.text = '' OR substr(CAST(f.text AS BLOB), 1, length(CAST(x.text AS BLOB))) = CAST(x.text AS BLOB))) THEN NULL
        """;

    /// <summary>Upgrades, the first from version 1 to 2 and so on; each runs in the transaction that also sets the new version.</summary>
    public static IReadOnlyList<string> Migrations => [$"{SnapshotOwner} DROP VIEW v_run_files; {FilesView}", Vault, Versions, $"{StateIndexes} DROP VIEW v_run_files; {FilesView}"];

    /// <summary>Makes an empty catalog out of an empty file; run in one transaction.</summary>
    public static string Create(NameFormat names) => $"""
        {Tables}
        {StateIndexes}
        {SnapshotOwner}
        {Vault}
        {Versions}
        {RunsView}
        {FilesView}
        {HistoryView}
        INSERT INTO meta(key, value) VALUES ('format', 'snapback-catalog'), ('name-encoding', '{names.Word}');
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        """;

    /// <summary>
    /// What a run knows of its paths, by the same rules as <see cref="RunFiles"/>: 'class' is null where the run did not look. Entries come
    /// by their folders; a root is told of only when it has an event. Four questions of which each knows most of its words before it reads a row, so that
    /// SQLite asks only those that can have what is looked for: what happened, what the run recorded, what it left as it was, and what is left out.
    /// </summary>
    private static string FilesView => $"""
        CREATE VIEW v_run_files AS
        SELECT r.id AS run_id, rt.pair, CASE WHEN p.parent_id IS NULL THEN '.' ELSE f.text || p.name END AS path, e.class, e.action, e.outcome,
            coalesce(e.kind, s.kind) AS kind, coalesce(e.size, s.size) AS size,
            {TimeOf("coalesce(e.modified_s, s.modified_s)", "coalesce(e.modified_ns, s.modified_ns)")} AS modified, rt.view, lower(hex(s.sha256)) AS sha256,
            e.error_kind, e.error_code, e.error_phase, e.error_text, coalesce(e.attempts, 1) AS attempts, NULL AS reason
        FROM run r CROSS JOIN event e ON e.run_id = r.id CROSS JOIN path p ON p.id = e.path_id CROSS JOIN folder f ON f.path_id = coalesce(p.parent_id, p.id)
            JOIN run_tree rt ON rt.run_id = r.id AND rt.tree_id = f.tree_id
            LEFT JOIN state s ON s.path_id = p.id AND s.from_run <= r.id AND coalesce(s.to_run, r.id) >= r.id
        WHERE e.outcome <> 'gone'
        UNION ALL
        {Untold("s.class", "s.action", OutcomeByState, ReasonByState, "CROSS JOIN state s ON s.from_run = r.id", StateToTree)}
        UNION ALL
        {Untold($"{UnlessUnseen} ELSE 'same' END", "'none'", "'done'", "NULL", "CROSS JOIN run_tree rt ON rt.run_id = r.id CROSS JOIN folder f ON f.tree_id = rt.tree_id",
            $"CROSS JOIN path p ON p.parent_id = f.path_id CROSS JOIN state s ON s.path_id = p.id AND s.presence = 'held' AND {HeldBefore}")}
        UNION ALL
        {Untold($"{UnlessUnseen} WHEN s.presence = 'skipped' THEN 'excluded' ELSE 'extra' END", "'none'", OutcomeByState, ReasonByState,
            $"CROSS JOIN state s ON s.presence <> 'held' AND {HeldBefore}", StateToTree)};
        """;

    private static string Untold(string found, string action, string outcome, string reason, string from, string join) => $"""
        SELECT r.id, rt.pair, f.text || p.name, {found}, {action}, {outcome}, s.kind, s.size, {TimeOf("s.modified_s", "s.modified_ns")},
            rt.view, lower(hex(s.sha256)), NULL, NULL, NULL, NULL, 1, {reason}
        FROM run r {from} {join}
        WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.run_id = r.id AND e.path_id = s.path_id)
        """;

    private static string TimeOf(string seconds, string nanoseconds) => $"strftime('%Y-%m-%dT%H:%M:%S', {seconds}, 'unixepoch') || printf('.%09dZ', {nanoseconds})";
}
