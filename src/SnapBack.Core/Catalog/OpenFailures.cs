using SnapBack.Execution;
using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>
/// What failed and has not succeeded since. A later run has cleared a failure when it recorded the path anew, or looked at its folder and had
/// nothing to complain of. A run that did not look clears nothing. Used by one thread.
/// </summary>
internal sealed class OpenFailures
{
    private readonly CatalogConnection _connection;
    private readonly CatalogStatement _place;
    private readonly CatalogStatement _outcome;
    private readonly CatalogStatement _state;
    private readonly CatalogStatement _what;
    private readonly Dictionary<long, CatalogTree> _trees;
    private readonly Dictionary<long, List<long>> _runsOfTree = [];
    private readonly Dictionary<long, List<RunScope>> _scopes = [];

    public OpenFailures(CatalogConnection connection)
    {
        _connection = connection;
        _trees = CatalogTree.All(connection).ToDictionary(tree => tree.Id);
        _place = connection.Prepare("SELECT f.tree_id, f.text, p.name FROM path p JOIN folder f ON f.path_id = coalesce(p.parent_id, p.id) WHERE p.id = ?1");
        _outcome = connection.Prepare("SELECT outcome FROM event WHERE run_id = ?1 AND path_id = ?2");
        _state = connection.Prepare("SELECT 1 FROM state WHERE path_id = ?1 AND from_run = ?2");
        _what = connection.Prepare($"""
            SELECT (SELECT started FROM run WHERE id = ?1), (SELECT started FROM run WHERE id = ?2), {FoundEvent.Columns}
            FROM event e WHERE e.run_id = ?2 AND e.path_id = ?3
            """);
    }

    /// <summary>The failures that stand, by source and path.</summary>
    /// <param name="since">Only what failed in a run that began then or later; null for all.</param>
    public IReadOnlyList<FailureRow> Find(DateTimeOffset? since)
    {
        List<FailureRow> rows = [];
        foreach ((long id, List<long> runs) in FailedRuns())
        {
            if (Place(id) is not { } place || IsCleared(place, id, runs[^1], long.MaxValue))
            {
                continue;
            }

            int first = runs.Count - 1;
            while (first > 0 && !IsCleared(place, id, runs[first - 1], runs[first]))
            {
                first--;
            }

            if (Row(place, id, runs[first], runs[^1], runs.Count - first, since) is { } row)
            {
                rows.Add(row);
            }
        }

        return [.. rows.OrderBy(row => row.Source, StringComparer.Ordinal).ThenBy(row => row.Destination, StringComparer.Ordinal).ThenBy(row => row.Path, StringComparer.Ordinal)];
    }

    // Events are few and sorted by run; dry runs, which may have many, are passed over as a whole.
    private IEnumerable<(long Path, List<long> Runs)> FailedRuns()
    {
        using CatalogStatement row = _connection.Prepare($"""
            SELECT e.path_id, e.run_id FROM run r CROSS JOIN event e ON e.run_id = r.id WHERE r.kind = '{CatalogWords.Backup}' AND e.outcome = 'failed' ORDER BY 1, 2
            """);
        long path = 0;
        List<long> runs = [];
        while (row.Step())
        {
            if (row.Long(0) != path && runs.Count > 0)
            {
                yield return (path, runs);
                runs = [];
            }

            path = row.Long(0);
            runs.Add(row.Long(1));
        }

        if (runs.Count > 0)
        {
            yield return (path, runs);
        }
    }

    private bool IsCleared((CatalogTree Tree, RelativePath Path) place, long id, long after, long before)
    {
        List<long> runs = BackupsOf(place.Tree.Id);
        int next = runs.BinarySearch(after + 1);
        for (int i = next < 0 ? ~next : next; i < runs.Count && runs[i] < before; i++)
        {
            if (IsClearedBy(place, id, runs[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsClearedBy((CatalogTree Tree, RelativePath Path) place, long id, long run)
    {
        if (Ask(_outcome.Bind(1, run).Bind(2, id), row => row.Word(0, CatalogWords.Outcomes)) is { } outcome)
        {
            return outcome is not (ActionOutcome.Failed or ActionOutcome.Withheld or ActionOutcome.Cancelled);
        }

        return Ask(_state.Bind(1, id).Bind(2, run), row => row.Long(0)) is not null || HasLooked(place, run);
    }

    private bool HasLooked((CatalogTree Tree, RelativePath Path) place, long run)
    {
        if (!_scopes.TryGetValue(run, out List<RunScope>? scopes))
        {
            _scopes[run] = scopes = RunScope.Of(_connection, run);
        }

        return scopes.Find(scope => scope.TreeId == place.Tree.Id) is { } scope && !scope.IsUnderUnseen(place.Path.IsRoot ? place.Path : place.Path.Parent);
    }

    private List<long> BackupsOf(long tree)
    {
        if (!_runsOfTree.TryGetValue(tree, out List<long>? runs))
        {
            using CatalogStatement row = _connection.Prepare(
                $"SELECT rt.run_id FROM run_tree rt JOIN run r ON r.id = rt.run_id WHERE rt.tree_id = ?1 AND r.kind = '{CatalogWords.Backup}' ORDER BY 1");
            row.Bind(1, tree);
            _runsOfTree[tree] = runs = [];
            while (row.Step())
            {
                runs.Add(row.Long(0));
            }
        }

        return runs;
    }

    private (CatalogTree Tree, RelativePath Path)? Place(long id)
    {
        _place.Bind(1, id);
        try
        {
            return _place.Step() && _trees.TryGetValue(_place.Long(0), out CatalogTree? tree) && RelativePath.TryParse(_place.Name(1) + _place.Name(2), out RelativePath path)
                ? (tree, path)
                : null;
        }
        finally
        {
            _place.Reset();
        }
    }

    private FailureRow? Row((CatalogTree Tree, RelativePath Path) place, long id, long first, long last, int count, DateTimeOffset? since)
    {
        _what.Bind(1, first).Bind(2, last).Bind(3, id);
        try
        {
            if (!_what.Step() || (since is { } moment && CatalogTime.Parse(_what.Text(1)) is { } began && began < moment))
            {
                return null;
            }

            FoundEvent found = FoundEvent.Read(_what, 2);
            return new FailureRow
            {
                Path = place.Path.IsRoot ? "." : place.Path.Value,
                Kind = CatalogWords.Kinds.Of(found.Kind),
                Action = CatalogWords.Actions.Of(found.Action),
                Error = found.Error?.ToString(),
                Failures = count,
                FirstRun = first,
                LastRun = last,
                Since = CatalogTime.Parse(_what.Text(0)),
                Source = place.Tree.Source,
                Destination = place.Tree.Destination,
            };
        }
        finally
        {
            _what.Reset();
        }
    }

    private static T? Ask<T>(CatalogStatement one, Func<CatalogStatement, T> read)
        where T : struct
    {
        try
        {
            return one.Step() ? read(one) : null;
        }
        finally
        {
            one.Reset();
        }
    }
}
