-- A catalog as format 4 was written: five runs of one pair (a first copy, an incremental run that keeps versions, a dry run, a mirror with a failure, one more),
-- with what a rule leaves out, extras, a name that is no text, and a dropped file. Made by the program of that time; only machine and paths are made up.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES('destination:1:a9087565679f42ea9975e0a4607a0795','{"id":"a9087565679f42ea9975e0a4607a0795","volume":"ext4:9c5724d0b62bcbd4","mount":"/"}');
INSERT INTO meta VALUES('format','snapback-catalog');
INSERT INTO meta VALUES('id','451faed471164f2c96a1dd9b4fd02cad');
INSERT INTO meta VALUES('name-encoding','bytes');
INSERT INTO meta VALUES('source:1:ext4:9c5724d0b62bcbd4','1');
CREATE TABLE tree(
    id INTEGER PRIMARY KEY, source NOT NULL, destination NOT NULL, root_id INTEGER NOT NULL REFERENCES path(id),
    volume TEXT, traits TEXT, held_files INTEGER NOT NULL DEFAULT 0, held_folders INTEGER NOT NULL DEFAULT 0,
    UNIQUE(source, destination));
INSERT INTO tree VALUES(1,'/home/ann/office','/backup/office',1,'ext4:9c5724d0b62bcbd4','{"fileSystem":"ext4","timeGranularity":"00:00:00","isCaseInsensitive":false,"keepsOwner":true,"keepsMode":true,"keepsExtendedAttributes":true,"hasDosMetadata":false,"keepsStreams":false,"attributesKept":0,"securityKept":null,"keepsCreation":false,"lacksHardLinks":false,"hasVolumeFlush":true}',3,3);
CREATE TABLE run(
    id INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, kind TEXT NOT NULL, mode TEXT NOT NULL, started TEXT NOT NULL,
    ended TEXT, touched TEXT NOT NULL, status TEXT NOT NULL, exit_code INTEGER, host TEXT NOT NULL, version TEXT NOT NULL,
    snapshot_policy TEXT NOT NULL, snapshot_provider TEXT, snapshot_set TEXT, snapshot_created TEXT,
    process_id INTEGER NOT NULL, process_started TEXT NOT NULL, boot_id TEXT NOT NULL,
    files_copied INTEGER, bytes_copied INTEGER, files_failed INTEGER, files_deleted INTEGER, totals TEXT, message TEXT);
INSERT INTO run VALUES(1,'adhoc','backup','mirror','2026-11-21T15:39:10.355Z','2026-11-21T15:39:10.724Z','2026-11-21T15:39:10.724Z','completed',1,'ann-pc','0.1.0','never',NULL,NULL,NULL,16195,'1446794','00000000-0000-4000-8000-000000000000',3,14,0,0,'{"dirs":{"total":3,"copied":2,"skipped":1,"mismatch":0,"failed":0,"extras":0},"files":{"total":5,"copied":3,"skipped":2,"mismatch":0,"failed":0,"extras":0},"bytes":{"total":16,"copied":14,"skipped":2,"mismatch":0,"failed":0,"extras":0},"metadataUpdated":0,"linked":0,"deleted":0,"withheld":0,"versionsKept":0,"versionBytes":0,"conflicts":0,"versionsDropped":0,"versionBytesDropped":0,"vanished":0,"failedScopes":0,"filesHeldBefore":0,"filesChanged":0,"snapshotTime":"00:00:00.0062546","planTime":"00:00:00.1233594","executeTime":"00:00:00.0693762","retryWaitTime":"00:00:00","totalTime":"00:00:00.3682380"}',NULL);
INSERT INTO run VALUES(2,'adhoc','backup','incremental','2026-11-21T15:39:10.984Z','2026-11-21T15:39:11.206Z','2026-11-21T15:39:11.206Z','completed',3,'ann-pc','0.1.0','never',NULL,NULL,NULL,16307,'1446874','00000000-0000-4000-8000-000000000000',2,12,0,0,'{"dirs":{"total":3,"copied":0,"skipped":3,"mismatch":0,"failed":0,"extras":0},"files":{"total":6,"copied":2,"skipped":4,"mismatch":0,"failed":0,"extras":1},"bytes":{"total":24,"copied":12,"skipped":12,"mismatch":0,"failed":0,"extras":2},"metadataUpdated":0,"linked":0,"deleted":0,"withheld":0,"versionsKept":1,"versionBytes":4,"conflicts":0,"versionsDropped":0,"versionBytesDropped":0,"vanished":0,"failedScopes":0,"filesHeldBefore":3,"filesChanged":1,"snapshotTime":"00:00:00.0067905","planTime":"00:00:00.0767369","executeTime":"00:00:00.0712226","retryWaitTime":"00:00:00","totalTime":"00:00:00.2223900"}',NULL);
INSERT INTO run VALUES(3,'adhoc','plan','mirror','2026-11-21T15:39:11.434Z','2026-11-21T15:39:11.628Z','2026-11-21T15:39:11.628Z','planned',2,'ann-pc','0.1.0','never',NULL,NULL,NULL,16343,'1446918','00000000-0000-4000-8000-000000000000',0,0,0,1,'{"dirs":{"total":3,"copied":0,"skipped":3,"mismatch":0,"failed":0,"extras":0},"files":{"total":6,"copied":0,"skipped":6,"mismatch":0,"failed":0,"extras":1},"bytes":{"total":24,"copied":0,"skipped":24,"mismatch":0,"failed":0,"extras":2},"metadataUpdated":0,"linked":0,"deleted":1,"withheld":0,"versionsKept":0,"versionBytes":0,"conflicts":0,"versionsDropped":0,"versionBytesDropped":0,"vanished":0,"failedScopes":0,"filesHeldBefore":4,"filesChanged":1,"snapshotTime":"00:00:00.0017649","planTime":"00:00:00.0573307","executeTime":"00:00:00","retryWaitTime":"00:00:00","totalTime":"00:00:00.1939124"}',NULL);
INSERT INTO run VALUES(4,'adhoc','backup','mirror','2026-11-21T15:39:11.891Z','2026-11-21T15:39:12.173Z','2026-11-21T15:39:12.173Z','failed',11,'ann-pc','0.1.0','never',NULL,NULL,NULL,16386,'1446964','00000000-0000-4000-8000-000000000000',1,1,1,2,'{"dirs":{"total":3,"copied":0,"skipped":3,"mismatch":0,"failed":0,"extras":0},"files":{"total":6,"copied":1,"skipped":4,"mismatch":0,"failed":1,"extras":2},"bytes":{"total":19,"copied":1,"skipped":12,"mismatch":0,"failed":6,"extras":6},"metadataUpdated":0,"linked":0,"deleted":2,"withheld":0,"versionsKept":0,"versionBytes":0,"conflicts":0,"versionsDropped":0,"versionBytesDropped":0,"vanished":0,"failedScopes":0,"filesHeldBefore":4,"filesChanged":3,"snapshotTime":"00:00:00.0074241","planTime":"00:00:00.0342790","executeTime":"00:00:00.0401205","retryWaitTime":"00:00:00","totalTime":"00:00:00.2815325"}',NULL);
INSERT INTO run VALUES(5,'adhoc','backup','incremental','2026-11-21T15:39:12.541Z','2026-11-21T15:39:12.865Z','2026-11-21T15:39:12.865Z','completed',3,'ann-pc','0.1.0','never',NULL,NULL,NULL,16437,'1447024','00000000-0000-4000-8000-000000000000',1,6,0,0,'{"dirs":{"total":3,"copied":0,"skipped":3,"mismatch":0,"failed":0,"extras":0},"files":{"total":5,"copied":1,"skipped":4,"mismatch":0,"failed":0,"extras":2},"bytes":{"total":15,"copied":6,"skipped":9,"mismatch":0,"failed":0,"extras":6},"metadataUpdated":0,"linked":0,"deleted":0,"withheld":0,"versionsKept":0,"versionBytes":0,"conflicts":0,"versionsDropped":0,"versionBytesDropped":0,"vanished":0,"failedScopes":0,"filesHeldBefore":4,"filesChanged":1,"snapshotTime":"00:00:00.0058197","planTime":"00:00:00.0838519","executeTime":"00:00:00.0754433","retryWaitTime":"00:00:00","totalTime":"00:00:00.3250787"}',NULL);
CREATE TABLE run_tree(
    run_id INTEGER NOT NULL REFERENCES run(id), pair INTEGER NOT NULL, tree_id INTEGER NOT NULL REFERENCES tree(id),
    view TEXT, read_root, PRIMARY KEY(run_id, pair)) WITHOUT ROWID;
INSERT INTO run_tree VALUES(1,0,1,'live','/home/ann/office');
INSERT INTO run_tree VALUES(2,0,1,'live','/home/ann/office');
INSERT INTO run_tree VALUES(3,0,1,'live','/home/ann/office');
INSERT INTO run_tree VALUES(4,0,1,'live','/home/ann/office');
INSERT INTO run_tree VALUES(5,0,1,'live','/home/ann/office');
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
INSERT INTO path VALUES(1,NULL,'');
INSERT INTO path VALUES(2,1,'pipe');
INSERT INTO path VALUES(3,1,'cache');
INSERT INTO path VALUES(4,3,'x.tmp');
INSERT INTO path VALUES(5,1,'letters');
INSERT INTO path VALUES(6,5,'a.txt');
INSERT INTO path VALUES(7,5,'b.docx');
INSERT INTO path VALUES(8,1,'plan.docx');
INSERT INTO path VALUES(9,1,'extra.txt');
INSERT INTO path VALUES(10,5,'c.txt');
INSERT INTO path VALUES(11,5,X'62ff');
INSERT INTO path VALUES(12,1,'extra2.txt');
CREATE TABLE folder(path_id INTEGER PRIMARY KEY REFERENCES path(id), tree_id INTEGER NOT NULL REFERENCES tree(id), text NOT NULL);
INSERT INTO folder VALUES(1,1,'');
INSERT INTO folder VALUES(3,1,'cache/');
INSERT INTO folder VALUES(5,1,'letters/');
CREATE TABLE state(
    path_id INTEGER NOT NULL REFERENCES path(id), from_run INTEGER NOT NULL REFERENCES run(id), to_run INTEGER REFERENCES run(id),
    presence TEXT NOT NULL, kind TEXT NOT NULL, class TEXT NOT NULL, action TEXT NOT NULL, size INTEGER NOT NULL,
    modified_s INTEGER NOT NULL, modified_ns INTEGER NOT NULL, changed_s INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
    mode INTEGER NOT NULL, uid INTEGER NOT NULL, gid INTEGER NOT NULL, attributes INTEGER NOT NULL, file_id INTEGER NOT NULL,
    link_count INTEGER NOT NULL, sha256 BLOB, link_target, reason TEXT, PRIMARY KEY(path_id, from_run)) WITHOUT ROWID;
INSERT INTO state VALUES(1,1,NULL,'held','directory','same','none',0,1795275549,992518002,1795275549,992518002,493,0,0,0,3547199,4,NULL,NULL,NULL);
INSERT INTO state VALUES(2,1,NULL,'skipped','fifo','excluded','none',0,1795275549,992518002,0,0,420,0,0,0,3547206,1,NULL,NULL,'special-file');
INSERT INTO state VALUES(3,1,NULL,'held','directory','new','create-folder',0,1795275549,992518002,1795275549,992518002,493,0,0,0,3547201,2,NULL,NULL,NULL);
INSERT INTO state VALUES(4,1,NULL,'skipped','file','excluded','none',2,1795275549,992518002,0,0,420,0,0,0,3547205,1,NULL,NULL,'excluded-file');
INSERT INTO state VALUES(5,1,1,'held','directory','new','create-folder',0,1795275549,992518002,1795275549,992518002,493,0,0,0,3547200,2,NULL,NULL,NULL);
INSERT INTO state VALUES(5,2,3,'held','directory','same','none',0,1795275550,808518026,1795275550,808518026,493,0,0,0,3547200,2,NULL,NULL,NULL);
INSERT INTO state VALUES(5,4,4,'held','directory','same','none',0,1795275551,696518052,1795275551,696518052,493,0,0,0,3547200,2,NULL,NULL,NULL);
INSERT INTO state VALUES(5,5,NULL,'held','directory','same','none',0,1795275552,300518070,1795275552,300518070,493,0,0,0,3547200,2,NULL,NULL,NULL);
INSERT INTO state VALUES(6,1,1,'held','file','new','copy',4,1795275549,988518002,0,0,420,0,0,0,3547202,1,X'2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806',NULL,NULL);
INSERT INTO state VALUES(6,2,4,'held','file','newer','copy',8,1795275550,808518026,0,0,420,0,0,0,3547202,1,X'7f8b1dfc466b6249f06cbe55c9174df2578e7754da793fded244ef5cba2a38f1',NULL,NULL);
INSERT INTO state VALUES(6,5,NULL,'held','file','newer','copy',6,1795275551,704518052,0,0,420,0,0,0,3547202,1,X'9252a75c942da16f7b52cab752797dea4fca18474db9d7eff102842a459b25b3',NULL,NULL);
INSERT INTO state VALUES(7,1,3,'held','file','new','copy',4,1795275549,992518002,0,0,420,0,0,0,3547203,1,X'27dd8ed44a83ff94d557f9fd0412ed5a8cbca69ea04922d88c01184a07300a5a',NULL,NULL);
INSERT INTO state VALUES(8,1,NULL,'held','file','new','copy',6,1795275549,992518002,0,0,420,0,0,0,3547204,1,X'f6936912184481f5edd4c304ce27c5a1a827804fc7f329f43d273b8621870776',NULL,NULL);
INSERT INTO state VALUES(9,2,3,'extra','file','extra','none',2,1795275550,808518026,0,0,420,0,0,0,3547255,1,NULL,NULL,NULL);
INSERT INTO state VALUES(10,2,4,'held','file','new','copy',4,1795275550,808518026,0,0,420,0,0,0,3547254,1,X'7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c',NULL,NULL);
INSERT INTO state VALUES(10,5,NULL,'extra','file','extra','none',4,1795275550,808518026,0,0,420,0,0,0,3547281,1,NULL,NULL,NULL);
INSERT INTO state VALUES(11,4,NULL,'held','file','new','copy',1,1795275551,696518052,0,0,420,0,0,0,3547203,1,X'2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',NULL,NULL);
INSERT INTO state VALUES(12,5,NULL,'extra','file','extra','none',2,1795275552,300518070,0,0,420,0,0,0,3547254,1,NULL,NULL,NULL);
CREATE TABLE event(
    run_id INTEGER NOT NULL REFERENCES run(id), path_id INTEGER NOT NULL REFERENCES path(id), class TEXT NOT NULL,
    action TEXT NOT NULL, outcome TEXT NOT NULL, kind TEXT NOT NULL, bytes INTEGER NOT NULL, size INTEGER, modified_s INTEGER,
    modified_ns INTEGER, error_kind TEXT, error_code INTEGER, error_phase TEXT, error_text TEXT, attempts INTEGER NOT NULL,
    PRIMARY KEY(run_id, path_id)) WITHOUT ROWID;
INSERT INTO event VALUES(3,6,'same','none','skipped','file',8,8,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO event VALUES(3,7,'same','none','skipped','file',4,4,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO event VALUES(3,8,'same','none','skipped','file',6,6,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO event VALUES(3,9,'extra','delete','skipped','file',2,2,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO event VALUES(3,10,'same','none','skipped','file',4,4,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO event VALUES(4,6,'newer','copy','failed','file',6,6,NULL,NULL,'access-denied',1,'rename','Operation not permitted',1);
INSERT INTO event VALUES(4,7,'extra','delete','done','file',4,4,NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO event VALUES(4,9,'extra','delete','done','file',2,2,NULL,NULL,NULL,NULL,NULL,NULL,1);
CREATE TABLE seal(tree_id INTEGER NOT NULL, path_key BLOB NOT NULL, seal BLOB NOT NULL, PRIMARY KEY(tree_id, path_key)) WITHOUT ROWID;
CREATE TABLE snapshot_note(
    provider TEXT NOT NULL, id NOT NULL, volume NOT NULL, noted TEXT NOT NULL, PRIMARY KEY(provider, id)) WITHOUT ROWID;
CREATE TABLE snapshot_owner(
    provider TEXT NOT NULL, id NOT NULL, process_id INTEGER NOT NULL, process_started TEXT NOT NULL, boot_id TEXT NOT NULL,
    is_kept INTEGER NOT NULL, PRIMARY KEY(provider, id)) WITHOUT ROWID;
CREATE TABLE descriptor(id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, form TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE state_detail(
    path_id INTEGER NOT NULL REFERENCES path(id), from_run INTEGER NOT NULL REFERENCES run(id), created_s INTEGER, created_ns INTEGER,
    descriptor_id INTEGER REFERENCES descriptor(id), security TEXT NOT NULL, PRIMARY KEY(path_id, from_run)) WITHOUT ROWID;
CREATE TABLE version(
    path_id INTEGER NOT NULL REFERENCES path(id), run_id INTEGER NOT NULL REFERENCES run(id), tree_id INTEGER NOT NULL REFERENCES tree(id),
    from_run INTEGER, kind TEXT NOT NULL, size INTEGER NOT NULL, modified_s INTEGER NOT NULL, modified_ns INTEGER NOT NULL, sha256 BLOB,
    is_conflict INTEGER NOT NULL, drop_begun INTEGER REFERENCES run(id), dropped_by INTEGER REFERENCES run(id),
    PRIMARY KEY(path_id, run_id)) WITHOUT ROWID;
INSERT INTO version VALUES(6,2,1,1,'file',4,1795275549,988518002,X'2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806',0,NULL,NULL);
CREATE TABLE version_folder(
    run_id INTEGER NOT NULL REFERENCES run(id), tree_id INTEGER NOT NULL REFERENCES tree(id), name TEXT NOT NULL,
    is_settled INTEGER NOT NULL, PRIMARY KEY(run_id, tree_id)) WITHOUT ROWID;
INSERT INTO version_folder VALUES(2,1,'2',1);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('run',5);
CREATE INDEX run_tree_by_tree ON run_tree(tree_id, run_id);
CREATE UNIQUE INDEX path_by_name ON path(parent_id, name);
CREATE UNIQUE INDEX folder_by_text ON folder(tree_id, text);
CREATE VIEW v_security AS
SELECT t.source, t.destination, f.text || p.name AS path, s.from_run AS first_run, s.to_run AS last_run, d.security, lower(hex(v.sha256)) AS sha256,
    v.form, length(v.bytes) AS bytes
FROM folder f CROSS JOIN path p ON p.parent_id = f.path_id CROSS JOIN state s ON s.path_id = p.id
    JOIN state_detail d ON d.path_id = s.path_id AND d.from_run = s.from_run JOIN descriptor v ON v.id = d.descriptor_id
    JOIN tree t ON t.id = f.tree_id;
CREATE INDEX version_by_tree ON version(tree_id, run_id);
CREATE VIEW v_versions AS
SELECT t.source, t.destination, f.text || p.name AS path, v.run_id AS moved_by, v.from_run, v.kind, v.size,
    strftime('%Y-%m-%dT%H:%M:%S', v.modified_s, 'unixepoch') || printf('.%09dZ', v.modified_ns) AS modified, lower(hex(v.sha256)) AS sha256,
    v.is_conflict, '.snapback/versions/' || vf.name || '/' || f.text || p.name AS stored_as, coalesce(v.dropped_by, v.drop_begun) AS dropped_by
FROM version v CROSS JOIN path p ON p.id = v.path_id CROSS JOIN folder f ON f.path_id = p.parent_id JOIN tree t ON t.id = v.tree_id
    JOIN version_folder vf ON vf.run_id = v.run_id AND vf.tree_id = v.tree_id;
CREATE VIEW v_runs AS
SELECT r.id, r.job, r.kind, r.mode,
    (SELECT group_concat(t.source, '; ') FROM run_tree rt JOIN tree t ON t.id = rt.tree_id WHERE rt.run_id = r.id) AS source,
    (SELECT group_concat(t.destination, '; ') FROM run_tree rt JOIN tree t ON t.id = rt.tree_id WHERE rt.run_id = r.id) AS destination,
    r.started, r.ended, r.exit_code, r.status, r.snapshot_provider || ' ' || r.snapshot_set AS snapshot,
    r.files_copied, r.bytes_copied, r.files_failed, r.files_deleted, r.host, r.version, r.message
FROM run r;
CREATE VIEW v_run_files AS
SELECT r.id AS run_id, rt.pair, f.text || p.name AS path,
    CASE WHEN e.path_id IS NOT NULL THEN e.class
        WHEN s.from_run = r.id THEN s.class
        WHEN r.status IN ('running', 'interrupted') OR r.exit_code >= 16 THEN NULL
        WHEN EXISTS(SELECT 1 FROM run_scope x WHERE x.run_id = r.id AND x.tree_id = rt.tree_id
            AND (x.text = '' OR substr(CAST(f.text AS BLOB), 1, length(CAST(x.text AS BLOB))) = CAST(x.text AS BLOB))) THEN NULL
        WHEN s.presence = 'held' THEN 'same' WHEN s.presence = 'skipped' THEN 'excluded' ELSE 'extra' END AS class,
    CASE WHEN e.path_id IS NOT NULL THEN e.action WHEN s.from_run = r.id THEN s.action ELSE 'none' END AS action,
    CASE WHEN e.path_id IS NOT NULL THEN e.outcome WHEN s.presence = 'skipped' THEN 'skipped' ELSE 'done' END AS outcome,
    coalesce(e.kind, s.kind) AS kind,
    coalesce(e.size, s.size) AS size,
    strftime('%Y-%m-%dT%H:%M:%S', coalesce(e.modified_s, s.modified_s), 'unixepoch')
        || printf('.%09dZ', coalesce(e.modified_ns, s.modified_ns)) AS modified,
    rt.view, lower(hex(s.sha256)) AS sha256,
    e.error_kind, e.error_code, e.error_phase, e.error_text, coalesce(e.attempts, 1) AS attempts,
    CASE WHEN e.path_id IS NULL AND s.presence = 'skipped' THEN s.reason END AS reason
FROM run r CROSS JOIN run_tree rt ON rt.run_id = r.id CROSS JOIN folder f ON f.tree_id = rt.tree_id CROSS JOIN path p ON p.parent_id = f.path_id
    LEFT JOIN state s ON s.path_id = p.id AND s.from_run <= r.id AND coalesce(s.to_run, r.id) >= r.id
    LEFT JOIN event e ON e.run_id = r.id AND e.path_id = p.id
WHERE (s.path_id IS NOT NULL OR e.path_id IS NOT NULL) AND e.outcome IS NOT 'gone'
UNION ALL
SELECT r.id AS run_id, rt.pair, '.' AS path,
    CASE WHEN e.path_id IS NOT NULL THEN e.class
        WHEN s.from_run = r.id THEN s.class
        WHEN r.status IN ('running', 'interrupted') OR r.exit_code >= 16 THEN NULL
        WHEN EXISTS(SELECT 1 FROM run_scope x WHERE x.run_id = r.id AND x.tree_id = rt.tree_id
            AND (x.text = '' OR substr(CAST('' AS BLOB), 1, length(CAST(x.text AS BLOB))) = CAST(x.text AS BLOB))) THEN NULL
        WHEN s.presence = 'held' THEN 'same' WHEN s.presence = 'skipped' THEN 'excluded' ELSE 'extra' END AS class,
    CASE WHEN e.path_id IS NOT NULL THEN e.action WHEN s.from_run = r.id THEN s.action ELSE 'none' END AS action,
    CASE WHEN e.path_id IS NOT NULL THEN e.outcome WHEN s.presence = 'skipped' THEN 'skipped' ELSE 'done' END AS outcome,
    coalesce(e.kind, s.kind) AS kind,
    coalesce(e.size, s.size) AS size,
    strftime('%Y-%m-%dT%H:%M:%S', coalesce(e.modified_s, s.modified_s), 'unixepoch')
        || printf('.%09dZ', coalesce(e.modified_ns, s.modified_ns)) AS modified,
    rt.view, lower(hex(s.sha256)) AS sha256,
    e.error_kind, e.error_code, e.error_phase, e.error_text, coalesce(e.attempts, 1) AS attempts,
    CASE WHEN e.path_id IS NULL AND s.presence = 'skipped' THEN s.reason END AS reason
FROM run r CROSS JOIN run_tree rt ON rt.run_id = r.id CROSS JOIN tree f ON f.id = rt.tree_id CROSS JOIN path p ON p.id = f.root_id
    LEFT JOIN state s ON s.path_id = p.id AND s.from_run <= r.id AND coalesce(s.to_run, r.id) >= r.id
    LEFT JOIN event e ON e.run_id = r.id AND e.path_id = p.id
WHERE (s.path_id IS NOT NULL OR e.path_id IS NOT NULL) AND e.outcome IS NOT 'gone' AND e.path_id IS NOT NULL;
CREATE VIEW v_history AS
SELECT t.source, t.destination, f.text || p.name AS path, s.from_run AS first_run, s.to_run AS last_run, s.presence, s.kind,
    s.class, s.action, s.size, strftime('%Y-%m-%dT%H:%M:%S', s.modified_s, 'unixepoch') || printf('.%09dZ', s.modified_ns) AS modified,
    lower(hex(s.sha256)) AS sha256, s.link_target, s.reason
FROM folder f CROSS JOIN path p ON p.parent_id = f.path_id CROSS JOIN state s ON s.path_id = p.id JOIN tree t ON t.id = f.tree_id;
COMMIT;
PRAGMA application_id = 1399734891;
PRAGMA user_version = 4;
PRAGMA journal_mode = WAL;
