using System.Globalization;

namespace SnapBack.TestKit;

/// <summary>Changes a tree in every way that a backup must notice: a script of its own, so that no code of the product takes part.</summary>
public static class TreeChanges
{
    /// <summary>
    /// Makes <paramref name="count"/> additions, edits, renames and deletions each, half as many changes of metadata, and some of kind and of hard
    /// links. The same seed makes the same changes of the same tree.
    /// </summary>
    /// <returns>What was touched, kind of change and path; paths as in <see cref="TreeMarks"/>. The kinds stand at the head of the script.</returns>
    public static IReadOnlyList<(string Kind, string Path)> Make(string path, int seed, int count) =>
        [.. Python.Run("changes.py", path, seed.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture)).Lines
            .Select(line => line.Split(' ', 2)).Select(part => (part[0], part[1]))];
}
