using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>Where something really lies: no link is on the way.</summary>
/// <param name="Tree">The tree it is read from.</param>
/// <param name="Path">Its path in that tree.</param>
internal readonly record struct TreePlace(ITree Tree, RelativePath Path);
