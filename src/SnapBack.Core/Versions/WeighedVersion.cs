namespace SnapBack.Versions;

/// <summary>A version, and of which runs it is the content.</summary>
/// <param name="Path">Number of its path in the catalog.</param>
/// <param name="MovedBy">The run that moved it aside: it is the content of runs before that.</param>
/// <param name="Since">The first run of which it can be the content.</param>
/// <param name="IsOfNoRun">True when no run is known to have written it.</param>
/// <param name="Bytes">Bytes of content.</param>
public sealed record WeighedVersion(long Path, long MovedBy, long Since, bool IsOfNoRun, long Bytes);
