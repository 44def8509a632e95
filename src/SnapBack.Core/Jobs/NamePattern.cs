using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>
/// A robocopy pattern: <c>*</c> and <c>?</c>, case-insensitive. Without a separator it is held against the last component, at every
/// depth; with one, against the path below the source root. <c>*.*</c> means everything. Immutable, thread-safe.
/// </summary>
public sealed class NamePattern
{
    private readonly string _pattern;
    private readonly bool _isPath;

    /// <summary>Takes the pattern as written; '\' separates as '/' does on Windows only.</summary>
    public NamePattern(string pattern)
    {
        Text = pattern;
        string unified = OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern;
        _isPath = unified.Contains('/', StringComparison.Ordinal);
        _pattern = unified.Trim('/') is "*.*" ? "*" : unified.Trim('/');
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>True when the pattern speaks of the entry at <paramref name="path"/>.</summary>
    public bool Matches(RelativePath path) => IsMatch(_isPath ? path.Value : path.Name, _pattern);

    /// <inheritdoc/>
    public override string ToString() => Text;

    // Greedy with one step back to the last star: linear for all but crafted patterns, never exponential.
    private static bool IsMatch(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
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
