namespace SnapBack.Snapshots.Vss;

/// <summary>What an answer of the shadow copy service means.</summary>
/// <param name="Result">The HRESULT.</param>
/// <param name="Name">Its name in the service's spelling; the number where it has none.</param>
/// <param name="Class">What follows from it.</param>
/// <param name="Cause">What happened: one sentence.</param>
/// <param name="Advice">What to do, with the next command to try: one or two sentences.</param>
public sealed record VssFailure(int Result, string Name, VssFailureClass Class, string Cause, string Advice);
