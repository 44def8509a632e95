using SnapBack.Paths;

namespace SnapBack.Trees;

/// <summary>
/// A directory tree that can be read: the source side, or what a destination looks like. Everything is reached from the handle of the
/// root, component by component; a link in the middle of a path is never followed. Thread-safe; the folders it opens are not.
/// All members throw <see cref="Errors.TreeException"/> for what the file system refuses.
/// </summary>
public interface ITree : IDisposable
{
    /// <summary>The root as people know it.</summary>
    string DisplayRoot { get; }

    /// <summary>The order in which <see cref="IFolder.List"/> gives names, and by which two listings are merged.</summary>
    NameOrder Order { get; }

    /// <summary>Opens a folder of the tree.</summary>
    IFolder OpenFolder(RelativePath path);
}
