using SnapBack.Trees;
using SnapBack.Trees.Unix;

namespace SnapBack.Tests.Trees.Unix;

/// <summary>The tree on whatever the folder for temporary files lies on.</summary>
public sealed class UnixTreeTests() : TreeConformance(null)
{
    protected override IDestinationTree Open(string root) => UnixDestination.Open(root, null, default);
}
