using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>A rule of the system or of a program that takes files out of snapshots: they are missing in the view although the source has them.</summary>
/// <param name="Folder">The folder, below the source; letters count without case.</param>
/// <param name="Name">Which files in it.</param>
/// <param name="IsRecursive">Whether the files in all folders below count as well.</param>
/// <param name="Origin">Whose rule it is, for people.</param>
public sealed record Omission(RelativePath Folder, NamePattern Name, bool IsRecursive, string Origin)
{
    /// <summary>True when files directly in <paramref name="folder"/> can be meant.</summary>
    public bool MayMatchIn(RelativePath folder) => IsRecursive ? IsAtOrUnder(folder.Value, Folder.Value) : IsSame(folder.Value, Folder.Value);

    /// <summary>True when the file at <paramref name="path"/> is meant.</summary>
    public bool Matches(RelativePath path) => MayMatchIn(path.Parent) && Name.Matches(path);

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool IsAtOrUnder(string path, string ancestor) =>
        ancestor.Length == 0
        || (path.StartsWith(ancestor, StringComparison.OrdinalIgnoreCase) && (path.Length == ancestor.Length || path[ancestor.Length] == '/'));
}
