using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SnapBack.Errors;
using SnapBack.Trees;

namespace SnapBack.Execution;

/// <summary>
/// A big file that is copied so that a later try can go on where this one stops. Beside the partial copy lies a list of the SHA-256 of each block of it.
/// What a later try takes over is read back and held against that list, block by block: what was lost on the way, whatever the reason, is copied again.
/// The list is worth nothing when the source is not the file any more that it was: another number, size or time. Used by one thread.
/// </summary>
internal sealed class PartialCopy : IDisposable
{
    /// <summary>Bytes of a block; a file of no more than that is copied in one go.</summary>
    public const int BlockBytes = 8 * 1024 * 1024;

    private const int HashBytes = 32;
    private const int HeaderBytes = 128;
    private const ulong Magic = 0x31_4B_4C_42_50_41_4E_53; // SNAPBLK1

    private readonly IDestinationFolder _folder;
    private readonly string _fileName;
    private readonly IDestinationFile _list;
    private bool _isDropped;

    private PartialCopy(IDestinationFolder folder, string fileName, IDestinationFile target, IDestinationFile list, int known)
    {
        _folder = folder;
        _fileName = fileName;
        Target = target;
        _list = list;
        Known = known;
    }

    /// <summary>The copy, under its temporary name. The caller's to close.</summary>
    public IDestinationFile Target { get; }

    /// <summary>How many blocks the list tells of.</summary>
    public int Known { get; private set; }

    /// <summary>True when what was copied is worth keeping for a later try.</summary>
    public static bool IsWorthKeeping(Exception failure) =>
        failure is OperationCanceledException
        || failure is TreeException { Error.Kind: not (ErrorKind.ChangedWhileRead or ErrorKind.VerifyMismatch or ErrorKind.DiskFull or ErrorKind.FileTooLarge) };

    /// <summary>Begins, or takes up what an earlier try left; null for a file that is too small, or has holes.</summary>
    public static PartialCopy? Begin(IDestinationFolder folder, Entry source)
    {
        if (source.Size <= BlockBytes || source.AllocatedBytes < source.Size)
        {
            return null;
        }

        byte[] header = HeaderOf(source);
        string copy = ReservedNames.Partial(source.Name);
        string blocks = ReservedNames.PartialBlocks(source.Name);
        if (folder.ReopenFile(blocks) is { } list)
        {
            if (CountOf(list, header) is > 0 and var known && folder.ReopenFile(copy) is { } begun)
            {
                return new PartialCopy(folder, source.Name, begun, list, known);
            }

            list.Dispose();
        }

        folder.RemoveFile(blocks);
        folder.RemoveFile(copy);
        IDestinationFile newList = folder.CreateFile(blocks);
        try
        {
            newList.Write(header, 0);
            return new PartialCopy(folder, source.Name, folder.CreateFile(copy), newList, 0);
        }
        catch
        {
            newList.Dispose();
            throw;
        }
    }

    /// <summary>The hash of a block that the list tells of.</summary>
    public byte[] HashOf(int block)
    {
        byte[] hash = new byte[HashBytes];
        return Fill(_list, hash, HeaderBytes + ((long)block * HashBytes)) ? hash : [];
    }

    /// <summary>The blocks from this one on are not what the list tells of.</summary>
    public void Forget(int block) => Known = block;

    /// <summary>A block was written.</summary>
    public void Add(ReadOnlySpan<byte> hash)
    {
        _list.Write(hash, HeaderBytes + ((long)Known * HashBytes));
        Known++;
    }

    /// <summary>The copy is complete, or worth nothing: nobody takes it up any more.</summary>
    public void Drop() => _isDropped = true;

    public void Dispose()
    {
        _list.Dispose();
        if (_isDropped)
        {
            Publisher.Discard(_folder, ReservedNames.PartialBlocks(_fileName));
        }
    }

    private static byte[] HeaderOf(Entry source)
    {
        byte[] header = new byte[HeaderBytes];
        long[] numbers =
        [
            unchecked((long)Magic), BlockBytes, unchecked((long)source.FileId), source.Size, source.Modified.Seconds, source.Modified.Nanoseconds, source.Changed.Seconds,
            source.Changed.Nanoseconds,
        ];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(i * sizeof(long)), numbers[i]);
        }

        SHA256.HashData(MemoryMarshal.AsBytes(source.Name.AsSpan()), header.AsSpan(numbers.Length * sizeof(long)));
        return header;
    }

    // 0 for the list of another file, or of an earlier state of this one.
    private static int CountOf(IDestinationFile list, byte[] header)
    {
        byte[] found = new byte[HeaderBytes];
        long blocks = (list.ReadEntry().Size - HeaderBytes) / HashBytes;
        return Fill(list, found, 0) && found.AsSpan().SequenceEqual(header) ? (int)Math.Clamp(blocks, 0, int.MaxValue) : 0;
    }

    private static bool Fill(IDestinationFile file, byte[] buffer, long offset)
    {
        int done = 0;
        while (done < buffer.Length && file.Read(buffer.AsSpan(done), offset + done) is > 0 and int read)
        {
            done += read;
        }

        return done == buffer.Length;
    }
}
