using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>
/// Looks for paths by name over all runs. The names alone are read, folder by folder in the order of their texts; states only of what matches.
/// Used by one thread.
/// </summary>
internal sealed class PathSearch
{
    private readonly CatalogConnection _connection;
    private readonly NamePattern _pattern;
    private readonly CatalogStatement _entries;
    private readonly CatalogStatement _states;
    private readonly CatalogStatement _events;

    public PathSearch(CatalogConnection connection, NamePattern pattern)
    {
        _connection = connection;
        _pattern = pattern;
        _entries = connection.Prepare("SELECT id, name FROM path WHERE parent_id = ?1 ORDER BY name");
        _states = connection.Prepare("SELECT from_run, to_run, presence, kind, size, modified_s, modified_ns FROM state WHERE path_id = ?1 ORDER BY from_run");
        _events = connection.Prepare("""
            SELECT min(e.run_id), max(e.run_id), e.kind FROM run_tree rt CROSS JOIN event e ON e.run_id = rt.run_id AND e.path_id = ?2
            WHERE rt.tree_id = ?1 AND e.outcome <> 'gone'
            """);
    }

    /// <summary>The paths that match, by tree, folder and name.</summary>
    public IEnumerable<FoundRow> Matches()
    {
        foreach (CatalogTree tree in CatalogTree.All(_connection))
        {
            long lastLook = LastLook(tree.Id);
            using CatalogStatement folders = _connection.Prepare("SELECT path_id, text FROM folder WHERE tree_id = ?1 ORDER BY text");
            folders.Bind(1, tree.Id);
            while (folders.Step())
            {
                string text = folders.Name(1);
                foreach ((long id, RelativePath path) in EntriesOf(folders.Long(0), text))
                {
                    if (Known(tree, id, path, lastLook) is { } row)
                    {
                        yield return row;
                    }
                }
            }
        }
    }

    private IEnumerable<(long Id, RelativePath Path)> EntriesOf(long folder, string text)
    {
        _entries.Bind(1, folder);
        try
        {
            while (_entries.Step())
            {
                RelativePath path = RelativePath.FromTrusted(text + _entries.Name(1));
                if (_pattern.Matches(path))
                {
                    yield return (_entries.Long(0), path);
                }
            }
        }
        finally
        {
            _entries.Reset();
        }
    }

    private FoundRow? Known(CatalogTree tree, long id, RelativePath path, long lastLook)
    {
        _states.Bind(1, id);
        try
        {
            FoundRow? row = null;
            while (_states.Step())
            {
                long from = _states.Long(0);
                row = new FoundRow
                {
                    Path = path.Value,
                    Kind = CatalogWords.Kinds.Of(_states.Word(3, CatalogWords.Kinds)),
                    Now = _states.IsNull(1) ? CatalogWords.Presences.Of(_states.Word(2, CatalogWords.Presences)) : "gone",
                    FirstRun = row?.FirstRun ?? from,
                    LastRun = _states.OptionalLong(1) ?? Math.Max(from, lastLook),
                    States = (row?.States ?? 0) + 1,
                    Size = _states.Long(4),
                    Modified = CatalogTime.Text(new Timestamp(_states.Long(5), (int)Math.Clamp(_states.Long(6), 0, 999_999_999))),
                    Source = tree.Source,
                    Destination = tree.Destination,
                };
            }

            return row ?? OnlyHappened(tree, id, path);
        }
        finally
        {
            _states.Reset();
        }
    }

    // Never brought over: it failed, or only a dry run has spoken of it.
    private FoundRow? OnlyHappened(CatalogTree tree, long id, RelativePath path)
    {
        _events.Bind(1, tree.Id).Bind(2, id);
        try
        {
            return !_events.Step() || _events.IsNull(0) ? null : new FoundRow
            {
                Path = path.Value,
                Kind = CatalogWords.Kinds.Of(_events.Word(2, CatalogWords.Kinds)),
                Now = "gone",
                FirstRun = _events.Long(0),
                LastRun = _events.Long(1),
                States = 0,
                Source = tree.Source,
                Destination = tree.Destination,
            };
        }
        finally
        {
            _events.Reset();
        }
    }

    private long LastLook(long tree)
    {
        using CatalogStatement last = _connection.Prepare($"""
            SELECT max(rt.run_id) FROM run_tree rt JOIN run r ON r.id = rt.run_id
            WHERE rt.tree_id = ?1 AND r.kind = '{CatalogWords.Backup}' AND {RunScope.HasLookedSql}
            """);
        return last.Bind(1, tree).Step() ? last.Long(0) : 0;
    }
}
