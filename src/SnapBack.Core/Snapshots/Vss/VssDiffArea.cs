namespace SnapBack.Snapshots.Vss;

/// <summary>Where a volume's snapshots keep what changed since.</summary>
/// <param name="Volume">The volume.</param>
/// <param name="AreaVolume">The volume that holds the area.</param>
/// <param name="MaximumBytes">Its limit; -1 for none.</param>
/// <param name="AllocatedBytes">Set aside.</param>
/// <param name="UsedBytes">In use.</param>
public sealed record VssDiffArea(string Volume, string AreaVolume, long MaximumBytes, long AllocatedBytes, long UsedBytes);
