using SnapBack.Errors;
using SnapBack.Trees;

namespace SnapBack.Restoring;

/// <summary>What became of one path. Texts are exact and must be escaped for the screen.</summary>
/// <param name="Path">Below the place of the restore.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Bytes">Bytes written.</param>
/// <param name="Error">Why it failed.</param>
public sealed record RestoredPath(string Path, EntryKind Kind, RestoreOutcome Outcome, long Bytes = 0, ActionError? Error = null);
