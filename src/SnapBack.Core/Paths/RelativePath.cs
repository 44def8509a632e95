using System.Diagnostics.CodeAnalysis;

namespace SnapBack.Paths;

/// <summary>
/// A path below a root, as exact as the file system has it: components joined by '/', on every system. It can't leave the root:
/// no component is empty, "." or "..", and none holds a separator or NUL. Names that are not valid Unicode survive (see
/// <see cref="NameCodec"/>). Immutable; comparison is exact, letter for letter.
/// </summary>
public readonly struct RelativePath : IEquatable<RelativePath>
{
    /// <summary>The root itself.</summary>
    public static readonly RelativePath Root;

    private readonly string? _value;

    private RelativePath(string value)
    {
        _value = value;
    }

    /// <summary>The text form; empty for the root. Not for the screen: see <see cref="DisplayText"/>.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>True for the root.</summary>
    public bool IsRoot => string.IsNullOrEmpty(_value);

    /// <summary>Number of components; 0 for the root.</summary>
    public int Depth => IsRoot ? 0 : Value.AsSpan().Count('/') + 1;

    /// <summary>The last component; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The path without its last component; the root's parent is the root.</summary>
    public RelativePath Parent
    {
        get
        {
            int slash = Value.LastIndexOf('/');
            return slash < 0 ? Root : new RelativePath(Value[..slash]);
        }
    }

    /// <summary>The components from the top.</summary>
    public string[] Components => IsRoot ? [] : Value.Split('/');

    /// <summary>Equality of the exact text.</summary>
    public static bool operator ==(RelativePath left, RelativePath right) => left.Equals(right);

    /// <summary>Inequality of the exact text.</summary>
    public static bool operator !=(RelativePath left, RelativePath right) => !left.Equals(right);

    /// <summary>Reads a path given by a person or a file; both '/' and, on Windows, '\' separate.</summary>
    /// <returns>False when a component is not allowed.</returns>
    public static bool TryParse(string text, out RelativePath path)
    {
        string unified = OperatingSystem.IsWindows() ? text.Replace('\\', '/') : text;
        unified = unified.TrimEnd('/');
        path = Root;
        if (unified.Length == 0)
        {
            return text.Length == 0;
        }

        foreach (string component in unified.Split('/'))
        {
            if (!IsValidName(component))
            {
                return false;
            }
        }

        path = new RelativePath(unified);
        return true;
    }

    /// <summary>True when <paramref name="name"/> may be one component.</summary>
    public static bool IsValidName(string name) =>
        name.Length > 0 && name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal);

    /// <summary>The path of <paramref name="name"/> in this folder.</summary>
    /// <exception cref="ArgumentException">The name is not one component.</exception>
    public RelativePath Child(string name)
    {
        if (!IsValidName(name))
        {
            throw new ArgumentException($"'{DisplayText.Escape(name)}' is not the name of an entry.", nameof(name));
        }

        return new RelativePath(IsRoot ? name : string.Concat(_value, "/", name));
    }

    /// <summary>True when this path is <paramref name="ancestor"/> or lies below it.</summary>
    public bool IsAtOrUnder(RelativePath ancestor) =>
        ancestor.IsRoot
        || (Value.StartsWith(ancestor.Value, StringComparison.Ordinal)
            && (Value.Length == ancestor.Value.Length || Value[ancestor.Value.Length] == '/'));

    /// <summary>This path with <paramref name="ancestor"/> taken off its front; only for paths at or under it.</summary>
    public RelativePath Below(RelativePath ancestor)
    {
        if (!IsAtOrUnder(ancestor))
        {
            throw new ArgumentException("The path does not lie under the given folder.", nameof(ancestor));
        }

        return ancestor.IsRoot ? this : Value.Length == ancestor.Value.Length ? Root : new RelativePath(Value[(ancestor.Value.Length + 1)..]);
    }

    /// <inheritdoc/>
    public bool Equals(RelativePath other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is RelativePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>The escaped form for people.</summary>
    public override string ToString() => IsRoot ? "." : DisplayText.Escape(Value);

    /// <summary>A path that this program itself put together from valid names, back from a spool or the catalog.</summary>
    internal static RelativePath FromTrusted(string value) => new(value);
}
