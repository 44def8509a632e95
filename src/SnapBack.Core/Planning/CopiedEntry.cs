using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>A file or link that a run brought over, for what the job wants done at the source afterwards.</summary>
/// <param name="Pair">Index of the pair in the job.</param>
/// <param name="Path">Where it lies below the source.</param>
/// <param name="Entry">The source's entry as it was copied.</param>
internal sealed record CopiedEntry(int Pair, RelativePath Path, Entry Entry);
