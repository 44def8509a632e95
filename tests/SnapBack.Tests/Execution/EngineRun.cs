using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Planning;

namespace SnapBack.Tests.Execution;

/// <summary>What came of one run of the engine.</summary>
internal sealed record EngineRun(IReadOnlyList<PathRecord> Records, IReadOnlyList<string> Sealed, PlanTally Planned, ExecutionTally Done)
{
    /// <summary>The record of a path; the last one where there are several.</summary>
    public PathRecord Of(string path) => Records.Last(r => r.Path.ToString() == path);

    /// <summary>Path and outcome of everything that did not simply go well.</summary>
    public string[] Troubles =>
        [.. Records.Where(r => r.Outcome is not (ActionOutcome.Done or ActionOutcome.Skipped)).Select(r => $"{r.Path} {r.Outcome} {r.Error?.Kind}").Order(StringComparer.Ordinal)];
}
