using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>
/// What differs between the trees as two runs saw them: only states that begin or end between the two are looked at, so that it costs what
/// changed and not what is there. Rows come as they are found; the paths are sorted by SQLite, which takes little memory for any number. Used by one thread.
/// </summary>
internal sealed class RunDifference
{
    private const string Touched = """
        SELECT p.id, f.text, p.name FROM (
                SELECT path_id FROM state WHERE from_run > ?2 AND from_run <= ?3 UNION SELECT path_id FROM state WHERE to_run >= ?2 AND to_run < ?3) t
            CROSS JOIN path p ON p.id = t.path_id CROSS JOIN folder f ON f.path_id = p.parent_id
        WHERE f.tree_id = ?1 ORDER BY f.text || p.name
        """;

    private readonly CatalogConnection _connection;
    private readonly CatalogStatement _state;

    public RunDifference(CatalogConnection connection)
    {
        _connection = connection;
        _state = connection.Prepare($"""
            SELECT {StateColumns.SelectOf("s")} FROM state s {StateColumns.JoinTo("s")} WHERE s.path_id = ?1 AND s.from_run <= ?2 AND coalesce(s.to_run, ?2) >= ?2
            """);
    }

    /// <summary>The differences, by tree and path, in the order of the bytes of their names.</summary>
    /// <param name="before">The first run.</param>
    /// <param name="after">The second run; may be the earlier of the two.</param>
    /// <param name="trees">Trees that both runs looked at.</param>
    public IEnumerable<DiffRow> Between(long before, long after, IEnumerable<long> trees)
    {
        using CatalogStatement touched = _connection.Prepare(Touched);
        foreach (long tree in trees.Order())
        {
            touched.Bind(1, tree).Bind(2, Math.Min(before, after)).Bind(3, Math.Max(before, after));
            while (touched.Step())
            {
                (PathState? left, PathState? right) = (StateAt(touched.Long(0), before), StateAt(touched.Long(0), after));
                if (ChangeOf(left, right) is { } change && RelativePath.TryParse(touched.Name(1) + touched.Name(2), out RelativePath path))
                {
                    yield return new DiffRow
                    {
                        Change = change,
                        Path = path.Value,
                        Kind = CatalogWords.Kinds.Of((right ?? left)!.Kind),
                        SizeBefore = left?.Size,
                        SizeAfter = right?.Size,
                        ModifiedBefore = left is null ? null : CatalogTime.Text(left.Modified),
                        ModifiedAfter = right is null ? null : CatalogTime.Text(right.Modified),
                        Tree = tree,
                    };
                }
            }

            touched.Reset();
        }
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
    private PathState? StateAt(long path, long run)
    {
        _state.Bind(1, path).Bind(2, run);
        try
        {
            return _state.Step() && StateColumns.Read(_state, 0) is { Presence: Presence.Held } state ? state : null;
        }
        finally
        {
            _state.Reset();
        }
    }
}
