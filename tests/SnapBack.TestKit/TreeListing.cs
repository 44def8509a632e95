namespace SnapBack.TestKit;

/// <summary>An oracle for trees of any depth: a script of its own lists all that a copy must keep.</summary>
public static class TreeListing
{
    /// <summary>
    /// One line per entry: path, kind, mode, owner, time in nanoseconds, and content hash, link target, extended attributes, hard links. Equal
    /// trees give equal lines. Names in <paramref name="ignore"/> are left out at every depth.
    /// </summary>
    public static string[] Of(string path, params string[] ignore) => Python.Run("listing.py", [path, .. ignore]).Lines;
}
