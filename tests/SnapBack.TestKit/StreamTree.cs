using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.TestKit;

/// <summary>
/// A real tree that has named streams, as NTFS has them: the file <c>x:note</c> of the tree beneath is the stream <c>note</c> of <c>x</c>, and
/// <c>:note</c> one of the folder it lies in. So what is done about streams can be tested where no file system has them.
/// </summary>
public sealed class StreamTree(ITree inner) : IDestinationTree
{
    /// <inheritdoc/>
    public string DisplayRoot => inner.DisplayRoot;

    /// <inheritdoc/>
    public NameOrder Order => inner.Order;

    /// <inheritdoc/>
    public DestinationTraits Traits => ((IDestinationTree)inner).Traits with { KeepsStreams = true };

    /// <inheritdoc/>
    public IFolder OpenFolder(RelativePath path) => new StreamFolder(this, inner.OpenFolder(path));

    /// <inheritdoc/>
    IDestinationFolder IDestinationTree.OpenFolder(RelativePath path) => OpenForChanges(path);

    /// <inheritdoc/>
    public void FlushVolume() => ((IDestinationTree)inner).FlushVolume();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    internal StreamFolder OpenForChanges(RelativePath path) => new(this, ((IDestinationTree)inner).OpenFolder(path));
}
