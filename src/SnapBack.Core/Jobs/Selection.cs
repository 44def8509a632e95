using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// Which entries of a source are in scope. Immutable and pure. Rules in the order in which they are asked; the first that speaks wins:
/// <list type="number">
/// <item>a reserved name of this program: out;</item>
/// <item>what is not here but in a cloud or an archive: out, a folder with all below it; reading it would fetch it;</item>
/// <item>a folder whose name, or path below the source, matches an <c>excludeDir</c> pattern: out, with all below it; a junction or a
/// Windows folder link counts as a folder;</item>
/// <item>a file (or link) that matches none of the <c>includeFile</c> patterns, when there are any: out;</item>
/// <item>a file (or link) that matches an <c>excludeFile</c> pattern: out;</item>
/// <item>a file (not a link) with an excluded attribute or without the archive attribute that it must have, larger or smaller, older or newer,
/// or used longer ago or more recently than allowed: out;</item>
/// <item>everything else: in.</item>
/// </list>
/// What is out is never purged at the destination either. A pattern that is a full path speaks of nothing until <see cref="For"/> has
/// put it in relation to a pair.
/// </summary>
public sealed record Selection
{
    // FILE_ATTRIBUTE_ARCHIVE: https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants
    private const uint Archive = 0x20;

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

    /// <summary>Files last used before this are left out; file systems keep that moment with little care.</summary>
    public Timestamp? NotAccessedBefore { get; init; }

    /// <summary>Files last used after this are left out.</summary>
    public Timestamp? NotAccessedAfter { get; init; }

    /// <summary>Whether files without the archive attribute are left out.</summary>
    public bool OnlyArchive { get; init; }

    /// <summary>DOS attributes of which none may be set.</summary>
    public uint ExcludeAttributes { get; init; }

    /// <summary>DOS attributes of which at least one must be set; 0 for no such rule.</summary>
    public uint IncludeAttributes { get; init; }

    /// <summary>True when the last use of files counts, which changes without a trace in anything else.</summary>
    public bool DependsOnUse => NotAccessedBefore is not null || NotAccessedAfter is not null;

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
        NotAccessedBefore,
        NotAccessedAfter,
        OnlyArchive,
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

        if (entry.IsPlaceholder)
        {
            return SkipReason.CloudPlaceholder;
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

    /// <summary>The first pattern that leaves an entry out; null when no pattern does.</summary>
    public NamePattern? PatternThatExcludes(RelativePath path, Entry entry) => (IsFolder(entry) ? ExcludeDirectories : ExcludeFiles).FirstOrDefault(pattern => pattern.Matches(path));

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
        if ((entry.Attributes & ExcludeAttributes) != 0 || (IncludeAttributes != 0 && (entry.Attributes & IncludeAttributes) == 0))
        {
            return SkipReason.Attributes;
        }

        if (OnlyArchive && (entry.Attributes & Archive) == 0)
        {
            return SkipReason.NotArchived;
        }

        if (entry.Size > MaxSize)
        {
            return SkipReason.TooLarge;
        }

        if (entry.Size < MinSize)
        {
            return SkipReason.TooSmall;
        }

        return ExcludeByTimes(entry);
    }

    private SkipReason? ExcludeByTimes(Entry entry)
    {
        if (NotBefore is { } notBefore && entry.Modified < notBefore)
        {
            return SkipReason.TooOld;
        }

        if (NotAfter is { } notAfter && entry.Modified > notAfter)
        {
            return SkipReason.TooNew;
        }

        if (NotAccessedBefore is { } unused && entry.Accessed < unused)
        {
            return SkipReason.UnusedTooLong;
        }

        return NotAccessedAfter is { } used && entry.Accessed > used ? SkipReason.UsedTooRecently : null;
    }
}
