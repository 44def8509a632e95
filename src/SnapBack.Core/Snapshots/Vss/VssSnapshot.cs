namespace SnapBack.Snapshots.Vss;

/// <summary>One shadow copy of one volume.</summary>
/// <param name="Id">The snapshot.</param>
/// <param name="SetId">The set it was made in.</param>
/// <param name="Volume">GUID path of the volume with its trailing backslash.</param>
/// <param name="Device">Device path without a trailing backslash, such as <c>\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy12</c>.</param>
/// <param name="ProviderId">Who made it.</param>
/// <param name="Created">The moment (UTC).</param>
/// <param name="Attributes">VSS_VOLUME_SNAPSHOT_ATTRIBUTES.</param>
/// <param name="Machine">The machine that asked for it.</param>
public sealed record VssSnapshot(
    Guid Id, Guid SetId, string Volume, string Device, Guid ProviderId, DateTimeOffset Created, int Attributes, string Machine);
