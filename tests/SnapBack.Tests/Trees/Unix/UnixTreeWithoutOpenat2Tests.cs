using System.Reflection;
using SnapBack.Trees;
using SnapBack.Trees.Unix;

namespace SnapBack.Tests.Trees.Unix;

/// <summary>The tree as it behaves on a kernel before 5.6, which has no openat2: every component is opened by itself.</summary>
public sealed class UnixTreeWithoutOpenat2Tests() : TreeConformance(null)
{
    protected override IDestinationTree Open(string root)
    {
        IDestinationTree tree = UnixDestination.Open(root, null, default);
        typeof(UnixTree).GetField("_hasOpenat2", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(tree, false);
        return tree;
    }
}
