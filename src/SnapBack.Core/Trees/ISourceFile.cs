namespace SnapBack.Trees;

/// <summary>A regular file open for reading. Used by one thread at a time. Throws <see cref="Errors.TreeException"/>.</summary>
public interface ISourceFile : IDisposable
{
    /// <summary>The file's entry read from the open handle: trust this, not the listing.</summary>
    Entry ReadEntry();

    /// <summary>Entry and extended attributes from the open handle.</summary>
    Metadata ReadMetadata();

    /// <summary>Reads at <paramref name="offset"/>; 0 at the end of the file.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <summary>
    /// The next stretch of data at or after <paramref name="offset"/>. Between stretches lie holes, which read as zeros.
    /// False when only a hole or nothing is left.
    /// </summary>
    bool FindData(long offset, out long start, out long end);

    /// <summary>Opens one of the streams that <see cref="ReadMetadata"/> told of; of what it gives only the data is asked for.</summary>
    ISourceFile OpenStream(string name);
}
