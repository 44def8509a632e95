namespace SnapBack.Trees;

/// <summary>A file being written under its temporary name. Used by one thread at a time. Throws <see cref="Errors.TreeException"/>.</summary>
public interface IDestinationFile : IDisposable
{
    /// <summary>Shares the source's blocks where the file system can (reflink); false when it can't, with nothing changed.</summary>
    bool TryClone(ISourceFile source);

    /// <summary>
    /// Lets the server or file system copy by itself, so that no data passes through this machine's network; false when that would
    /// not save the transfer, with nothing changed.
    /// </summary>
    bool TryCopyOffloaded(ISourceFile source, long length);

    /// <summary>Writes all of <paramref name="data"/> at <paramref name="offset"/>; what is skipped stays a hole.</summary>
    void Write(ReadOnlySpan<byte> data, long offset);

    /// <summary>Sets the length, for files that end in a hole.</summary>
    void SetLength(long length);

    /// <summary>Reads back what was written.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <summary>Sets the given parts of metadata through the open handle; the security descriptor before attributes and times.</summary>
    AppliedMetadata ApplyMetadata(Metadata metadata, CopyParts parts);

    /// <summary>Makes a named stream of the file, empty if it is there already. Only where <see cref="DestinationTraits.KeepsStreams"/>.</summary>
    IDestinationFile CreateStream(string name);

    /// <summary>Asks the system to drop what it keeps of the file in memory, so that a following read comes from the disk.</summary>
    void ForgetCached();

    /// <summary>Makes data and size durable, and tells when that failed.</summary>
    void Flush();

    /// <summary>The file's entry read from the open handle.</summary>
    Entry ReadEntry();
}
