using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>One version that a run moved aside. Texts are exact and must be escaped for the screen.</summary>
public sealed record VersionRow
{
    /// <summary>The path below the roots.</summary>
    public required string Path { get; init; }

    /// <summary>The run that moved it aside.</summary>
    public required long MovedBy { get; init; }

    /// <summary>Name of that run's folder in the version store.</summary>
    public required string Folder { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Last write.</summary>
    public Timestamp Modified { get; init; }

    /// <summary>Hash of its content; null when it was not read.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>True when somebody had changed it after a run wrote it.</summary>
    public bool IsConflict { get; init; }

    /// <summary>The run whose retention removed it, or began to; null while it is there.</summary>
    public long? DroppedBy { get; init; }
}
