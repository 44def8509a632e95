using SnapBack.Trees;

namespace SnapBack.TestKit;

/// <summary>A file of a <see cref="StreamTree"/>, open for reading or being written.</summary>
internal sealed class StreamFile(StreamFolder folder, string name, ISourceFile? source, IDestinationFile? target) : ISourceFile, IDestinationFile
{
    public Entry ReadEntry() => source?.ReadEntry() ?? target!.ReadEntry();

    public Metadata ReadMetadata() => source!.ReadMetadata() with { Streams = folder.StreamsOf(name) };

    public int Read(Span<byte> buffer, long offset) => source?.Read(buffer, offset) ?? target!.Read(buffer, offset);

    public bool FindData(long offset, out long start, out long end) => source!.FindData(offset, out start, out end);

    public ISourceFile OpenStream(string stream) => folder.OpenStream(name, stream);

    public IDestinationFile CreateStream(string stream) => folder.CreateStream(name, stream);

    public bool TryClone(ISourceFile from) => false;

    public bool TryCopyOffloaded(ISourceFile from, long length) => false;

    public void Write(ReadOnlySpan<byte> data, long offset) => target!.Write(data, offset);

    public void SetLength(long length) => target!.SetLength(length);

    public AppliedMetadata ApplyMetadata(Metadata metadata, CopyParts parts) => target!.ApplyMetadata(metadata, parts);

    public void ForgetCached() => target!.ForgetCached();

    public void Flush() => target!.Flush();

    public void Dispose()
    {
        source?.Dispose();
        target?.Dispose();
    }
}
