namespace SnapBack.Snapshots.Vss;

/// <summary>A writer's metadata, as far as a copy of files needs it.</summary>
/// <param name="ClassId">The kind of writer.</param>
/// <param name="InstanceId">This instance of it.</param>
/// <param name="Name">As it calls itself.</param>
/// <param name="Excluded">Files that it wants left out of backups.</param>
/// <param name="ExcludedFromSnapshot">Files that it takes out of the snapshot itself.</param>
public sealed record VssWriter(
    Guid ClassId, Guid InstanceId, string Name, IReadOnlyList<VssFileRule> Excluded, IReadOnlyList<VssFileRule> ExcludedFromSnapshot);
