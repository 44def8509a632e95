using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>
/// A robocopy pattern: <c>*</c> and <c>?</c>, case-insensitive (letter by letter, upper-cased, as NTFS does).
/// <list type="bullet">
/// <item>Without a separator it is a name, held against the last component at every depth. A separator at its end does not count.</item>
/// <item>With a separator it is a path below the source, held against it component by component: no wildcard reaches over a separator.
/// <c>./name</c> is a path, too.</item>
/// <item>A full path speaks of nothing until <see cref="Below"/> has made it a path below a root.</item>
/// <item><c>*.*</c> means every name, with or without a dot; <c>*.</c> at the end means names without an extension.</item>
/// </list>
/// Immutable, thread-safe; matching takes time in proportion to name times pattern at worst.
/// </summary>
public sealed class NamePattern
{
    private const string AnyName = "*";

    private readonly string[] _components;
    private readonly bool _isPath;

    /// <summary>Takes the pattern as written; '\' separates as '/' does on Windows only. Takes any text.</summary>
    public NamePattern(string pattern)
    {
        Text = pattern;
        string unified = Unify(pattern);
        IsFullPath = unified.StartsWith('/') || (OperatingSystem.IsWindows() && unified.Length > 1 && unified[1] == ':' && char.IsAsciiLetter(unified[0]));
        _isPath = unified.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        _components = Split(unified);
    }

    private NamePattern(string[] components)
    {
        Text = "./" + string.Join('/', components);
        _isPath = true;
        _components = components;
    }

    /// <summary>The pattern as written; for one that <see cref="Below"/> made, <c>./folder/name</c>.</summary>
    public string Text { get; }

    /// <summary>True for a pattern that begins at the root of the system, a drive or a share.</summary>
    public bool IsFullPath { get; }

    /// <summary>True when the pattern holds no name at all, such as "" or "/".</summary>
    internal bool IsEmpty => _components.Length == 0;

    /// <summary>True when the pattern holds '..', which no entry is called.</summary>
    internal bool LeavesRoot => _components.Contains("..", StringComparer.Ordinal);

    /// <summary>True when the pattern speaks of the entry at <paramref name="path"/>.</summary>
    public bool Matches(RelativePath path)
    {
        if (IsFullPath)
        {
            return false;
        }

        return _isPath ? IsPathMatch(path.Value, isBegin: false) : _components.Length == 1 && IsMatch(path.Value.AsSpan(path.Value.LastIndexOf('/') + 1), _components[0]);
    }

    /// <summary>False when the pattern speaks of nothing in the folder at <paramref name="folder"/>, at any depth.</summary>
    internal bool MayMatchBelow(RelativePath folder) => !IsFullPath && (!_isPath || IsPathMatch(folder.Value, isBegin: true));

    /// <summary>
    /// A full path as a path below <paramref name="root"/>, which is full, too; null when it is not a full path or does not lie below it.
    /// Letters count exactly on Linux, without case on Windows.
    /// </summary>
    public NamePattern? Below(string root)
    {
        string[] above = Split(Unify(root));
        StringComparer comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        return IsFullPath && _components.Length > above.Length && _components.AsSpan(0, above.Length).SequenceEqual(above, comparer)
            ? new NamePattern(_components[above.Length..])
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Unify(string pattern) => OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern;

    private static string[] Split(string path) =>
        [.. path.Split('/').Where(c => c.Length > 0 && c != ".").Select(c => c == "*.*" ? AnyName : c)];

    private bool IsPathMatch(ReadOnlySpan<char> path, bool isBegin)
    {
        int next = 0;
        foreach (Range range in path.Split('/'))
        {
            if (next == _components.Length || !IsMatch(path[range], _components[next++]))
            {
                return false;
            }
        }

        return isBegin ? next < _components.Length : next == _components.Length;
    }

    private static bool IsMatch(ReadOnlySpan<char> name, string pattern) =>
        IsGlobMatch(name, pattern)
        || (pattern.EndsWith("*.", StringComparison.Ordinal) && !name.Contains('.') && IsGlobMatch(name, pattern.AsSpan(0, pattern.Length - 1)));

    // Greedy with one step back to the last star: linear for all but crafted patterns, never exponential.
    private static bool IsGlobMatch(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int t = 0;
        int p = 0;
        int star = -1;
        int retry = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                retry = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
