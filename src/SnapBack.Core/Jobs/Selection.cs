using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Jobs;

/// <summary>
/// Which entries of a source are in scope. Immutable and pure. Rules in the order in which they are asked; the first that speaks wins:
/// <list type="number">
/// <item>a reserved name of this program: out;</item>
/// <item>a folder whose name, or path below the source, matches an <c>excludeDir</c> pattern: out, with all below it;</item>
/// <item>a file (or link) that matches none of the <c>includeFile</c> patterns, when there are any: out;</item>
/// <item>a file (or link) that matches an <c>excludeFile</c> pattern: out;</item>
/// <item>a file larger or smaller, older or newer than allowed, or with an excluded attribute: out;</item>
/// <item>everything else: in.</item>
/// </list>
/// What is out is never purged at the destination either.
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
        string.Join('\0', IncludeFiles),
        string.Join('\0', ExcludeFiles),
        string.Join('\0', ExcludeDirectories),
        MaxSize,
        MinSize,
        NotBefore,
        NotAfter,
        ExcludeAttributes,
        IncludeAttributes);

    /// <summary>Why <paramref name="entry"/> at <paramref name="path"/> is out of scope, or null when it is in.</summary>
    public SkipReason? Exclude(RelativePath path, Entry entry)
    {
        if (ReservedNames.IsReserved(entry.Name, atRoot: path.Depth == 1))
        {
            return SkipReason.ReservedName;
        }

        if (entry.IsDirectory)
        {
            return ExcludeDirectories.Any(p => p.Matches(path)) ? SkipReason.ExcludedDirectory : null;
        }

        if (IncludeFiles.Count > 0 && !IncludeFiles.Any(p => p.Matches(path)))
        {
            return SkipReason.NotIncluded;
        }

        if (ExcludeFiles.Any(p => p.Matches(path)))
        {
            return SkipReason.ExcludedFile;
        }

        return entry.IsFile ? ExcludeByProperties(entry) : null;
    }

    /// <summary>
    /// True when an entry that only the destination has is protected from purging, because the rules leave such names out.
    /// </summary>
    public bool Protects(RelativePath path, Entry entry) =>
        entry.IsDirectory
            ? ExcludeDirectories.Any(p => p.Matches(path))
            : ExcludeFiles.Any(p => p.Matches(path)) || (IncludeFiles.Count > 0 && !IncludeFiles.Any(p => p.Matches(path)));

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
