namespace SnapBack.Catalog;

/// <summary>
/// What became, after one run, of the contents that it held in one pair: by whom they were replaced, and where they were moved. Holds what changed and
/// not what is there. Immutable.
/// </summary>
public sealed class LaterContent
{
    /// <summary>True for a state, under the alias <c>s</c>, that brought another content. A copy that was made for other attributes alone brought the same.</summary>
    internal const string IsNewContent = "s.action IN ('copy', 'replace', 'link') AND s.class <> 'tweaked'";

    private const string VersionsSince = """
        SELECT f.text, p.name, v.run_id, vf.name, v.kind, v.size, v.modified_s, v.modified_ns, v.sha256, v.is_conflict, coalesce(v.dropped_by, v.drop_begun)
        FROM version v JOIN path p ON p.id = v.path_id JOIN folder f ON f.path_id = p.parent_id
            JOIN version_folder vf ON vf.run_id = v.run_id AND vf.tree_id = v.tree_id
        WHERE v.tree_id = ?1 AND v.run_id >= ?2 ORDER BY v.run_id
        """;

    private const string ReplacedSince = $"""
        SELECT f.text, p.name, min(s.from_run) FROM state s JOIN path p ON p.id = s.path_id JOIN folder f ON f.path_id = p.parent_id
        WHERE f.tree_id = ?1 AND s.from_run > ?2 AND {IsNewContent} GROUP BY s.path_id
        """;

    private readonly ILookup<string, VersionRow> _versions;
    private readonly Dictionary<string, long> _replaced;

    private LaterContent(ILookup<string, VersionRow> versions, Dictionary<string, long> replaced)
    {
        _versions = versions;
        _replaced = replaced;
    }

    /// <summary>The version that holds the content of a path as the run saw it, removed or not; null when no run moved it aside.</summary>
    /// <param name="path">The path.</param>
    /// <param name="fromRun">First run of its state.</param>
    public VersionRow? VersionOf(string path, long fromRun) => _versions[path].FirstOrDefault(version =>
        version.MovedBy > fromRun && !(_replaced.TryGetValue(path, out long replacedBy) && replacedBy < version.MovedBy));

    /// <summary>The first later run that brought another content of a path; null for none.</summary>
    public long? ReplacedBy(string path) => _replaced.TryGetValue(path, out long run) ? run : null;

    /// <summary>All versions that this run or a later one moved aside and that are there.</summary>
    public IEnumerable<VersionRow> Held => _versions.SelectMany(versions => versions).Where(version => version.DroppedBy is null);

    /// <summary>Reads it.</summary>
    internal static LaterContent Read(CatalogConnection connection, long run, long tree)
    {
        using CatalogStatement versions = connection.Prepare(VersionsSince);
        versions.Bind(1, tree).Bind(2, run);
        List<VersionRow> moved = [];
        while (versions.Step())
        {
            moved.Add(ReadVersion(versions));
        }

        using CatalogStatement states = connection.Prepare(ReplacedSince);
        states.Bind(1, tree).Bind(2, run);
        Dictionary<string, long> replaced = new(StringComparer.Ordinal);
        while (states.Step())
        {
            replaced[states.Name(0) + states.Name(1)] = states.Long(2);
        }

        return new LaterContent(moved.ToLookup(version => version.Path, StringComparer.Ordinal), replaced);
    }

    private static VersionRow ReadVersion(CatalogStatement row) => new()
    {
        Path = row.Name(0) + row.Name(1),
        MovedBy = row.Long(2),
        Folder = row.Text(3) ?? string.Empty,
        Kind = row.Word(4, CatalogWords.Kinds),
        Size = row.Long(5),
        Modified = new Trees.Timestamp(row.Long(6), (int)Math.Clamp(row.Long(7), 0, 999_999_999)),
        Sha256 = row.OptionalBytes(8),
        IsConflict = row.Long(9) != 0,
        DroppedBy = row.OptionalLong(10),
    };
}
