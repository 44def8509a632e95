namespace SnapBack.Catalog;

/// <summary>What is to become of a run when a catalog is pruned.</summary>
/// <param name="Run">The run.</param>
/// <param name="Reason">Why it stays; null when it goes.</param>
public sealed record PruneRow(RunRow Run, string? Reason);
