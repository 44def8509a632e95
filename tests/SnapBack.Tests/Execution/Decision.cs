using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Planning;

namespace SnapBack.Tests.Execution;

/// <summary>One line of a plan.</summary>
internal sealed record Decision(string Path, FileClass Class, ActionKind Action)
{
    public SkipReason? Reason { get; init; }

    public ErrorKind? Refusal { get; init; }

    public bool IsGone { get; init; }

    public override string ToString() => $"{Path} {Class} {Action}{(Reason is null ? "" : $" {Reason}")}{(Refusal is null ? "" : $" {Refusal}")}{(IsGone ? " gone" : "")}";
}
