using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>Where the contents that a path has had lie now: in the copy, in the version store, or nowhere. By the rules of <see cref="LaterContent"/>, for one path. Used by one thread.</summary>
internal sealed class ContentPlaces
{
    private readonly CatalogTree _tree;
    private readonly RelativePath _path;
    private readonly List<long> _brought = [];
    private readonly List<(long MovedBy, string Folder, bool IsDropped)> _versions = [];
    private readonly long? _heldSince;

    public ContentPlaces(CatalogConnection connection, CatalogTree tree, RelativePath path, long id)
    {
        _tree = tree;
        _path = path;
        using CatalogStatement brought = connection.Prepare($"SELECT s.from_run FROM state s WHERE s.path_id = ?1 AND {LaterContent.IsNewContent} ORDER BY 1");
        brought.Bind(1, id);
        while (brought.Step())
        {
            _brought.Add(brought.Long(0));
        }

        using CatalogStatement versions = connection.Prepare("""
            SELECT v.run_id, f.name, coalesce(v.dropped_by, v.drop_begun) IS NOT NULL FROM version v JOIN version_folder f ON f.run_id = v.run_id AND f.tree_id = v.tree_id
            WHERE v.path_id = ?1 ORDER BY 1
            """);
        versions.Bind(1, id);
        while (versions.Step())
        {
            _versions.Add((versions.Long(0), versions.Text(1) ?? string.Empty, versions.Long(2) != 0));
        }

        using CatalogStatement held = connection.Prepare("SELECT from_run FROM state WHERE path_id = ?1 AND to_run IS NULL AND presence = 'held'");
        _heldSince = held.Bind(1, id).Step() ? held.Long(0) : null;
    }

    /// <summary>True for the state that holds now, when it is part of the backup.</summary>
    public bool IsHeldSince(long fromRun) => _heldSince == fromRun;

    /// <summary>Full path of the content that a state had; null when no place is known that has it.</summary>
    /// <param name="fromRun">First run of the state.</param>
    public string? Of(long fromRun)
    {
        long? replacedBy = _brought.Find(run => run > fromRun) is > 0 and { } run ? run : null;
        if (_versions.Find(version => version.MovedBy > fromRun) is { MovedBy: > 0 } moved && !(replacedBy < moved.MovedBy))
        {
            return moved.IsDropped ? null : _tree.At($".snapback/versions/{moved.Folder}/{_path.Value}");
        }

        return replacedBy is null && _heldSince is not null ? _tree.At(_path.Value) : null;
    }
}
