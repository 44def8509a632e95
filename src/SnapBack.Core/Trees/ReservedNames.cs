namespace SnapBack.Trees;

/// <summary>
/// Names that belong to this program at a destination. They are protected here, in code and not in a filter: never copied from a source,
/// never taken for data, never purged as extras.
/// </summary>
public static class ReservedNames
{
    /// <summary>Folder under the destination root for what the program keeps there.</summary>
    public const string StoreFolder = ".snapback";

    /// <summary>
    /// Beginning of the names of snapshots that lie inside a live tree while a run reads it (see <c>docs/snapshots.md</c>); reserved in every folder.
    /// </summary>
    public const string SnapshotPrefix = ".snapback-snapshot-";

    private const string TemporaryPrefix = ".snapback-";
    private const string TemporarySuffix = ".tmp";

    /// <summary>A name for a file that is being written: <c>.snapback-RUNTOKEN-NUMBER.tmp</c>.</summary>
    public static string Temporary(string runToken, long number) => $"{TemporaryPrefix}{runToken}-{number:x}{TemporarySuffix}";

    /// <summary>True for the temporary name of any run.</summary>
    public static bool IsTemporary(string name) =>
        name.StartsWith(TemporaryPrefix, StringComparison.Ordinal) && name.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    /// <summary>True for every reserved name; <paramref name="atRoot"/> adds those that are reserved in the root folder only.</summary>
    public static bool IsReserved(string name, bool atRoot) =>
        IsTemporary(name)
        || name.StartsWith(SnapshotPrefix, StringComparison.Ordinal)
        || (atRoot && string.Equals(name, StoreFolder, StringComparison.Ordinal));
}
