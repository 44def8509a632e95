using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>
/// What differs between the trees as two runs saw them: only states that begin or end between the two are looked at, so that it costs what
/// changed and not what is there. Used by one thread.
/// </summary>
internal sealed class RunDifference
{
    private static readonly string Query = $"""
        WITH touched(id) AS (SELECT DISTINCT path_id FROM state WHERE (from_run > ?1 AND from_run <= ?2) OR (to_run >= ?1 AND to_run < ?2))
        SELECT t.id, 1, s.from_run, {StateColumns.SelectOf("s")} FROM touched t
            JOIN state s ON s.path_id = t.id AND s.from_run <= ?1 AND coalesce(s.to_run, ?1) >= ?1 {StateColumns.JoinTo("s")}
        UNION ALL
        SELECT t.id, 2, s.from_run, {StateColumns.SelectOf("s")} FROM touched t
            JOIN state s ON s.path_id = t.id AND s.from_run <= ?2 AND coalesce(s.to_run, ?2) >= ?2 {StateColumns.JoinTo("s")}
        ORDER BY 1, 2
        """;

    private readonly CatalogConnection _connection;
    private readonly CatalogStatement _parentOf;
    private readonly Dictionary<long, (long Tree, RelativePath Path)?> _paths = [];

    public RunDifference(CatalogConnection connection)
    {
        _connection = connection;
        _parentOf = connection.Prepare("SELECT p.parent_id, p.name, (SELECT t.id FROM tree t WHERE t.root_id = p.id) FROM path p WHERE p.id = ?1");
    }

    /// <summary>The differences, sorted by tree and path.</summary>
    /// <param name="before">The first run.</param>
    /// <param name="after">The second run; may be the earlier of the two.</param>
    /// <param name="trees">Trees that both runs looked at.</param>
    public IEnumerable<DiffRow> Between(long before, long after, IReadOnlySet<long> trees)
    {
        bool isReversed = before > after;
        List<(RelativePath Path, DiffRow Row)> rows = [];
        foreach ((long id, PathState? earlier, PathState? later) in States(Math.Min(before, after), Math.Max(before, after)))
        {
            (PathState? left, PathState? right) = isReversed ? (later, earlier) : (earlier, later);
            if (ChangeOf(left, right) is { } change && PathOf(id) is { } place && trees.Contains(place.Tree) && !place.Path.IsRoot)
            {
                rows.Add((place.Path, new DiffRow
                {
                    Change = change,
                    Path = place.Path.Value,
                    Kind = CatalogWords.Kinds.Of((right ?? left)!.Kind),
                    SizeBefore = left?.Size,
                    SizeAfter = right?.Size,
                    ModifiedBefore = left is null ? null : CatalogTime.Text(left.Modified),
                    ModifiedAfter = right is null ? null : CatalogTime.Text(right.Modified),
                    Tree = place.Tree,
                }));
            }
        }

        return rows.OrderBy(r => r.Row.Tree).ThenBy(r => r.Row.Path, StringComparer.Ordinal).Select(r => r.Row);
    }

    /// <summary>What a reader sees of the difference between two states of a path, by the words of <see cref="DiffRow.Change"/>; null when nothing. Null for none.</summary>
    public static string? ChangeOf(PathState? before, PathState? after) => (before, after) switch
    {
        (null, null) => null,
        (null, _) => "added",
        (_, null) => "removed",
        _ when before.Kind != after.Kind || before.LinkTarget != after.LinkTarget || (before.Kind == Trees.EntryKind.File && HasOtherContent(before, after)) => "changed",
        _ when !IsSame(before.SecurityHash, after.SecurityHash) => "security-changed",
        _ when before.Mode != after.Mode || before.Owner != after.Owner || before.Group != after.Group || before.Attributes != after.Attributes || before.Created != after.Created => "metadata-changed",
        _ => null,
    };

    private static bool HasOtherContent(PathState before, PathState after) =>
        before.Size != after.Size || before.Modified != after.Modified || (before.Sha256 is not null && after.Sha256 is not null && !IsSame(before.Sha256, after.Sha256));

    private static bool IsSame(byte[]? left, byte[]? right) => left is null ? right is null : right is not null && left.AsSpan().SequenceEqual(right);

    // What was left out or only lay at the destination is no part of the tree.
    private IEnumerable<(long Id, PathState? Earlier, PathState? Later)> States(long earlier, long later)
    {
        using CatalogStatement row = _connection.Prepare(Query);
        row.Bind(1, earlier).Bind(2, later);
        long id = 0;
        PathState?[] states = new PathState?[2];
        while (row.Step())
        {
            if (row.Long(0) != id && id != 0)
            {
                yield return (id, states[0], states[1]);
                states = new PathState?[2];
            }

            id = row.Long(0);
            PathState state = StateColumns.Read(row, 3);
            states[row.Long(1) - 1] = state.Presence == Presence.Held ? state : null;
        }

        if (id != 0)
        {
            yield return (id, states[0], states[1]);
        }
    }

    private (long Tree, RelativePath Path)? PathOf(long id)
    {
        if (_paths.TryGetValue(id, out (long Tree, RelativePath Path)? known))
        {
            return known;
        }

        // Deep trees are few levels, and a forged catalog may hold a circle: marked first, so that one ends.
        _paths[id] = null;
        _parentOf.Bind(1, id);
        long? parent;
        string name;
        long? tree;
        try
        {
            if (!_parentOf.Step())
            {
                return null;
            }

            (parent, name, tree) = (_parentOf.OptionalLong(0), _parentOf.Name(1), _parentOf.OptionalLong(2));
        }
        finally
        {
            _parentOf.Reset();
        }

        (long Tree, RelativePath Path)? found = tree is { } root ? (root, RelativePath.Root)
            : parent is { } above && PathOf(above) is { } folder && RelativePath.IsValidName(name) ? (folder.Tree, folder.Path.Child(name)) : null;
        _paths[id] = found;
        return found;
    }
}
