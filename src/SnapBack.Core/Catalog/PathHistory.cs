using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>One path over all runs: its states in their order, and what happened between them. Costs what the path has, not what the catalog has. Used by one thread.</summary>
internal sealed class PathHistory
{
    private const int FirstStateColumn = 2;

    private readonly CatalogConnection _connection;
    private readonly CatalogTree _tree;
    private readonly SortedList<long, DateTimeOffset?> _runs = [];

    public PathHistory(CatalogConnection connection, CatalogTree tree)
    {
        _connection = connection;
        _tree = tree;
        using CatalogStatement runs = connection.Prepare("SELECT rt.run_id, r.started FROM run_tree rt JOIN run r ON r.id = rt.run_id WHERE rt.tree_id = ?1");
        runs.Bind(1, tree.Id);
        while (runs.Step())
        {
            _runs[runs.Long(0)] = CatalogTime.Parse(runs.Text(1));
        }
    }

    /// <summary>What is known of a path, oldest first; empty when nothing is.</summary>
    public IReadOnlyList<HistoryRow> Of(RelativePath path)
    {
        if (_tree.PathId(_connection, path) is not { } id)
        {
            return [];
        }

        Dictionary<long, FoundEvent> events = Events(id);
        List<HistoryRow> rows = States(id, path, events);
        rows.AddRange(events.Where(e => e.Value.Outcome is not (Execution.ActionOutcome.Done or Execution.ActionOutcome.Gone)).Select(e => Row(e.Key, CatalogWords.Outcomes.Of(e.Value.Outcome)) with
        {
            Kind = CatalogWords.Kinds.Of(e.Value.Kind),
            Size = e.Value.Size,
            Modified = e.Value.Modified is { } modified ? CatalogTime.Text(modified) : null,
            Error = e.Value.Error?.ToString(),
        }));

        // What ended at a run comes before what began with it, and both before what failed in it.
        return [.. rows.Select((row, index) => (row, index)).OrderBy(r => r.row.Run).ThenBy(r => r.index).Select(r => r.row)];
    }

    private List<HistoryRow> States(long id, RelativePath path, Dictionary<long, FoundEvent> events)
    {
        List<HistoryRow> rows = [];
        PathState? before = null;
        long? heldUntil = null;
        ContentPlaces places = new(_connection, _tree, path, id);
        foreach ((long from, long? to, PathState state) in StatesOf(id))
        {
            // A state that ended is followed by another one, or the path was not there for a while.
            bool isNext = heldUntil is { } end && (RunAfter(end) ?? long.MaxValue) >= from;
            if (before is not null && !isNext)
            {
                rows.Add(Ending(heldUntil!.Value, before, events));
            }

            string? change = ChangeOf(isNext ? before : null, state);
            if (change is null)
            {
                // Recorded anew with nothing in it that a reader would see.
                rows[^1] = rows[^1] with { LastRun = to, At = At(places, from, state), Sha256 = Hex(state) ?? rows[^1].Sha256 };
            }
            else
            {
                rows.Add(Row(from, change) with
                {
                    LastRun = to,
                    Kind = CatalogWords.Kinds.Of(state.Kind),
                    Size = state.Size,
                    Modified = CatalogTime.Text(state.Modified),
                    Sha256 = Hex(state),
                    At = At(places, from, state),
                });
            }

            (before, heldUntil) = (state, to);
        }

        if (before is not null && heldUntil is { } last)
        {
            rows.Add(Ending(last, before, events));
        }

        return rows;
    }

    private static string? ChangeOf(PathState? before, PathState state) => state.Presence switch
    {
        Presence.Held when before is { Presence: Presence.Held } => RunDifference.ChangeOf(before, state),
        Presence.Held => "appeared",
        _ when before?.Presence == state.Presence => null,
        _ => CatalogWords.Presences.Of(state.Presence),
    };

    private static string? Hex(PathState state) => state.Sha256 is null ? null : Convert.ToHexStringLower(state.Sha256);

    private HistoryRow Ending(long last, PathState state, Dictionary<long, FoundEvent> events)
    {
        long run = RunAfter(last) ?? last;
        bool isDeleted = events.TryGetValue(run, out FoundEvent? found) && found is { Action: Planning.ActionKind.Delete, Outcome: Execution.ActionOutcome.Done };
        return Row(run, isDeleted ? "deleted" : "gone") with { Kind = CatalogWords.Kinds.Of(state.Kind) };
    }

    private HistoryRow Row(long run, string change) => new()
    {
        Run = run,
        Started = _runs.GetValueOrDefault(run),
        Change = change,
        Kind = string.Empty,
        Source = _tree.Source,
        Destination = _tree.Destination,
    };

    private static string? At(ContentPlaces places, long from, PathState state) => state is { Presence: Presence.Held, Kind: not Trees.EntryKind.Directory } || places.IsHeldSince(from) ? places.Of(from) : null;

    private long? RunAfter(long run)
    {
        int low = 0;
        int high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _runs.Keys[middle] > run ? (low, middle) : (middle + 1, high);
        }

        return low < _runs.Count ? _runs.Keys[low] : null;
    }

    private IEnumerable<(long From, long? To, PathState State)> StatesOf(long id)
    {
        using CatalogStatement row = _connection.Prepare($"SELECT s.from_run, s.to_run, {StateColumns.SelectOf("s")} FROM state s {StateColumns.JoinTo("s")} WHERE s.path_id = ?1 ORDER BY s.from_run");
        row.Bind(1, id);
        while (row.Step())
        {
            yield return (row.Long(0), row.OptionalLong(1), StateColumns.Read(row, FirstStateColumn));
        }
    }

    // A run is looked up for the path, and not the path in all that happened: the table is sorted by runs.
    private Dictionary<long, FoundEvent> Events(long id)
    {
        using CatalogStatement row = _connection.Prepare($"""
            SELECT e.run_id, {FoundEvent.Columns} FROM run_tree rt CROSS JOIN run r ON r.id = rt.run_id AND r.kind = '{CatalogWords.Backup}'
                CROSS JOIN event e ON e.run_id = rt.run_id AND e.path_id = ?2 WHERE rt.tree_id = ?1
            """);
        row.Bind(1, _tree.Id).Bind(2, id);
        Dictionary<long, FoundEvent> events = [];
        while (row.Step())
        {
            events[row.Long(0)] = FoundEvent.Read(row, 1);
        }

        return events;
    }
}
