using System.Security.Cryptography;

namespace SnapBack.EndToEnd.Tests.Reliability;

/// <summary>The content of every file of a tree, read without any code of the product.</summary>
internal static class FileHashes
{
    /// <summary>
    /// SHA-256 of every regular file by its path below <paramref name="root"/>; names that <paramref name="skip"/> holds are left out, and the program's own
    /// folder in the root.
    /// </summary>
    public static Dictionary<string, string> Of(string root, Func<string, bool>? skip = null) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(Path.Join(root, ".snapback/"), StringComparison.Ordinal))
            .Where(path => skip?.Invoke(Path.GetFileName(path)) != true)
            .AsParallel()
            .ToDictionary(path => Path.GetRelativePath(root, path), Hash, StringComparer.Ordinal);

    /// <summary>True for a name that the program uses only while it writes a file.</summary>
    public static bool IsTemporary(string name) => name.StartsWith(".snapback-", StringComparison.Ordinal) && name.EndsWith(".tmp", StringComparison.Ordinal);

    /// <summary>Temporary files below a folder; there are none after a run that ended by itself.</summary>
    public static string[] Temporaries(string root) =>
        [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Where(path => IsTemporary(Path.GetFileName(path)))];

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
