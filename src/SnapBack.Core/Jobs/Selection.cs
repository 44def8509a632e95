using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// Which entries of a source are in scope. Immutable and pure. Rules in the order in which they are asked; the first that speaks wins:
/// <list type="number">
/// <item>a reserved name of this program: out;</item>
/// <item>a folder whose name, or path below the source, matches an <c>excludeDir</c> pattern: out, with all below it; a junction or a
/// Windows folder link counts as a folder;</item>
/// <item>a file (or link) that matches none of the <c>includeFile</c> patterns, when there are any: out;</item>
/// <item>a file (or link) that matches an <c>excludeFile</c> pattern: out;</item>
/// <item>a file (not a link) larger or smaller, older or newer than allowed, or with an excluded attribute: out;</item>
/// <item>everything else: in.</item>
/// </list>
/// What is out is never purged at the destination either. A pattern that is a full path speaks of nothing until <see cref="For"/> has
/// put it in relation to a pair.
/// </summary>
public sealed record Selection
{
    /// <summary>No rule but the reserved names.</summary>
    public static readonly Selection Everything = new();

    /// <summary>Files to take; empty means all.</summary>
    public IReadOnlyList<NamePattern> IncludeFiles { get; init; } = [];

    /// <summary>Files to leave out.</summary>
    public IReadOnlyList<NamePattern> ExcludeFiles { get; init; } = [];

    /// <summary>Folders to leave out.</summary>
    public IReadOnlyList<NamePattern> ExcludeDirectories { get; init; } = [];

    /// <summary>Files that are kept where only the destination has them.</summary>
    public IReadOnlyList<NamePattern> KeepFiles { get; init; } = [];

    /// <summary>Folders that are kept where only the destination has them.</summary>
    public IReadOnlyList<NamePattern> KeepDirectories { get; init; } = [];

    /// <summary>Largest file in bytes, itself allowed.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Smallest file in bytes, itself allowed.</summary>
    public long? MinSize { get; init; }

    /// <summary>Files last written before this are left out.</summary>
    public Timestamp? NotBefore { get; init; }

    /// <summary>Files last written after this are left out.</summary>
    public Timestamp? NotAfter { get; init; }

    /// <summary>DOS attributes of which none may be set.</summary>
    public uint ExcludeAttributes { get; init; }

    /// <summary>DOS attributes of which at least one must be set; 0 for no such rule.</summary>
    public uint IncludeAttributes { get; init; }

    /// <summary>Text that changes when any rule changes; part of what a run's knowledge of the past depends on.</summary>
    public string Fingerprint => string.Join(
        '|',
        TextOf(IncludeFiles),
        TextOf(ExcludeFiles),
        TextOf(ExcludeDirectories),
        TextOf(KeepFiles),
        TextOf(KeepDirectories),
        MaxSize,
        MinSize,
        NotBefore,
        NotAfter,
        ExcludeAttributes,
        IncludeAttributes);

    /// <summary>
    /// The same rules for one pair: excluded full paths below its source become paths below the source; those below its destination
    /// become names that are kept there; all others speak of another pair and are dropped. Applying it twice changes nothing.
    /// </summary>
    public Selection For(JobPair pair) =>
        !ExcludeFiles.Concat(ExcludeDirectories).Any(p => p.IsFullPath) ? this : this with
        {
            ExcludeFiles = [.. ExcludeFiles.Where(p => !p.IsFullPath), .. Below(ExcludeFiles, pair.Source)],
            ExcludeDirectories = [.. ExcludeDirectories.Where(p => !p.IsFullPath), .. Below(ExcludeDirectories, pair.Source)],
            KeepFiles = [.. KeepFiles, .. Below(ExcludeFiles, pair.Destination)],
            KeepDirectories = [.. KeepDirectories, .. Below(ExcludeDirectories, pair.Destination)],
        };

    /// <summary>Why <paramref name="entry"/> at <paramref name="path"/> is out of scope, or null when it is in.</summary>
    public SkipReason? Exclude(RelativePath path, Entry entry)
    {
        if (ReservedNames.IsReserved(entry.Name, atRoot: path.Depth == 1))
        {
            return SkipReason.ReservedName;
        }

        if (IsFolder(entry))
        {
            return AnyMatches(ExcludeDirectories, path) ? SkipReason.ExcludedDirectory : null;
        }

        if (IncludeFiles.Count > 0 && !AnyMatches(IncludeFiles, path))
        {
            return SkipReason.NotIncluded;
        }

        if (AnyMatches(ExcludeFiles, path))
        {
            return SkipReason.ExcludedFile;
        }

        return entry.IsFile ? ExcludeByProperties(entry) : null;
    }

    /// <summary>
    /// True when an entry that only the destination has is protected from purging, because the rules leave such names out.
    /// </summary>
    public bool Protects(RelativePath path, Entry entry) =>
        IsFolder(entry)
            ? AnyMatches(ExcludeDirectories, path) || AnyMatches(KeepDirectories, path)
            : AnyMatches(ExcludeFiles, path) || AnyMatches(KeepFiles, path) || (IncludeFiles.Count > 0 && !AnyMatches(IncludeFiles, path));

    // What a person calls a folder. Windows sets FILE_ATTRIBUTE_DIRECTORY (0x10) on symbolic links to folders; Linux links have no such mark.
    private static bool IsFolder(Entry entry) =>
        entry.IsDirectory || entry.Kind == EntryKind.Junction || (entry.Kind == EntryKind.SymbolicLink && (entry.Attributes & 0x10) != 0);

    private static bool AnyMatches(IReadOnlyList<NamePattern> patterns, RelativePath path)
    {
        // Asked for every entry of every run: no enumerator, no closure.
        for (int i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Matches(path))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<NamePattern> Below(IReadOnlyList<NamePattern> patterns, string root) => patterns.Select(p => p.Below(root)).OfType<NamePattern>();

    // The length before each pattern keeps two lists apart whatever characters the patterns hold.
    private static string TextOf(IReadOnlyList<NamePattern> patterns) => string.Concat(patterns.Select(p => $"{p.Text.Length}:{p.Text}"));

    private SkipReason? ExcludeByProperties(Entry entry)
    {
        if (entry.Size > MaxSize)
        {
            return SkipReason.TooLarge;
        }

        if (entry.Size < MinSize)
        {
            return SkipReason.TooSmall;
        }

        if (NotBefore is { } notBefore && entry.Modified < notBefore)
        {
            return SkipReason.TooOld;
        }

        if (NotAfter is { } notAfter && entry.Modified > notAfter)
        {
            return SkipReason.TooNew;
        }

        return (entry.Attributes & ExcludeAttributes) != 0 || (IncludeAttributes != 0 && (entry.Attributes & IncludeAttributes) == 0)
            ? SkipReason.Attributes
            : null;
    }
}
