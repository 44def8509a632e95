using System.Globalization;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Catalog;

/// <summary>
/// The catalog as a run uses it: tells what is known of the past and takes down what happens. Records wait in memory until
/// <see cref="Commit"/>; the file is locked for writing only while that lasts, so that runs of other jobs can share it.
/// <para>Threads: <see cref="KnownIn"/>, <see cref="KnownAt"/> and <see cref="SealOf"/> may be called by any number of threads at any
/// time. All other members may be called by any thread, one call at a time; they wait for each other.</para>
/// <para>All members throw <see cref="Errors.SnapBackException"/> (CatalogUnusable) when the file can't be read or written; nothing of
/// the call has then happened. A run whose record can't be written must stop.</para>
/// </summary>
public sealed class CatalogWriter : ISnapshotLedger, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CatalogConnection _connection;
    private readonly CatalogFile _file;
    private readonly RunTables _tables;
    private readonly EndTable _ends;
    private readonly SnapshotTables _snapshots;
    private readonly KnownPaths _known;
    private readonly TimeProvider _clock;
    private readonly List<PathRecord> _waiting = [];
    private readonly WaitingSeals _waitingSeals = new();
    private RunTree[] _trees = [];
    private RunWriter? _run;
    private long _runId;

    private CatalogWriter(CatalogConnection connection, IReadOnlyList<Notice> notices, TimeProvider clock)
    {
        _connection = connection;
        _file = new CatalogFile(connection.File);
        _tables = new RunTables(connection);
        _ends = new EndTable(connection);
        _snapshots = new SnapshotTables(connection);
        _known = new KnownPaths(connection);
        _clock = clock;
        Notices = notices;
        // Larger steps than SQLite's own: each one makes the whole database durable.
        connection.Execute("PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384");
    }

    /// <summary>What opening had to tell: that an old catalog was set aside. Not kept in the catalog by itself.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>Full path of the file.</summary>
    public string File => _connection.File;

    /// <summary>
    /// Opens a catalog, making file and folder when they are missing. A file that is damaged, too new or no catalog is renamed, never
    /// deleted, and a new one started; <see cref="Notices"/> says so.
    /// </summary>
    /// <exception cref="Errors.SnapBackException">CatalogUnusable: the place can't be written, or other users could have prepared it.</exception>
    public static CatalogWriter Open(string file, TimeProvider clock)
    {
        (CatalogConnection connection, IReadOnlyList<Notice> notices) = CatalogOpening.Open(file, clock);
        return new CatalogWriter(connection, notices, clock);
    }

    /// <summary>
    /// Runs that stand as running although their process is gone become interrupted, ended when they last wrote. Returns their numbers.
    /// </summary>
    public long[] MarkInterrupted()
    {
        lock (_gate)
        {
            long[] dead = [.. DeadRuns.Find(_connection)];
            if (dead.Length > 0)
            {
                Write(() => _tables.MarkInterrupted(dead));
            }

            return dead;
        }
    }

    /// <summary>Notes that a run begins and gives it its number, one higher than any before. One run at a time per writer.</summary>
    public long BeginRun(RunStart start)
    {
        Write(() =>
        {
            _runId = _tables.Insert(start);
            _trees = [.. start.Pairs.Select((pair, index) => _tables.Join(_runId, index, pair))];
            if (start.IsDrill)
            {
                _tables.Unseen(_runId);
            }

            _run = new RunWriter(_connection, _runId, start.IsDryRun, _trees);
        });
        return _runId;
    }

    /// <summary>Another backup of this job that began before this run and still goes on; null for none. Ask after <see cref="MarkInterrupted"/>.</summary>
    public long? RunningBefore(string job) => Locked(() => _tables.RunningBefore(job, _runId));

    /// <summary>Number of the tree that a pair of the run is, in the tables of the catalog.</summary>
    public long TreeOf(int pair) => _trees[pair].Id;

    /// <summary>The last run before this one that had the same source and destination and was no dry run, however it ended; null for none.</summary>
    public long? LastRunOf(int pair) => _trees[pair].PreviousBackup;

    /// <summary>True when the last run of a pair that changed anything came to record all that it did.</summary>
    public bool KnowsCopyOf(int pair) => _trees[pair].IsCopyKnown;

    /// <summary>Number of files and links of the pair that the destination holds, by the catalog.</summary>
    public long HeldCount(int pair) => Held("held_files", pair);

    /// <summary>Number of folders of the pair that the destination holds, by the catalog.</summary>
    public long HeldFolders(int pair) => Held("held_folders", pair);

    /// <summary>Identity of this catalog, random; it is given one when it has none.</summary>
    public string Id
    {
        get
        {
            lock (_gate)
            {
                if (_ends.Id is { } known)
                {
                    return known;
                }

                Write(_ends.MakeId);
                return _ends.Id ?? throw CatalogConnection.Damaged(File, "it does not keep its own number");
            }
        }
    }

    /// <summary>The destinations that earlier runs of a pair wrote to.</summary>
    public IReadOnlyList<KnownDestination> DestinationsOf(int pair) => Locked(() => _ends.Destinations(_trees[pair].Id));

    /// <summary>Identities of the volumes that earlier runs of a pair read.</summary>
    public IReadOnlyList<string> SourceVolumesOf(int pair) => Locked(() => _ends.SourceVolumes(_trees[pair].Id));

    /// <summary>Source and destination of all other trees that a run was carried out for.</summary>
    public IReadOnlyList<(string Source, string Destination)> OtherTrees(int pair) => Locked(() => _ends.OtherTrees(_trees[pair].Id));

    /// <summary>True when a run of the pair was carried out before.</summary>
    public bool WasCarriedOut(int pair) => Locked(() => _ends.WasCarriedOut(_trees[pair].Id));

    /// <summary>The numbers of the last runs of a pair that were carried out, the newest first.</summary>
    public IReadOnlyList<RunTotals> TotalsOf(int pair, int most) => Locked(() => _ends.Totals(_trees[pair].Id, most));

    /// <summary>Remembers the two ends of a pair: where it is written to, and the volume it is read from when that is known.</summary>
    public void RememberEnds(int pair, KnownDestination destination, string? sourceVolume) => Write(() =>
    {
        _ends.Put(_trees[pair].Id, destination);
        if (sourceVolume is not null)
        {
            _ends.PutSourceVolume(_trees[pair].Id, sourceVolume);
        }
    });

    /// <summary>Notes what a pair is read through.</summary>
    public void NoteView(int pair, SourceView view) => Write(() => _tables.Put(_runId, pair, view));

    /// <summary>Notes the snapshot set that the run reads; a later call replaces what an earlier one said, so that writers can be told of again.</summary>
    public void NoteSnapshot(SnapshotSet set) => Write(() => _tables.Put(_runId, set));

    /// <summary>Keeps a notice with the run.</summary>
    public void AddNotice(Notice notice) => Write(() => _tables.Add(_runId, notice));

    /// <inheritdoc/>
    public void Note(SnapshotNote note) => Write(() => _snapshots.Add(note, _clock.GetUtcNow()));

    /// <inheritdoc/>
    public void StrikeOut(SnapshotNote note) => Write(() => _snapshots.Remove(note));

    /// <summary>Snapshots that were noted and not struck out, of this and of earlier runs, oldest first.</summary>
    public IReadOnlyList<SnapshotNote> OpenNotes() => [.. Notes().Select(noted => noted.Note)];

    /// <summary>
    /// Those of them that nobody needs any more: their process is gone, and nobody asked to keep them. A snapshot of a run that goes on, also of
    /// another job, is none.
    /// </summary>
    public IReadOnlyList<SnapshotNote> Leftovers() => [.. Notes().Where(noted => !noted.Note.IsKept && !noted.IsInUse).Select(noted => noted.Note)];

    /// <summary>All open notes, and whether their process still lives.</summary>
    public IReadOnlyList<NotedSnapshot> Notes()
    {
        lock (_gate)
        {
            return NotedSnapshot.Read(_connection);
        }
    }

    /// <summary>
    /// What is known of the entries directly in a folder: their open states as last committed, in the order of <see cref="NameOrder.Exact"/>.
    /// Empty for a folder that the catalog does not know. Fetched page by page while it is enumerated, so that a folder of any size takes little memory.
    /// </summary>
    public IEnumerable<KeyValuePair<string, KnownPath>> KnownIn(int pair, RelativePath folder) => _known.In(_trees[pair].Id, folder);

    /// <summary>What is known of one path, as last committed; null when nothing is.</summary>
    public KnownPath? KnownAt(int pair, RelativePath path) => _known.At(_trees[pair].Id, path);

    /// <summary>The seal of a folder, waiting changes included; null when it has none.</summary>
    public byte[]? SealOf(int pair, RelativePath folder)
    {
        long tree = _trees[pair].Id;
        byte[] key = CatalogLookup.KeyOf(folder);
        return _waitingSeals.Find(tree, key) is { } waiting ? waiting.Seal : _known.SealOf(tree, key);
    }

    /// <summary>What the destination of a pair can hold, when it was probed on the same volume; else null.</summary>
    public DestinationTraits? TraitsOf(int pair, string volumeIdentity) => Locked(() => _ends.Traits(_trees[pair].Id, volumeIdentity));

    /// <summary>Keeps what a probe of a pair's destination found on the volume it lies on.</summary>
    public void SaveTraits(int pair, string volumeIdentity, DestinationTraits traits) => Write(() => _ends.PutTraits(_trees[pair].Id, volumeIdentity, traits));

    /// <summary>
    /// Takes down records in their order; of several about one path in one run the last one counts. They wait in memory, some 500 bytes
    /// each, until <see cref="Commit"/>: call that every few thousand records.
    /// </summary>
    public void Record(IReadOnlyList<PathRecord> records)
    {
        lock (_gate)
        {
            _waiting.AddRange(records);
        }
    }

    /// <summary>Seals folders, with the next <see cref="Commit"/>.</summary>
    public void SaveSeals(int pair, IReadOnlyList<(RelativePath Folder, byte[] Seal)> seals)
    {
        foreach ((RelativePath folder, byte[] seal) in seals)
        {
            _waitingSeals.Add(_trees[pair].Id, folder, seal);
        }
    }

    /// <summary>Forgets all changes of seals that were not committed.</summary>
    public void WithdrawSeals() => _waitingSeals.Clear();

    /// <summary>Takes a folder's seal away, with the next <see cref="Commit"/>; <see cref="SealOf"/> does not find it from now on.</summary>
    public void DropSeal(int pair, RelativePath folder) => _waitingSeals.Add(_trees[pair].Id, folder, seal: null);

    /// <summary>
    /// Makes all that waits part of the catalog, durably and as a whole. Call it after the data that the records tell of is durable
    /// itself. When it fails all still waits, and it may be called again.
    /// </summary>
    public void Commit()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || !_waitingSeals.IsEmpty)
            {
                WriteRecords(end: null);
            }
        }
    }

    /// <summary>Commits what waits and closes the run.</summary>
    public void EndRun(RunEnd end)
    {
        WriteRecords(end);
        _run = null;
    }

    /// <summary>Asks or tells the catalog about older versions, durably and as a whole.</summary>
    internal T OfVersions<T>(Func<VersionTables, T> work)
    {
        T result = default!;
        Write(() => result = work(new VersionTables(_connection, _runId, _trees)));
        return result;
    }

    /// <summary>Writes down what an earlier run of a pair had moved aside without coming to record it; all of its folder is known from then on.</summary>
    internal void TakeUpVersions(int pair, long movedBy, IReadOnlyList<(RelativePath Path, KeptVersion Kept)> found) => Write(() =>
    {
        RunWriter run = _run ?? throw new InvalidOperationException("No run was begun.");
        run.Begin();
        foreach ((RelativePath path, KeptVersion kept) in found)
        {
            run.TakeUp(pair, movedBy, path, kept);
        }

        run.Finish();
        new VersionTables(_connection, _runId, _trees).Settle(movedBy, pair);
    });

    /// <summary>Closes the file; what waits is dropped. A run that was not ended stands as running until a later start notices.</summary>
    public void Dispose()
    {
        _known.Dispose();
        _connection.Dispose();
    }

    // SQLite before 3.51.3 can damage a database when one process moves its log into it just as another begins a new log
    // (https://sqlite.org/wal.html, "the WAL-reset bug"). A commit moves the log when that has grown, so one process commits at a time.
    private void Write(Action work)
    {
        lock (_gate)
        {
            using IDisposable held = _file.Lock(_clock);
            _connection.Transact(work);
        }
    }

    private void WriteRecords(RunEnd? end)
    {
        lock (_gate)
        {
            RunWriter run = _run ?? throw new InvalidOperationException("No run was begun.");
            WaitingSeal[] seals = _waitingSeals.All();
            bool isDone = false;
            try
            {
                Write(() => WriteRecords(run, seals, end));
                isDone = true;
            }
            finally
            {
                if (!isDone)
                {
                    run.Forget();
                }
            }

            _waiting.Clear();
            _waitingSeals.Remove(seals);
        }
    }

    private void WriteRecords(RunWriter run, WaitingSeal[] seals, RunEnd? end)
    {
        run.Begin();
        foreach (PathRecord record in _waiting)
        {
            run.Write(record);
        }

        foreach (WaitingSeal seal in seals)
        {
            run.Write(seal);
        }

        run.Finish();
        _tables.Touch(_runId, _clock.GetUtcNow());
        if (end is not null)
        {
            _tables.End(_runId, end);
        }
    }

    private T Locked<T>(Func<T> ask)
    {
        lock (_gate)
        {
            return ask();
        }
    }

    private long Held(string column, int pair)
    {
        lock (_gate)
        {
            return _connection.Number(string.Create(CultureInfo.InvariantCulture, $"SELECT {column} FROM tree WHERE id = {_trees[pair].Id}")) ?? 0;
        }
    }
}
