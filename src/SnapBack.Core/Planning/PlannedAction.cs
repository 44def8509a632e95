using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>One decision about one name of a folder. The folder stands in the <see cref="PlannedBatch"/>.</summary>
public sealed record PlannedAction
{
    /// <summary>The exact name.</summary>
    public required string Name { get; init; }

    /// <summary>What the comparison found.</summary>
    public required FileClass Class { get; init; }

    /// <summary>What is to be done.</summary>
    public required ActionKind Action { get; init; }

    /// <summary>The source's entry as listed, or the destination's for what only the destination has.</summary>
    public required Entry Entry { get; init; }

    /// <summary>Why the selection leaves it out.</summary>
    public SkipReason? Reason { get; init; }

    /// <summary>For <see cref="ActionKind.Link"/>: the name that brings the file over.</summary>
    public RelativePath Leader { get; init; }

    /// <summary>For <see cref="ActionKind.Recheck"/> and <see cref="ActionKind.UpdateMetadata"/>: the content's hash as last recorded.</summary>
    public byte[]? KnownSha256 { get; init; }

    /// <summary>Size and time of last write of the destination's file that is to be replaced or changed; null where there is none.</summary>
    public (long Size, Timestamp Modified)? There { get; init; }

    /// <summary>Why nothing can be done, known before anything was tried; recorded as a failure.</summary>
    public ActionError? Refusal { get; init; }

    /// <summary>True when what stands at the destination is not what the last run wrote: somebody changed it, and it is kept before it goes.</summary>
    public bool IsConflict { get; init; }

    /// <summary>True when the path is gone on both sides and its state in the catalog ends.</summary>
    public bool IsGone { get; init; }

    /// <summary>True for an entry that a listing tells of here, and about which nothing is done here: neither carried out nor recorded.</summary>
    public bool IsListedOnly { get; init; }

    /// <summary>True when the catalog knows nothing of the path's present state and must be told even if nothing is done.</summary>
    public bool IsNews { get; init; }
}
