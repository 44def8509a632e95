using SnapBack.Paths;

namespace SnapBack.Snapshots.Vss;

/// <summary>A volume that is mounted in a folder of another one.</summary>
/// <param name="Host">GUID path of the volume that has the folder.</param>
/// <param name="At">The folder.</param>
/// <param name="Volume">GUID path of the volume that is seen in it.</param>
public sealed record VolumeMount(string Host, RelativePath At, string Volume);
