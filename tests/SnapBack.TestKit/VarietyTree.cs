using System.Globalization;

namespace SnapBack.TestKit;

/// <summary>
/// A tree with every kind of entry that Linux knows: odd names (controls, bytes that are not UTF-8, 255 bytes), symbolic links of every sort, hard
/// links within and across folders, holes, FIFO, socket, device, modes, owners (as root), extended attributes, ACLs, times from 1901 to 2446.
/// Made by a script, so that no code of the product takes part. What the file system lacks (attributes, ACLs) is left out without a word.
/// </summary>
public static class VarietyTree
{
    /// <summary>Makes the tree at <paramref name="path"/>, about 500 entries and 12 MB. The same seed gives the same tree. All its paths are under 4,096 bytes, so that rsync can judge it.</summary>
    public static void Create(string path, int seed = 1) => Python.Run("variety.py", path, seed.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a chain of folders whose path is longer than <paramref name="bytes"/>, a file beside each and one at the bottom. Beyond rsync: compare with <see cref="TreeListing"/>.</summary>
    public static void AddDeepPath(string path, int bytes = 6000) => Python.Run("deep.py", path, bytes.ToString(CultureInfo.InvariantCulture));
}
