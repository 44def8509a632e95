namespace SnapBack.Snapshots;

/// <summary>A snapshot that stays.</summary>
/// <param name="Source">The folder that it was asked for, or a volume mounted below one.</param>
/// <param name="Path">Where the folder is seen as it was.</param>
/// <param name="Note">What it is deleted by; several snapshots may share one.</param>
public sealed record KeptSnapshot(string Source, string Path, SnapshotNote Note);
