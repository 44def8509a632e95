using System.Globalization;
using System.Text.RegularExpressions;

namespace SnapBack.TestKit;

/// <summary>
/// Trees with every sort of Windows metadata on NTFS under ntfs-3g, made by a script through setxattr and judged by what <c>getfattr</c> prints, so that no
/// code of the product takes part on either side.
/// </summary>
public static class NtfsTree
{
    private static readonly string[] Parts = ["acl", "attributes", "times", "streams"];

    /// <summary>
    /// Makes files and folders (one in eight) below <paramref name="path"/>, with descriptors of twenty sorts, attributes, creation and write times from
    /// 1601 to 9999 and named streams. The same seed gives the same tree.
    /// </summary>
    /// <param name="path">Where.</param>
    /// <param name="count">Files and folders together.</param>
    /// <param name="seed">Which tree.</param>
    /// <param name="isNarrow">True for what a copy on ext4 and a catalog can hold: 4,000 bytes of streams per file, years from 1901 to 2446, and no descriptor without an access list.</param>
    /// <returns>How many there are of each sort.</returns>
    public static IReadOnlyDictionary<string, int> Create(string path, int count = 2000, int seed = 1, bool isNarrow = false) =>
        Run("make", path, Text(seed), Text(count), isNarrow ? "1" : "0").Select(line => line.Split('|')).ToDictionary(part => part[0], part => int.Parse(part[1], CultureInfo.InvariantCulture));

    /// <summary>Changes one entry in the access list of some files and nothing else of them, and returns their paths.</summary>
    public static string[] ChangeAnEntry(string path, int files, int seed = 1) => Run("alter", path, Text(seed), Text(files));

    /// <summary>
    /// What is not equal below two folders, one line per entry and part: names, kinds, content, and of <c>acl</c>, <c>attributes</c>, <c>times</c>
    /// (creation and write) and <c>streams</c> those named, or all.
    /// </summary>
    public static string[] Differences(string first, string second, params string[] parts) => Run("differ", [first, second, .. parts.Length == 0 ? Parts : parts]);

    /// <summary>One line per entry below a folder: path, kind, content and the parts, as <see cref="Differences"/> compares them.</summary>
    public static string[] List(string path, params string[] parts) => Run("list", [path, .. parts.Length == 0 ? Parts : parts]);

    /// <summary>
    /// By path what shows that an entry was touched: its change time and others as NTFS has them. What <c>stat</c> tells of them may be some 100 ns off.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Marks(string path) =>
        Run("list", path, "marks").Select(line => line.Split('|', 2)).ToDictionary(part => Regex.Unescape(part[0]), part => part[1]);

    /// <summary>Paths that came, went or were touched since the earlier marks.</summary>
    public static string[] Touched(string path, IReadOnlyDictionary<string, string> earlier)
    {
        IReadOnlyDictionary<string, string> now = Marks(path);
        return [.. now.Keys.Union(earlier.Keys).Where(entry => now.GetValueOrDefault(entry) != earlier.GetValueOrDefault(entry)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Descriptor, DOS attributes and creation time of one entry, in hexadecimal.</summary>
    public static (string Descriptor, string Attributes, string Created) Show(string path)
    {
        string[] parts = Run("show", path)[0].Split('|');
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>Gives one entry a descriptor of a sort that <see cref="Create"/> counts.</summary>
    public static void Give(string path, string sort, int seed = 1) => Run("give", path, sort, Text(seed));

    /// <summary>Sets creation, write and access time of one entry, in 100 ns since 1601.</summary>
    public static void SetTimes(string path, long time) => Run("time", path, time.ToString(CultureInfo.InvariantCulture));

    /// <summary>The parts of one entry's descriptor: <c>control</c>, <c>owner</c>, <c>group</c>, <c>dacl</c>, <c>sacl</c>, in hexadecimal.</summary>
    public static IReadOnlyDictionary<string, string> PartsOf(string path) =>
        Run("parts", path).Select(line => line.Split('=')).ToDictionary(part => part[0], part => part[1]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Run(string command, params string[] arguments)
    {
        Require.Program("getfattr");
        return Python.Run("ntfs.py", [command, .. arguments]).Lines;
    }
}
