using SnapBack.Snapshots;

namespace SnapBack.Runs;

/// <summary>How one source is read in this run.</summary>
/// <param name="Source">The source as the job has it.</param>
/// <param name="View">A snapshot's view, or the live tree.</param>
/// <param name="LiveReason">Why the live tree is read, in words; null when a snapshot is read.</param>
public sealed record SourceOutcome(string Source, SourceView View, string? LiveReason);
