using SnapBack.Paths;
using SnapBack.Security;

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

    /// <summary>
    /// The parts of security descriptors that <see cref="IFolder.ReadMetadata"/> and <see cref="ISourceFile.ReadMetadata"/> tell of: those asked
    /// for at opening, less what this process may not read; none where the file system has no descriptors.
    /// </summary>
    SecuritySections Security => SecuritySections.None;

    /// <summary>The form of its security; null where none is told.</summary>
    SecurityForm? SecurityForm => Security == SecuritySections.None ? null : Trees.SecurityForm.SelfRelative;

    /// <summary>True when the tree's metadata has DOS attributes and creation times of its own.</summary>
    bool HasDosMetadata => false;

    /// <summary>Opens a folder of the tree.</summary>
    IFolder OpenFolder(RelativePath path);
}
