using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>A row of the table <c>event</c>.</summary>
internal sealed record FoundEvent
{
    public required FileClass Class { get; init; }

    public required ActionKind Action { get; init; }

    public required ActionOutcome Outcome { get; init; }

    public required EntryKind Kind { get; init; }

    public long? Size { get; init; }

    public Timestamp? Modified { get; init; }

    public ActionError? Error { get; init; }

    public required int Attempts { get; init; }
}
