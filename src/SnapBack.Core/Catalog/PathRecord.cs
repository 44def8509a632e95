using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;
using SnapBack.Versions;

namespace SnapBack.Catalog;

/// <summary>
/// One thing that a run has to say about one path. What is not recorded stays as the catalog has it: a path that was found in
/// order needs no record.
/// </summary>
public sealed record PathRecord
{
    /// <summary>Index of the pair in the job.</summary>
    public required int Pair { get; init; }

    /// <summary>The path below the pair's roots.</summary>
    public required RelativePath Path { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>What the comparison found.</summary>
    public required FileClass Class { get; init; }

    /// <summary>What was to be done.</summary>
    public required ActionKind Action { get; init; }

    /// <summary>What became of it.</summary>
    public required ActionOutcome Outcome { get; init; }

    /// <summary>What holds from this run on; null leaves the state that is open as it is.</summary>
    public PathState? State { get; init; }

    /// <summary>True when the path is gone from this run on: its open state ends with the run before.</summary>
    public bool EndsState { get; init; }

    /// <summary>Why it was left out.</summary>
    public Jobs.SkipReason? Reason { get; init; }

    /// <summary>The source's entry as it was brought over, of what was copied or linked; not kept in the catalog.</summary>
    public Entry? Copied { get; init; }

    /// <summary>What stood there before and lies in the version store now; null when nothing was kept.</summary>
    public KeptVersion? Kept { get; init; }

    /// <summary>Bytes concerned.</summary>
    public long Bytes { get; init; }

    /// <summary>Why it failed or was withheld.</summary>
    public ActionError? Error { get; init; }

    /// <summary>Number of tries.</summary>
    public int Attempts { get; init; } = 1;
}
