namespace SnapBack.Snapshots.Vss;

/// <summary>A snapshot provider registered on this machine.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">As it calls itself.</param>
/// <param name="Kind">VSS_PROVIDER_TYPE: 1 system, 2 software, 3 hardware, 4 file share.</param>
/// <param name="Version">As it tells.</param>
public sealed record VssProviderInfo(Guid Id, string Name, int Kind, string Version);
