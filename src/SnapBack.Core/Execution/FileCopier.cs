using System.Security.Cryptography;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>
/// Brings the content and metadata of one file into a new file beside its target. The ladder: share the source's blocks; let a server copy; read
/// and write, with holes kept and the SHA-256 of exactly the bytes written. Used by one thread; holds that thread's buffer.
/// </summary>
internal sealed class FileCopier : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private readonly byte[] _zeros = new byte[64 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Job _job;
    private readonly Throttle? _throttle;
    private readonly Action<long> _moved;
    private readonly CancellationToken _cancellation;

    public FileCopier(Job job, Throttle? throttle, Action<long> moved, CancellationToken cancellation)
    {
        _job = job;
        _throttle = throttle;
        _moved = moved;
        _cancellation = cancellation;
    }

    /// <summary>What was brought over.</summary>
    /// <param name="Entry">The source's entry, from its open handle.</param>
    /// <param name="Sha256">Of the content, or null when the data never passed through here.</param>
    /// <param name="Loss">Metadata that the destination could not take.</param>
    public sealed record Copied(Entry Entry, byte[]? Sha256, MetadataLoss Loss);

    /// <summary>Copies all of <paramref name="source"/> into the empty <paramref name="target"/>.</summary>
    /// <remarks>A live source may change meanwhile, which is found out.</remarks>
    public Copied Copy(ISourceFile source, IDestinationFile target, bool isLive)
    {
        Entry before = source.ReadEntry();
        byte[]? sha256 = CopyData(source, target, before);
        Metadata metadata = source.ReadMetadata();
        if (isLive && HasMoved(before, metadata.Entry))
        {
            throw new TreeException(new ActionError(ErrorKind.ChangedWhileRead, 0, "read", "the file was changed by another program while it was read"));
        }

        MetadataLoss loss = target.ApplyMetadata(metadata);
        if (_job.Verify == VerifyMode.Written)
        {
            Verify(source, target, sha256);
        }

        return new Copied(before, sha256, loss);
    }

    /// <summary>The SHA-256 of a source file's content.</summary>
    public byte[] HashOf(ISourceFile source)
    {
        ForgetHash();
        long offset = 0;
        while (source.Read(_buffer, offset) is > 0 and int read)
        {
            Pass(read);
            _hash.AppendData(_buffer, 0, read);
            offset += read;
        }

        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private static bool HasMoved(Entry before, Entry after) =>
        before.Size != after.Size || before.Modified != after.Modified || before.Changed != after.Changed;

    private byte[]? CopyData(ISourceFile source, IDestinationFile target, Entry entry)
    {
        if (entry.Size > 0 && (target.TryClone(source) || target.TryCopyOffloaded(source, entry.Size)))
        {
            _moved(entry.Size);
            return null;
        }

        ForgetHash();
        long length = entry.AllocatedBytes < entry.Size ? CopySparse(source, target, entry.Size) : CopyRange(source, target, 0, entry.Size);
        if (length < entry.Size)
        {
            throw new TreeException(new ActionError(ErrorKind.ChangedWhileRead, 0, "read", "the file became shorter while it was read"));
        }

        return _hash.GetHashAndReset();
    }

    private long CopySparse(ISourceFile source, IDestinationFile target, long size)
    {
        long offset = 0;
        while (offset < size && source.FindData(offset, out long start, out long end))
        {
            HashZeros(start - offset);
            long stop = Math.Min(end, size);
            offset = CopyRange(source, target, start, stop);
            if (offset < stop)
            {
                return offset;
            }
        }

        HashZeros(size - offset);
        target.SetLength(size);
        return size;
    }

    private long CopyRange(ISourceFile source, IDestinationFile target, long start, long end)
    {
        long offset = start;
        while (offset < end)
        {
            int wanted = (int)Math.Min(BufferBytes, end - offset);
            int read = source.Read(_buffer.AsSpan(0, wanted), offset);
            if (read == 0)
            {
                break;
            }

            Pass(read);
            _hash.AppendData(_buffer, 0, read);
            target.Write(_buffer.AsSpan(0, read), offset);
            offset += read;
            _moved(read);
        }

        return offset;
    }

    // What an exception left half-way must not flow into the next file's hash.
    private void ForgetHash() => _ = _hash.GetHashAndReset();

    private void HashZeros(long count)
    {
        for (; count > 0; count -= _zeros.Length)
        {
            _cancellation.ThrowIfCancellationRequested();
            _hash.AppendData(_zeros, 0, (int)Math.Min(count, _zeros.Length));
        }
    }

    private void Pass(int bytes)
    {
        _cancellation.ThrowIfCancellationRequested();
        _throttle?.Take(bytes, _cancellation);
    }

    // Flushed and dropped from memory first, so that what is compared comes from the disk.
    private void Verify(ISourceFile source, IDestinationFile target, byte[]? sha256)
    {
        target.Flush();
        target.ForgetCached();
        byte[] expected = sha256 ?? HashOf(source);
        ForgetHash();
        long offset = 0;
        while (target.Read(_buffer, offset) is > 0 and int read)
        {
            _cancellation.ThrowIfCancellationRequested();
            _hash.AppendData(_buffer, 0, read);
            offset += read;
        }

        if (!_hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
        {
            throw new TreeException(new ActionError(ErrorKind.VerifyMismatch, 0, "verify", "what was read back differs from what was written"));
        }
    }
}
