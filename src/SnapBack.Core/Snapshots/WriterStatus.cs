namespace SnapBack.Snapshots;

/// <summary>How a writer (an application that prepares its files for a snapshot) fared.</summary>
/// <param name="Name">As the writer calls itself.</param>
/// <param name="IsHealthy">False when it failed at any point.</param>
/// <param name="State">In words.</param>
public sealed record WriterStatus(string Name, bool IsHealthy, string State);
