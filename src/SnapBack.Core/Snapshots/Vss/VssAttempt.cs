namespace SnapBack.Snapshots.Vss;

/// <summary>How one attempt at a set is made.</summary>
/// <param name="Context">With or without writers.</param>
/// <param name="Provider">The snapshot provider that is asked for, or null for the system's choice.</param>
/// <param name="ToleratesWriters">True when the set is used even though a writer failed: no further attempt would be made.</param>
internal sealed record VssAttempt(VssContext Context, Guid? Provider, bool ToleratesWriters);
