namespace SnapBack.TestKit;

/// <summary>What shows that something touched a tree: inode, change time and time of last write of every entry. Immutable.</summary>
public sealed class TreeMarks
{
    private readonly Dictionary<string, string> _marks;

    private TreeMarks(Dictionary<string, string> marks)
    {
        _marks = marks;
    }

    /// <summary>Number of entries, the root among them.</summary>
    public int Count => _marks.Count;

    /// <summary>All paths, as <see cref="TouchedSince"/> writes them.</summary>
    public IReadOnlyCollection<string> Paths => _marks.Keys;

    /// <summary>Reads the marks of a tree, which may be of any depth.</summary>
    public static TreeMarks Of(string path) => new(Python.Run("marks.py", path).Lines.Select(line => line.Split(' ', 2)).ToDictionary(part => part[0], part => part[1]));

    /// <summary>Paths that came, went or were touched since the earlier marks, in order; "." is the root, odd characters are written as <c>\xNN</c>.</summary>
    public IReadOnlyList<string> TouchedSince(TreeMarks earlier) =>
        [.. _marks.Keys.Union(earlier._marks.Keys).Where(path => _marks.GetValueOrDefault(path) != earlier._marks.GetValueOrDefault(path)).Order(StringComparer.Ordinal)];
}
