using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>An entry of the destination that a mirror removes, if nothing speaks against it when its time comes.</summary>
/// <param name="Pair">Index of the pair in the job.</param>
/// <param name="Path">The entry.</param>
/// <param name="Entry">As the destination listed it.</param>
/// <param name="Class">Extra, or Mismatch for what stands in the way of an entry of another kind.</param>
/// <param name="IsConflict">True when it is not what the last run wrote: somebody changed it, and it is kept before it goes.</param>
public sealed record PlannedDeletion(int Pair, RelativePath Path, Entry Entry, FileClass Class, bool IsConflict = false);
