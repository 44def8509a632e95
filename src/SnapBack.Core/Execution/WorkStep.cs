using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Planning;

namespace SnapBack.Execution;

/// <summary>
/// One moment of the work, told to who follows it path by path (<see cref="Jobs.Job.Listing"/>). The steps of one batch come in order; those of
/// several batches may be mixed. Batches are numbered from 1 in the order in which they were taken, which with one thread is the order of a listing.
/// </summary>
public sealed record WorkStep
{
    /// <summary>What is told.</summary>
    public required WorkStepKind Kind { get; init; }

    /// <summary>Number of the batch.</summary>
    public required long Batch { get; init; }

    /// <summary>True when the batch stands in the order of the listing; false when its entries were listed before, or never are.</summary>
    public required bool IsListed { get; init; }

    /// <summary>True for an entry of a folder that only the destination has.</summary>
    public bool IsBelowExtra { get; init; }

    /// <summary>Index of the pair in the job.</summary>
    public required int Pair { get; init; }

    /// <summary>The entry, or the folder.</summary>
    public required RelativePath Path { get; init; }

    /// <summary>For <see cref="WorkStepKind.Folder"/>.</summary>
    public FolderHeading? Heading { get; init; }

    /// <summary>What was planned about the entry.</summary>
    public PlannedAction? Action { get; init; }

    /// <summary>For <see cref="WorkStepKind.Ended"/>.</summary>
    public PathRecord? Record { get; init; }

    /// <summary>For <see cref="WorkStepKind.Postponed"/>: why.</summary>
    public ActionError? Error { get; init; }

    /// <summary>Number of the try, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>For <see cref="WorkStepKind.Moved"/>: bytes of the file copied in this try.</summary>
    public long Bytes { get; init; }
}
