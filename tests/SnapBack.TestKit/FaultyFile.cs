using SnapBack.Trees;

namespace SnapBack.TestKit;

/// <summary>A file of a <see cref="FaultyTree"/>, open for reading or being written.</summary>
internal sealed class FaultyFile(FaultyTree tree, string path, ISourceFile? source, IDestinationFile? target) : ISourceFile, IDestinationFile
{
    private bool _isClosed;

    public Entry ReadEntry() => source?.ReadEntry() ?? target!.ReadEntry();

    public Metadata ReadMetadata()
    {
        tree.Called(TreeOperation.ReadMetadata, path);
        return source!.ReadMetadata();
    }

    public int Read(Span<byte> buffer, long offset)
    {
        tree.Called(TreeOperation.Read, path);
        return source?.Read(buffer, offset) ?? target!.Read(buffer, offset);
    }

    public bool FindData(long offset, out long start, out long end) => source!.FindData(offset, out start, out end);

    public ISourceFile OpenStream(string name) => source!.OpenStream(name);

    public IDestinationFile CreateStream(string name) => target!.CreateStream(name);

    public bool TryClone(ISourceFile from) => tree.MayClone && target!.TryClone(Real(from));

    public bool TryCopyOffloaded(ISourceFile from, long length) => tree.MayClone && target!.TryCopyOffloaded(Real(from), length);

    public void Write(ReadOnlySpan<byte> data, long offset)
    {
        tree.Called(TreeOperation.Write, path);
        target!.Write(data, offset);
    }

    public void SetLength(long length) => target!.SetLength(length);

    public AppliedMetadata ApplyMetadata(Metadata metadata, CopyParts parts)
    {
        tree.Called(TreeOperation.SetMetadata, path);
        return target!.ApplyMetadata(metadata, parts);
    }

    public void ForgetCached() => target!.ForgetCached();

    public void Flush()
    {
        tree.Called(TreeOperation.FlushFile, path);
        target!.Flush();
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            tree.Closed();
        }

        source?.Dispose();
        target?.Dispose();
    }

    private static ISourceFile Real(ISourceFile file) => file is FaultyFile { } faulty ? faulty.Source : file;

    private ISourceFile Source => source!;
}
