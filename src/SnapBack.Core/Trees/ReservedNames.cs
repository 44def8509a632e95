namespace SnapBack.Trees;

/// <summary>
/// Names that belong to this program at a destination. They are protected here, in code and not in a filter: never copied from a source,
/// never taken for data, never purged as extras.
/// </summary>
public static class ReservedNames
{
    /// <summary>Folder under the destination root for what the program keeps there.</summary>
    public const string StoreFolder = ".snapback";

    /// <summary>Folder in <see cref="StoreFolder"/> for what runs moved aside; see <c>docs/versions.md</c>.</summary>
    public const string VersionsFolder = "versions";

    /// <summary>
    /// Beginning of the names of snapshots that lie inside a live tree while a run reads it (see <c>docs/snapshots.md</c>); reserved in every folder.
    /// </summary>
    public const string SnapshotPrefix = ".snapback-snapshot-";

    private const string TemporaryPrefix = ".snapback-";
    private const string TemporarySuffix = ".tmp";
    private const string PartialPrefix = ".snapback-part-";

    /// <summary>A name for a file that is being written: <c>.snapback-RUNTOKEN-NUMBER.tmp</c>.</summary>
    public static string Temporary(string runToken, long number) => $"{TemporaryPrefix}{runToken}-{number:x}{TemporarySuffix}";

    /// <summary>
    /// A name for a file that is being written and may be taken up by a later run: the same in every run. It is a temporary name like any other to who
    /// does not take it up.
    /// </summary>
    public static string Partial(string fileName) => $"{PartialPrefix}{Digest(fileName)}{TemporarySuffix}";

    /// <summary>A name for the list of blocks of <see cref="Partial"/>.</summary>
    public static string PartialBlocks(string fileName) => $"{PartialPrefix}{Digest(fileName)}.blocks{TemporarySuffix}";

    /// <summary>True for a name of <see cref="Partial"/> or <see cref="PartialBlocks"/>.</summary>
    public static bool IsPartial(string name) => IsTemporary(name) && name.StartsWith(PartialPrefix, StringComparison.Ordinal);

    /// <summary>True for the temporary name of any run.</summary>
    public static bool IsTemporary(string name) =>
        name.StartsWith(TemporaryPrefix, StringComparison.Ordinal) && name.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    /// <summary>True for every reserved name; <paramref name="atRoot"/> adds those that are reserved in the root folder only.</summary>
    public static bool IsReserved(string name, bool atRoot) =>
        IsTemporary(name)
        || name.StartsWith(SnapshotPrefix, StringComparison.Ordinal)
        || (atRoot && string.Equals(name, StoreFolder, StringComparison.Ordinal));

    // Names may hold halves of surrogate pairs, so their characters are hashed and no encoding of them.
    private static string Digest(string fileName) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(fileName.AsSpan())).AsSpan(0, 8));
}
