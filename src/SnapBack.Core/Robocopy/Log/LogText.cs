using SnapBack.Paths;

namespace SnapBack.Robocopy.Log;

/// <summary>Paths and names as they may stand in a log: nothing in a name can begin a line, add a column or pass for progress.</summary>
public static class LogText
{
    /// <summary>A name or path without anything that would be read as layout.</summary>
    public static string Escape(string name) => DisplayText.Escape(name);

    /// <summary>A folder's path: it ends with a separator, by which readers know a folder.</summary>
    public static string Folder(string path, char separator)
    {
        string escaped = Escape(path);
        return escaped.EndsWith(separator) ? escaped : escaped + separator;
    }

    /// <summary>The full path of an entry, as people know it.</summary>
    /// <param name="root">Full path of the root on its side.</param>
    /// <param name="path">The entry below it.</param>
    /// <param name="separator">What stands between names.</param>
    public static string Full(string root, RelativePath path, char separator) =>
        path.IsRoot ? Escape(root) : Folder(root, separator) + Escape(separator == '/' ? path.Value : path.Value.Replace('/', separator));
}
