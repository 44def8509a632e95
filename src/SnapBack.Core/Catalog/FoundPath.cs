using SnapBack.Execution;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Trees;

namespace SnapBack.Catalog;

/// <summary>What a run knows of one path: the state that holds, and what happened in the run. At least one of the two is there.</summary>
internal sealed record FoundPath
{
    public required RelativePath Path { get; init; }

    /// <summary>The run since which the state holds; 0 without a state.</summary>
    public required long FromRun { get; init; }

    public PathState? State { get; init; }

    public FoundEvent? Event { get; init; }

    /// <summary>Null when the run did not look.</summary>
    public FileClass? Class { get; init; }

    public ActionKind Action { get; init; }

    public ActionOutcome Outcome => Event?.Outcome ?? (State!.Presence == Presence.Skipped ? ActionOutcome.Skipped : ActionOutcome.Done);

    public EntryKind Kind => Event?.Kind ?? State!.Kind;

    public FileRow ToFileRow(RunScope run) => new()
    {
        Path = Path.IsRoot ? "." : Path.Value,
        Class = CatalogWords.Classes.Of(Class),
        Action = CatalogWords.Actions.Of(Action),
        Outcome = CatalogWords.Outcomes.Of(Outcome),
        Kind = CatalogWords.Kinds.Of(Kind),
        Size = Event?.Size ?? State?.Size,
        Modified = (Event?.Modified ?? State?.Modified) is { } modified ? CatalogTime.Text(modified) : null,
        View = run.View,
        Sha256 = Hex(State?.Sha256),
        Error = Event?.Error?.ToString(),
        ErrorKind = Event?.Error is { } error ? CatalogWords.Errors.Of(error.Kind) : null,
        Attempts = Event?.Attempts ?? 1,
        Reason = Event is null && State is { Presence: Presence.Skipped, Reason: { } reason } ? CatalogWords.Reasons.Of(reason) : null,
        Pair = run.Pair,
    };

    public ListRow ToListRow(RunScope run) => new()
    {
        Path = Path.Value,
        Kind = CatalogWords.Kinds.Of(State!.Kind),
        Size = State.Size,
        Modified = CatalogTime.Text(State.Modified),
        Mode = Convert.ToString(State.Mode, 8).PadLeft(4, '0'),
        LinkTarget = State.LinkTarget,
        Sha256 = Hex(State.Sha256),
        Pair = run.Pair,
        FromRun = FromRun,
        State = State,
    };

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}
