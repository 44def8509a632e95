using SnapBack.Jobs;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>What holds of one path from the run that first saw it so to the run that last did.</summary>
public sealed record PathState
{
    /// <summary>Whether it is part of the backup.</summary>
    public required Presence Presence { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Last write, as the source had it.</summary>
    public Timestamp Modified { get; init; }

    /// <summary>Last change of content or metadata, as the source had it.</summary>
    public Timestamp Changed { get; init; }

    /// <summary>Unix mode bits.</summary>
    public uint Mode { get; init; }

    /// <summary>Owner's user id.</summary>
    public uint Owner { get; init; }

    /// <summary>Group id.</summary>
    public uint Group { get; init; }

    /// <summary>DOS attributes.</summary>
    public uint Attributes { get; init; }

    /// <summary>Number of the file at the source.</summary>
    public ulong FileId { get; init; }

    /// <summary>Names that the file had at the source.</summary>
    public uint LinkCount { get; init; }

    /// <summary>Creation, where the source keeps it as metadata of its own; default where it does not.</summary>
    public Timestamp Created { get; init; }

    /// <summary>The security descriptor's carried parts, to be put into the vault; null when there is none, and in a state that was read.</summary>
    public SecurityBlob? Security { get; init; }

    /// <summary>SHA-256 by which the vault knows the descriptor; null when there is none.</summary>
    public byte[]? SecurityHash { get; init; }

    /// <summary>What became of the descriptor at the destination.</summary>
    public SecurityResult SecurityResult { get; init; }

    /// <summary>SHA-256 of the content when it was read, else null.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>Target of a symbolic link.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Why it was left out, for <see cref="Presence.Skipped"/>.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>The state of an entry that was brought over with its metadata.</summary>
    public static PathState From(Metadata metadata, AppliedMetadata applied) => From(metadata.Entry, Presence.Held) with
    {
        Created = metadata.HasDosMetadata ? metadata.Entry.Created : default,
        Security = metadata.Security,
        SecurityHash = metadata.Security?.Hash,
        SecurityResult = applied.Security,
    };

    /// <summary>The state of an entry as the source listed it.</summary>
    public static PathState From(Entry entry, Presence presence) => new()
    {
        Presence = presence,
        Kind = entry.Kind,
        Size = entry.IsDirectory ? 0 : entry.Size,
        Modified = entry.Modified,
        Changed = entry.Changed,
        Mode = entry.Mode,
        Owner = entry.Owner,
        Group = entry.Group,
        Attributes = entry.Attributes,
        FileId = entry.FileId,
        LinkCount = entry.LinkCount,
    };
}
