using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Catalog;

/// <summary>
/// Writes the records of one run: paths, states, events and seals. Every call belongs into an open transaction. Used by one thread at a
/// time. Numbers of new paths are counted in memory, which the transaction's right to write makes safe.
/// </summary>
internal sealed class RunWriter
{
    // FAT keeps even seconds.
    private static readonly TimeSpan MostTimeLost = TimeSpan.FromSeconds(2);

    private readonly CatalogConnection _connection;
    private readonly long _run;
    private readonly bool _isDryRun;
    private readonly RunTree[] _trees;
    private readonly CatalogStatement _findPath;
    private readonly CatalogStatement _addPath;
    private readonly CatalogStatement _findFolder;
    private readonly CatalogStatement _addFolder;
    private readonly CatalogStatement _lastState;
    private readonly CatalogStatement _closeState;
    private readonly CatalogStatement _dropState;
    private readonly CatalogStatement _putState;
    private readonly CatalogStatement _putDetail;
    private readonly CatalogStatement _dropDetail;
    private readonly CatalogStatement _findDescriptor;
    private readonly CatalogStatement _addDescriptor;
    private readonly CatalogStatement _putEvent;
    private readonly CatalogStatement _dropEvent;
    private readonly CatalogStatement _addScope;
    private readonly CatalogStatement _addHeld;
    private readonly CatalogStatement _putSeal;
    private readonly CatalogStatement _dropSeal;
    private readonly CatalogStatement _putVersion;
    private readonly CatalogStatement _dataVersion;
    private readonly CatalogStatement _lastPath;
    private long _seenVersion = -1;
    private long _nextPath;
    private bool _hasEvents;

    public RunWriter(CatalogConnection connection, long run, bool isDryRun, RunTree[] trees)
    {
        _connection = connection;
        _run = run;
        _isDryRun = isDryRun;
        _trees = trees;
        _findPath = connection.Prepare("SELECT id FROM path WHERE parent_id = ?1 AND name = ?2");
        _addPath = connection.Prepare("INSERT OR IGNORE INTO path(id, parent_id, name) VALUES (?1, ?2, ?3)");
        _findFolder = connection.Prepare("SELECT path_id FROM folder WHERE tree_id = ?1 AND text = ?2");
        _addFolder = connection.Prepare("INSERT INTO folder(path_id, tree_id, text) VALUES (?1, ?2, ?3)");
        _lastState = connection.Prepare($"SELECT s.from_run, s.to_run, {StateColumns.SelectOf("s")} FROM state s {StateColumns.JoinTo("s")} WHERE s.path_id = ?1 ORDER BY s.from_run DESC LIMIT 1");
        _closeState = connection.Prepare("UPDATE state SET to_run = ?3 WHERE path_id = ?1 AND from_run = ?2");
        _dropState = connection.Prepare("DELETE FROM state WHERE path_id = ?1 AND from_run = ?2");
        string parameters = string.Join(", ", Enumerable.Repeat("?", StateColumns.Count));
        _putState = connection.Prepare($"INSERT INTO state(path_id, from_run, {StateColumns.List}) VALUES (?, ?, {parameters})");
        _putDetail = connection.Prepare("INSERT OR REPLACE INTO state_detail(path_id, from_run, created_s, created_ns, descriptor_id, security) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _dropDetail = connection.Prepare("DELETE FROM state_detail WHERE path_id = ?1 AND from_run = ?2");
        _findDescriptor = connection.Prepare("SELECT id FROM descriptor WHERE sha256 = ?1");
        _addDescriptor = connection.Prepare("INSERT INTO descriptor(sha256, form, bytes) VALUES (?1, ?2, ?3)");
        _putEvent = connection.Prepare("""
            INSERT OR REPLACE INTO event(run_id, path_id, class, action, outcome, kind, bytes, size, modified_s, modified_ns,
                error_kind, error_code, error_phase, error_text, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _dropEvent = connection.Prepare("DELETE FROM event WHERE run_id = ?1 AND path_id = ?2");
        _addScope = connection.Prepare("INSERT OR IGNORE INTO run_scope(run_id, tree_id, text) VALUES (?1, ?2, ?3)");
        _addHeld = connection.Prepare("UPDATE tree SET held_files = held_files + ?2, held_folders = held_folders + ?3 WHERE id = ?1");
        _putSeal = connection.Prepare("INSERT OR REPLACE INTO seal(tree_id, path_key, seal) VALUES (?1, ?2, ?3)");
        _dropSeal = connection.Prepare("DELETE FROM seal WHERE tree_id = ?1 AND path_key = ?2");
        _putVersion = connection.Prepare("""
            INSERT OR REPLACE INTO version(path_id, run_id, tree_id, from_run, kind, size, modified_s, modified_ns, sha256, is_conflict)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        _dataVersion = connection.Prepare("PRAGMA data_version");
        _lastPath = connection.Prepare("SELECT max(id) FROM path");
    }

    /// <summary>First in each transaction: what was remembered of earlier ones holds only when nobody else has written since.</summary>
    public void Begin()
    {
        if (Ask(_dataVersion) is var version && version != _seenVersion)
        {
            Forget();
            _seenVersion = version;
        }

        _nextPath = Ask(_lastPath) + 1;
        foreach (RunTree tree in _trees)
        {
            tree.NewHeldFiles = 0;
            tree.NewHeldFolders = 0;
        }
    }

    /// <summary>Last in each transaction.</summary>
    public void Finish()
    {
        foreach (RunTree tree in _trees.Where(tree => tree.NewHeldFiles != 0 || tree.NewHeldFolders != 0))
        {
            _addHeld.Bind(1, tree.Id).Bind(2, tree.NewHeldFiles).Bind(3, tree.NewHeldFolders).Run();
        }
    }

    /// <summary>After a transaction that was rolled back: nothing that was remembered is true any more.</summary>
    public void Forget()
    {
        foreach (RunTree tree in _trees)
        {
            tree.Folders.Clear();
        }
    }

    public void Write(PathRecord record)
    {
        RunTree tree = _trees[record.Pair];
        long path = PathId(tree, record.Path, out bool isNew);
        if (record.Kept is { } kept)
        {
            PutVersion(tree, path, _run, kept);
        }

        if (!_isDryRun && record.EndsState && record.State is null)
        {
            EndState(tree, path);
        }
        else if (!_isDryRun && record.State is { } state)
        {
            PutState(tree, path, isNew, record, state);
        }

        if (NeedsEvent(record))
        {
            PutEvent(path, record);
        }
        else if (_hasEvents)
        {
            _dropEvent.Bind(1, _run).Bind(2, path).Run();
        }

        if (IsUnseenScope(record))
        {
            _addScope.Bind(1, _run).Bind(2, tree.Id).BindName(3, CatalogLookup.FolderText(record.Path)).Run();
        }
    }

    /// <summary>Writes down what an earlier run had moved aside without coming to record it.</summary>
    public void TakeUp(int pair, long movedBy, RelativePath path, KeptVersion kept) => PutVersion(_trees[pair], PathId(_trees[pair], path, out _), movedBy, kept);

    public void Write(WaitingSeal seal)
    {
        CatalogStatement statement = seal.Seal is null ? _dropSeal : _putSeal.BindBlob(3, seal.Seal.AsSpan());
        statement.Bind(1, seal.Tree).BindBlob(2, seal.Key.AsSpan()).Run();
    }

    // A folder that could not be listed: nothing below it was looked at, and nothing is claimed of it.
    private static bool IsUnseenScope(PathRecord record) =>
        record is { Outcome: ActionOutcome.Failed, Action: ActionKind.None, Kind: EntryKind.Directory };

    private static ActionOutcome OutcomeByState(Presence presence) => presence == Presence.Skipped ? ActionOutcome.Skipped : ActionOutcome.Done;

    private bool NeedsEvent(PathRecord record)
    {
        if (record.Error is not null || record.Attempts > 1)
        {
            return true;
        }

        bool isInOrder = record is { Outcome: ActionOutcome.Done, Action: ActionKind.None, Class: FileClass.Same };
        return record.State is not { } state || _isDryRun ? !isInOrder : record.Outcome != OutcomeByState(state.Presence);
    }

    private void PutState(RunTree tree, long path, bool isNew, PathRecord record, PathState state)
    {
        if (!isNew && OpenState(path) is { } open)
        {
            state = Inherit(record, state, open.State);
            bool isTold = record.Action == ActionKind.None && record.Class == StateColumns.ClassLater(state.Presence);
            if (isTold && open.FromRun < _run && StateColumns.AreEqual(open.State, state))
            {
                return;
            }

            Leave(tree, path, open.FromRun, open.State);
        }

        tree.CountHeld(state, +1);
        _putState.Bind(1, path).Bind(2, _run);
        StateColumns.Bind(_putState, 3, state, record.Class, record.Action);
        _putState.Run();
        PutDetail(path, state);
    }

    // A record of what was only looked at says nothing of what was not: the descriptor that was set before still holds.
    private static PathState Inherit(PathRecord record, PathState state, PathState open) =>
        record.Action is not (ActionKind.None or ActionKind.Recheck) || state.SecurityHash is not null || state.Presence != open.Presence || state.Presence != Presence.Held
            ? state
            : state with { Created = open.Created, SecurityHash = open.SecurityHash, SecurityResult = open.SecurityResult };

    private void PutDetail(long path, PathState state)
    {
        bool hasCreation = state.Created != default;
        long? descriptor = state.Security is { } blob ? DescriptorId(blob) : state.SecurityHash is { } hash ? Find(_findDescriptor.BindBlob(1, hash.AsSpan())) : null;
        if (!hasCreation && descriptor is null)
        {
            return;
        }

        _putDetail.Bind(1, path).Bind(2, _run).Bind(3, hasCreation ? state.Created.Seconds : null).Bind(4, hasCreation ? state.Created.Nanoseconds : null);
        _putDetail.Bind(5, descriptor).BindWord(6, CatalogWords.SecurityResults.Utf8Of(state.SecurityResult));
        _putDetail.Run();
    }

    private long DescriptorId(SecurityBlob blob)
    {
        if (Find(_findDescriptor.BindBlob(1, blob.Hash.AsSpan())) is { } known)
        {
            return known;
        }

        _addDescriptor.BindBlob(1, blob.Hash.AsSpan()).BindWord(2, CatalogWords.SecurityForms.Utf8Of(blob.Form)).BindBlob(3, blob.Bytes);
        _addDescriptor.Run();
        return _connection.LastRowId;
    }

    // The state that is still open is what was moved aside, unless it looks otherwise: then no run is known to have written it.
    private void PutVersion(RunTree tree, long path, long movedBy, KeptVersion kept)
    {
        Entry entry = kept.Entry;
        (long FromRun, PathState State)? open = OpenState(path);
        bool isRecorded = !kept.IsConflict && open?.State is { Presence: Presence.Held } state && state.Kind == entry.Kind
            && (!entry.IsFile || (state.Size == entry.Size && state.Modified.IsSameAs(entry.Modified, MostTimeLost)));
        _putVersion.Bind(1, path).Bind(2, movedBy).Bind(3, tree.Id).Bind(4, isRecorded ? open!.Value.FromRun : null);
        _putVersion.BindWord(5, CatalogWords.Kinds.Utf8Of(entry.Kind)).Bind(6, entry.IsFile ? entry.Size : 0);
        _putVersion.Bind(7, entry.Modified.Seconds).Bind(8, entry.Modified.Nanoseconds).BindBlob(9, isRecorded ? open!.Value.State.Sha256 : null);
        _putVersion.Bind(10, kept.IsConflict ? 1 : 0).Run();
    }

    private void EndState(RunTree tree, long path)
    {
        if (OpenState(path) is { } open)
        {
            Leave(tree, path, open.FromRun, open.State);
        }
    }

    // What this very run had said before is replaced; what an earlier one said held until this run.
    private void Leave(RunTree tree, long path, long fromRun, PathState state)
    {
        tree.CountHeld(state, -1);
        if (fromRun == _run)
        {
            _dropState.Bind(1, path).Bind(2, _run).Run();
            _dropDetail.Bind(1, path).Bind(2, _run).Run();
        }
        else
        {
            _closeState.Bind(1, path).Bind(2, fromRun).Bind(3, tree.PreviousRun).Run();
        }
    }

    private (long FromRun, PathState State)? OpenState(long path)
    {
        _lastState.Bind(1, path);
        try
        {
            return _lastState.Step() && _lastState.IsNull(1) ? (_lastState.Long(0), StateColumns.Read(_lastState, 2)) : null;
        }
        finally
        {
            _lastState.Reset();
        }
    }

    private void PutEvent(long path, PathRecord record)
    {
        _hasEvents = true;
        long? size = record.State?.Size ?? (record.Bytes > 0 ? record.Bytes : null);
        _putEvent.Bind(1, _run).Bind(2, path);
        _putEvent.BindWord(3, CatalogWords.Classes.Utf8Of(record.Class));
        _putEvent.BindWord(4, CatalogWords.Actions.Utf8Of(record.Action));
        _putEvent.BindWord(5, CatalogWords.Outcomes.Utf8Of(record.Outcome));
        _putEvent.BindWord(6, CatalogWords.Kinds.Utf8Of(record.Kind));
        _putEvent.Bind(7, record.Bytes).Bind(8, size).Bind(9, record.State?.Modified.Seconds).Bind(10, record.State?.Modified.Nanoseconds);
        ActionError? error = record.Error;
        _putEvent.Bind(11, CatalogWords.Errors.Of(error?.Kind)).Bind(12, error?.NativeCode).Bind(13, error?.Phase).Bind(14, error?.Message);
        _putEvent.Bind(15, record.Attempts).Run();
    }

    private long PathId(RunTree tree, RelativePath path, out bool isNew)
    {
        if (path.IsRoot)
        {
            isNew = false;
            return tree.RootId;
        }

        ReadOnlySpan<char> text = path.Value;
        int slash = text.LastIndexOf('/');
        (long folder, bool isFresh) = FolderId(tree, slash < 0 ? default : text[..slash]);
        return ChildId(folder, isFresh, text[(slash + 1)..], out isNew);
    }

    private long ChildId(long folder, bool isFresh, ReadOnlySpan<char> name, out bool isNew)
    {
        // In a folder that had nothing before this transaction nearly every name is new: it is quicker to try than to look.
        if (!isFresh && Find(_findPath.Bind(1, folder).BindName(2, name)) is { } known)
        {
            isNew = false;
            return known;
        }

        _addPath.Bind(1, _nextPath).Bind(2, folder).BindName(3, name).Run();
        isNew = _connection.Changes > 0;
        return isNew ? _nextPath++ : Find(_findPath.Bind(1, folder).BindName(2, name)) ?? throw CatalogConnection.Damaged(_connection.File, "a path can't be found");
    }

    private (long Id, bool IsFresh) FolderId(RunTree tree, ReadOnlySpan<char> path)
    {
        if (tree.Folders.TryGet(path, out (long Id, bool IsFresh) known))
        {
            return known;
        }

        string text = path.IsEmpty ? string.Empty : $"{path}/";
        if (Find(_findFolder.Bind(1, tree.Id).BindName(2, text)) is { } stored)
        {
            return tree.Folders.Add(path, (stored, false));
        }

        long id = path.IsEmpty ? tree.RootId : PathId(tree, RelativePath.FromTrusted(path.ToString()), out _);
        _addFolder.Bind(1, id).Bind(2, tree.Id).BindName(3, text).Run();
        return tree.Folders.Add(path, (id, true));
    }

    private static long? Find(CatalogStatement one)
    {
        try
        {
            return one.Step() ? one.Long(0) : null;
        }
        finally
        {
            one.Reset();
        }
    }

    private static long Ask(CatalogStatement one) => Find(one) ?? 0;
}
