namespace SnapBack.Snapshots.Vss;

/// <summary>A volume that is to be in the set.</summary>
/// <param name="Guid">GUID path with its trailing backslash.</param>
/// <param name="Name">For people.</param>
/// <param name="IsNested">True when it is only mounted below a source: without it the set can still be made.</param>
internal sealed record VssVolume(string Guid, string Name, bool IsNested);
