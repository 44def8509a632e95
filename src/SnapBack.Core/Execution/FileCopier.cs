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
    private const int BlockUnit = 4096;
    private const long LargeBytes = 1024 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private readonly byte[] _zeros = new byte[64 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _blockHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Job _job;
    private readonly Throttle? _throttle;
    private readonly Action<long> _moved;
    private readonly CancellationToken _cancellation;
    private readonly int _blockBytes;
    private bool _isThrottled = true;

    public FileCopier(Job job, Throttle? throttle, Action<long> moved, CancellationToken cancellation)
    {
        _job = job;
        _throttle = throttle;
        _moved = moved;
        _cancellation = cancellation;
        _blockBytes = (int)Math.Clamp((job.Pacing.IoSize ?? BufferBytes) / BlockUnit * BlockUnit, BlockUnit, BufferBytes);
    }

    /// <summary>What was brought over.</summary>
    /// <param name="Metadata">The source's, from its open handle; size and times as they were before the first byte was read.</param>
    /// <param name="Sha256">Of the content, or null when the data never passed through here.</param>
    /// <param name="Applied">What became of the metadata.</param>
    public sealed record Copied(Metadata Metadata, byte[]? Sha256, AppliedMetadata Applied);

    /// <summary>Copies all of <paramref name="source"/> into the empty <paramref name="target"/>.</summary>
    /// <remarks>A live source may change meanwhile, which is found out.</remarks>
    /// <param name="source">Where from.</param>
    /// <param name="target">Where to; empty, unless <paramref name="partial"/> knows blocks of it.</param>
    /// <param name="isLive">True when the source may change meanwhile.</param>
    /// <param name="keepsStreams">True when the target's file system has named streams.</param>
    /// <param name="adjust">Makes other metadata of the source's, or null to take the source's.</param>
    /// <param name="partial">What an earlier try left and a later one may take up, or null.</param>
    public Copied Copy(
        ISourceFile source, IDestinationFile target, bool isLive, bool keepsStreams, Func<Metadata, Metadata>? adjust = null, PartialCopy? partial = null)
    {
        Entry before = Wanted(source.ReadEntry());
        if (_job.IsStructureOnly)
        {
            Metadata bare = Wanted(source.ReadMetadata());
            AppliedMetadata set = target.ApplyMetadata(bare, _job.Copy);
            return new Copied(bare with { Entry = before with { Size = 0 }, Streams = [] }, null, set);
        }

        _isThrottled = before.Size >= _job.Pacing.ThrottleFrom;
        byte[]? sha256 = CopyData(source, target, before, partial);
        Metadata metadata = Wanted(source.ReadMetadata());
        bool hasStreams = keepsStreams && !_job.Copy.HasFlag(CopyParts.SkipStreams) && metadata.Streams.Count > 0;
        if (hasStreams)
        {
            CopyStreams(metadata.Streams, source.OpenStream, target.CreateStream);
        }

        if (isLive && HasMoved(before, hasStreams ? source.ReadEntry() : metadata.Entry))
        {
            throw new TreeException(new ActionError(ErrorKind.ChangedWhileRead, 0, "read", "the file was changed by another program while it was read"));
        }

        AppliedMetadata applied = target.ApplyMetadata(adjust is null ? metadata : adjust(metadata), _job.Copy);
        if (_job.Verify == VerifyMode.Written)
        {
            Verify(source, target, sha256);
        }

        return new Copied(metadata with { Entry = before with { Attributes = metadata.Entry.Attributes, Created = metadata.Entry.Created } }, sha256, applied);
    }

    /// <summary>An entry as the job wants it at the destination.</summary>
    public Entry Wanted(Entry entry) => _job.Attributes == AttributeChange.None ? entry : entry with
    {
        Attributes = entry.IsDirectory ? _job.Attributes.OfFolder(entry.Attributes) : _job.Attributes.Of(entry.Attributes),
    };

    /// <summary>Metadata as the job wants it at the destination.</summary>
    public Metadata Wanted(Metadata metadata) => metadata with { Entry = Wanted(metadata.Entry) };

    /// <summary>Copies named streams, of a file or a folder, and makes them durable.</summary>
    /// <param name="streams">Which.</param>
    /// <param name="open">Opens one at the source.</param>
    /// <param name="create">Makes one, empty, at the destination.</param>
    public void CopyStreams(IReadOnlyList<NamedStream> streams, Func<string, ISourceFile> open, Func<string, IDestinationFile> create)
    {
        foreach (NamedStream stream in streams)
        {
            using ISourceFile source = open(stream.Name);
            using IDestinationFile target = create(stream.Name);
            long offset = 0;
            while (source.Read(_buffer.AsSpan(0, _blockBytes), offset) is > 0 and int read)
            {
                Pass(read);
                target.Write(_buffer.AsSpan(0, read), offset);
                offset += read;
            }

            target.Flush();
            if (_job.Verify == VerifyMode.Written && !IsSame(source, Reading(target)))
            {
                throw new TreeException(new ActionError(ErrorKind.VerifyMismatch, 0, "verify", "what was read back of a named stream differs from what was written"));
            }
        }
    }

    /// <summary>True when the content of each stream is the same on both sides.</summary>
    public bool HasSameStreams(IReadOnlyList<NamedStream> streams, Func<string, ISourceFile> source, Func<string, ISourceFile> copy)
    {
        foreach (NamedStream stream in streams)
        {
            using ISourceFile left = source(stream.Name);
            using ISourceFile right = copy(stream.Name);
            if (!IsSame(left, right.Read))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The SHA-256 of a source file's content.</summary>
    public byte[] HashOf(ISourceFile source)
    {
        ForgetHash();
        long offset = 0;
        while (source.Read(_buffer.AsSpan(0, _blockBytes), offset) is > 0 and int read)
        {
            Pass(read);
            _hash.AppendData(_buffer, 0, read);
            offset += read;
        }

        return _hash.GetHashAndReset();
    }

    public void Dispose()
    {
        _hash.Dispose();
        _blockHash.Dispose();
    }

    private delegate int Reader(Span<byte> buffer, long offset);

    private static Reader Reading(IDestinationFile file)
    {
        file.ForgetCached();
        return file.Read;
    }

    private bool IsSame(ISourceFile source, Reader copy)
    {
        byte[] expected = HashOf(source);
        ForgetHash();
        long offset = 0;
        while (copy(_buffer.AsSpan(0, _blockBytes), offset) is > 0 and int read)
        {
            Pass(read);
            _hash.AppendData(_buffer, 0, read);
            offset += read;
        }

        return _hash.GetHashAndReset().AsSpan().SequenceEqual(expected);
    }

    private static bool HasMoved(Entry before, Entry after) =>
        before.Size != after.Size || before.Modified != after.Modified || before.Changed != after.Changed;

    private byte[]? CopyData(ISourceFile source, IDestinationFile target, Entry entry, PartialCopy? partial)
    {
        if (entry.Size > 0 && partial is null or { Known: 0 } && ((_job.SharesBlocks && target.TryClone(source)) || (_job.Offloads && target.TryCopyOffloaded(source, entry.Size))))
        {
            _moved(entry.Size);
            return null;
        }

        ForgetHash();
        long length = partial is not null ? CopyBlocks(source, target, entry.Size, partial)
            : _job.KeepsHoles && entry.AllocatedBytes < entry.Size ? CopySparse(source, target, entry.Size)
            : CopyRange(source, target, 0, entry.Size);
        if (length < entry.Size)
        {
            throw new TreeException(new ActionError(ErrorKind.ChangedWhileRead, 0, "read", "the file became shorter while it was read"));
        }

        if (_job.IsUnbuffered && length >= LargeBytes)
        {
            target.Flush();
            target.ForgetCached();
        }

        return _hash.GetHashAndReset();
    }

    private long CopyBlocks(ISourceFile source, IDestinationFile target, long size, PartialCopy partial)
    {
        long offset = TakeUp(target, size, partial);
        while (offset < size)
        {
            long end = Math.Min(offset + PartialCopy.BlockBytes, size);
            ForgetBlock();
            if (CopyRange(source, target, offset, end, _blockHash) is var stopped && stopped < end)
            {
                return stopped;
            }

            partial.Add(_blockHash.GetHashAndReset());
            offset = end;
        }

        target.SetLength(size);
        return size;
    }

    // What is taken over is what is read back, and only as far as it is what the list tells of.
    private long TakeUp(IDestinationFile target, long size, PartialCopy partial)
    {
        long offset = 0;
        for (int block = 0; block < partial.Known; block++)
        {
            long end = Math.Min(offset + PartialCopy.BlockBytes, size);
            ForgetBlock();
            HashBack(target, offset, end, _blockHash);
            if (offset == size || !_blockHash.GetHashAndReset().AsSpan().SequenceEqual(partial.HashOf(block)))
            {
                // The block is in the hash of the whole as well: only what stands before it counts.
                partial.Forget(block);
                ForgetHash();
                HashBack(target, 0, offset);
                return offset;
            }

            _moved(end - offset);
            offset = end;
        }

        return offset;
    }

    private void HashBack(IDestinationFile target, long offset, long end, IncrementalHash? alsoInto = null)
    {
        while (offset < end && target.Read(_buffer.AsSpan(0, (int)Math.Min(_blockBytes, end - offset)), offset) is > 0 and int read)
        {
            _cancellation.ThrowIfCancellationRequested();
            _hash.AppendData(_buffer, 0, read);
            alsoInto?.AppendData(_buffer, 0, read);
            offset += read;
        }
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

    private long CopyRange(ISourceFile source, IDestinationFile target, long start, long end, IncrementalHash? alsoInto = null)
    {
        long offset = start;
        while (offset < end)
        {
            int wanted = (int)Math.Min(_blockBytes, end - offset);
            int read = source.Read(_buffer.AsSpan(0, wanted), offset);
            if (read == 0)
            {
                break;
            }

            Pass(read);
            _hash.AppendData(_buffer, 0, read);
            alsoInto?.AppendData(_buffer, 0, read);
            target.Write(_buffer.AsSpan(0, read), offset);
            offset += read;
            _moved(read);
        }

        return offset;
    }

    // What an exception left half-way must not flow into the next file's hash.
    private void ForgetHash() => _ = _hash.GetHashAndReset();

    private void ForgetBlock() => _ = _blockHash.GetHashAndReset();

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
        if (_isThrottled)
        {
            _throttle?.Take(bytes, _cancellation);
        }
    }

    // Flushed and dropped from memory first, so that what is compared comes from the disk.
    private void Verify(ISourceFile source, IDestinationFile target, byte[]? sha256)
    {
        target.Flush();
        target.ForgetCached();
        byte[] expected = sha256 ?? HashOf(source);
        ForgetHash();
        long offset = 0;
        while (target.Read(_buffer.AsSpan(0, _blockBytes), offset) is > 0 and int read)
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
