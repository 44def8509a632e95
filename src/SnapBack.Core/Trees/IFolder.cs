using SnapBack.Paths;

namespace SnapBack.Trees;

/// <summary>
/// An open folder. Holds one handle; dispose it soon. Used by one thread at a time. All members throw
/// <see cref="Errors.TreeException"/> for what the file system refuses.
/// </summary>
public interface IFolder : IDisposable
{
    /// <summary>Where it lies in its tree.</summary>
    RelativePath Path { get; }

    /// <summary>True when the folder lies in a kernel file system such as /proc, where nothing is data.</summary>
    bool IsPseudo { get; }

    /// <summary>The folder's own entry, read from the open handle.</summary>
    Entry ReadSelf();

    /// <summary>
    /// All entries in the order of <see cref="ITree.Order"/>, without "." and "..", Hidden and System ones included. The names are
    /// complete before the first entry is handed out, so a listing that fails gives no entry at all; an entry that vanishes between
    /// the listing and the look at it is left out.
    /// </summary>
    IEnumerable<Entry> List();

    /// <summary>One entry, or null when there is none of that name.</summary>
    Entry? Find(string name);

    /// <summary>Opens a regular file for reading without following links and without waiting.</summary>
    ISourceFile OpenFile(string name);

    /// <summary>Opens one of the folder's own streams that <see cref="ReadMetadata"/> told of; of what it gives only the data is asked for.</summary>
    ISourceFile OpenStream(string name);

    /// <summary>The target text of a symbolic link or junction, as exact as a name.</summary>
    string ReadLink(string name);

    /// <summary>Metadata of an entry that is not opened for reading its data (folder, link), or of the folder itself for null.</summary>
    Metadata ReadMetadata(string? name);
}
