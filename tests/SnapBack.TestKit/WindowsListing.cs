namespace SnapBack.TestKit;

/// <summary>What programs under Wine copied, looked at from the Linux side by a script that knows nothing of the product.</summary>
public static class WindowsListing
{
    /// <summary>
    /// One line per entry, the root included: path, kind, size, content hash, time in 100 ns, read-only, hidden and system, the names it shares its
    /// content with. Equal trees give equal lines.
    /// </summary>
    public static string[] Of(string path) => Python.Run("windows.py", "list", path).Lines;

    /// <summary>What the answer of <c>catalog ls RUN --format json</c> tells of a destination and is not so; empty when all of it is.</summary>
    /// <param name="destination">Full path of a destination that holds nothing but the run's files.</param>
    /// <param name="list">The answer.</param>
    /// <param name="work">A folder for the script's own file.</param>
    public static string[] Complaints(string destination, byte[] list, string work)
    {
        string file = Path.Join(work, $"ls-{Guid.NewGuid():N}.json");
        File.WriteAllBytes(file, list);
        return Python.Run("windows.py", "record", destination, file).Lines;
    }
}
