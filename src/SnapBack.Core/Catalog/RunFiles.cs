using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;

namespace SnapBack.Catalog;

/// <summary>
/// Walks the tree of one pair as one run left it, a folder before what is in it, names in the order of their bytes. Holds one prepared
/// statement per level, so a folder may have any number of entries. Used by one thread at a time.
/// </summary>
internal sealed class RunFiles
{
    private const int FirstStateColumn = 4;
    private const int FirstEventColumn = FirstStateColumn + StateColumns.SelectedCount;

    private static readonly string Entries = $"""
        SELECT p.id, p.name, EXISTS(SELECT 1 FROM folder f WHERE f.path_id = p.id), s.from_run, {StateColumns.SelectOf("s")},
            {FoundEvent.Columns}
        FROM path p
            LEFT JOIN state s ON s.path_id = p.id AND s.from_run <= ?2 AND coalesce(s.to_run, ?2) >= ?2
            {StateColumns.JoinTo("s")}
            LEFT JOIN event e ON e.run_id = ?2 AND e.path_id = p.id
        """;

    // The names alone come out of an index.
    private const string Names = """
        SELECT p.id, p.name, EXISTS(SELECT 1 FROM folder f WHERE f.path_id = p.id) FROM path p WHERE p.parent_id = ?1 ORDER BY p.name
        """;

    private readonly CatalogConnection _connection;
    private readonly RunScope _run;
    private readonly long _runId;
    private readonly NamePattern? _pattern;
    private readonly List<CatalogStatement> _levels = [];
    private CatalogStatement? _one;

    /// <param name="connection">The catalog.</param>
    /// <param name="run">The run and the pair.</param>
    /// <param name="pattern">Only paths that match are told of, and of the others little more than the names is read; null for all.</param>
    public RunFiles(CatalogConnection connection, RunScope run, NamePattern? pattern = null)
    {
        _connection = connection;
        _run = run;
        _runId = run.RunId;
        _pattern = pattern;
    }

    /// <summary>What is known of the root, when a state of it holds or something happened to it.</summary>
    public FoundPath? Root()
    {
        using CatalogStatement row = _connection.Prepare($"{Entries} WHERE p.id = ?1");
        return row.Bind(1, _run.RootId).Bind(2, _runId).Step() ? Read(row, RelativePath.Root, isUnseen: false) : null;
    }

    /// <summary>
    /// The paths below the root that this run itself has something to say of: what it recorded and what happened in it. In the order of the walk
    /// for names that are ordinary text. The rest is as it was before.
    /// </summary>
    /// <param name="withLeftOut">Also those of the rest that are no part of the backup: what a rule leaves out, and what only the destination has.</param>
    public IEnumerable<FoundPath> Touched(bool withLeftOut)
    {
        string leftOut = withLeftOut ? "UNION SELECT path_id FROM state WHERE presence <> 'held'" : string.Empty;
        using CatalogStatement row = _connection.Prepare($"""
            {Entries} JOIN folder o ON o.path_id = p.parent_id AND o.tree_id = ?1
            WHERE p.id IN (SELECT path_id FROM state WHERE from_run = ?2 UNION SELECT path_id FROM event WHERE run_id = ?2 {leftOut})
            ORDER BY replace(o.text || p.name, '/', CAST(x'00' AS TEXT))
            """);
        using CatalogStatement folder = _connection.Prepare("SELECT o.text FROM path p JOIN folder o ON o.path_id = p.parent_id WHERE p.id = ?1");
        row.Bind(1, _run.TreeId).Bind(2, _runId);
        while (row.Step())
        {
            folder.Bind(1, row.Long(0)).Step();
            bool isPath = RelativePath.TryParse(folder.Name(0).TrimEnd('/'), out RelativePath parent);
            folder.Reset();
            if (!isPath)
            {
                throw CatalogConnection.Damaged(_connection.File, "a name in it is none");
            }

            if (Read(row, Child(parent, row.Name(1)), withLeftOut && _run.IsUnderUnseen(parent)) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>All that lies below <paramref name="top"/>, and, unless that is the root, the entry itself. Nothing when the catalog does not know it.</summary>
    public IEnumerable<FoundPath> AtAndBelow(RelativePath top)
    {
        if (top.IsRoot)
        {
            return Below(_run.RootId, top, _run.IsUnseen(top));
        }

        return FolderId(top.Parent) is { } parent ? Only(parent, top) : [];
    }

    private IEnumerable<FoundPath> Only(long parent, RelativePath path)
    {
        bool isUnseen = _run.IsUnderUnseen(path.Parent);
        using CatalogStatement row = _connection.Prepare($"{Entries} WHERE p.parent_id = ?1 AND p.name = ?3");
        if (!row.Bind(1, parent).Bind(2, _runId).BindName(3, path.Name).Step())
        {
            yield break;
        }

        long id = row.Long(0);
        bool hasEntries = row.Long(2) != 0;
        if (Read(row, path, isUnseen) is { } found)
        {
            yield return found;
        }

        if (hasEntries)
        {
            foreach (FoundPath below in Below(id, path, isUnseen || _run.IsUnseen(path)))
            {
                yield return below;
            }
        }
    }

    // A stack of its own instead of nested iterators: each level of those would be paid for by every row below it.
    private IEnumerable<FoundPath> Below(long folder, RelativePath path, bool isUnseen)
    {
        Stack<(RelativePath Path, bool IsUnseen)> open = new();
        Open(folder, 0);
        open.Push((path, isUnseen));
        while (open.TryPeek(out (RelativePath Path, bool IsUnseen) current))
        {
            CatalogStatement row = _levels[open.Count - 1];
            if (!row.Step())
            {
                row.Reset();
                open.Pop();
                continue;
            }

            RelativePath entry = Child(current.Path, row.Name(1));
            if ((_pattern is null ? Read(row, entry, current.IsUnseen) : ReadMatch(row.Long(0), entry, current.IsUnseen)) is { } found)
            {
                yield return found;
            }

            if (row.Long(2) != 0 && _pattern?.MayMatchBelow(entry) != false)
            {
                Open(row.Long(0), open.Count);
                open.Push((entry, current.IsUnseen || _run.IsUnseen(entry)));
            }
        }
    }

    private void Open(long folder, int level)
    {
        if (level == _levels.Count)
        {
            _levels.Add(_connection.Prepare(_pattern is null ? $"{Entries} WHERE p.parent_id = ?1 ORDER BY p.name" : Names));
        }

        _levels[level].Bind(1, folder);
        if (_pattern is null)
        {
            _levels[level].Bind(2, _runId);
        }
    }

    private FoundPath? ReadMatch(long id, RelativePath path, bool isUnseen)
    {
        if (!_pattern!.Matches(path))
        {
            return null;
        }

        _one ??= _connection.Prepare($"{Entries} WHERE p.id = ?1");
        try
        {
            return _one.Bind(1, id).Bind(2, _runId).Step() ? Read(_one, path, isUnseen) : null;
        }
        finally
        {
            _one.Reset();
        }
    }

    // A damaged or forged catalog must not be able to name a place outside the tree.
    private RelativePath Child(RelativePath folder, string name) =>
        RelativePath.IsValidName(name) ? folder.Child(name) : throw CatalogConnection.Damaged(_connection.File, "a name in it is none");

    private FoundPath? Read(CatalogStatement row, RelativePath path, bool isUnseen)
    {
        if (_pattern?.Matches(path) == false)
        {
            return null;
        }

        PathState? state = row.IsNull(3) ? null : StateColumns.Read(row, FirstStateColumn);
        FoundEvent? found = row.IsNull(FirstEventColumn) ? null : FoundEvent.Read(row, FirstEventColumn);
        if ((state is null && found is null) || found is { Outcome: ActionOutcome.Gone })
        {
            return null;
        }

        long from = row.Long(3);
        bool isOwn = state is not null && from == _runId;
        return new FoundPath
        {
            Path = path,
            FromRun = from,
            State = state,
            Event = found,
            Class = found?.Class ?? (isOwn ? StateColumns.ReadClass(row, FirstStateColumn) : isUnseen ? null : StateColumns.ClassLater(state!.Presence)),
            Action = found?.Action ?? (isOwn ? StateColumns.ReadAction(row, FirstStateColumn) : ActionKind.None),
        };
    }

    private long? FolderId(RelativePath folder)
    {
        using CatalogStatement find = _connection.Prepare("SELECT path_id FROM folder WHERE tree_id = ?1 AND text = ?2");
        return find.Bind(1, _run.TreeId).BindName(2, CatalogLookup.FolderText(folder)).Step() ? find.Long(0) : null;
    }
}
