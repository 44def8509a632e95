namespace SnapBack.Catalog;

/// <summary>Numbers of the folders met lately, by path; forgets all when it holds too many. Used by one thread at a time.</summary>
internal sealed class FolderIds
{
    private const int Most = 65_536;

    private readonly Dictionary<string, (long Id, bool IsFresh)> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Id, bool IsFresh)>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public FolderIds()
    {
        _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The number, and whether the folder had nothing in it before the open transaction.</summary>
    public bool TryGet(ReadOnlySpan<char> path, out (long Id, bool IsFresh) folder) => _bySpan.TryGetValue(path, out folder);

    public (long Id, bool IsFresh) Add(ReadOnlySpan<char> path, (long Id, bool IsFresh) folder)
    {
        if (_ids.Count >= Most)
        {
            _ids.Clear();
        }

        _bySpan[path] = folder;
        return folder;
    }

    public void Clear() => _ids.Clear();
}
