using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// A digest of what one side of a folder looks like: the folder itself, and of every entry all that can be listed, change times
/// included. Of folders in it only the name counts, since they have digests of their own. Used by one thread at a time.
/// </summary>
internal sealed class FolderDigest : IDisposable
{
    /// <summary>Bytes of a digest and of a seal.</summary>
    public const int Length = 16;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _used;
    private bool _isDrained;

    public void Add(Entry entry, bool isSelf)
    {
        ReadOnlySpan<byte> name = MemoryMarshal.AsBytes(entry.Name.AsSpan());
        if (_used + name.Length + 128 > _buffer.Length)
        {
            Drain();
        }

        Put((ulong)name.Length);
        name.CopyTo(_buffer.AsSpan(_used));
        _used += name.Length;
        Put((ulong)entry.Kind);
        if (entry.IsDirectory && !isSelf)
        {
            return;
        }

        Put(entry.IsDirectory ? 0 : (ulong)entry.Size);
        Put(entry.Modified);
        Put(entry.Changed);
        Put(((ulong)entry.Mode << 32) | entry.Attributes);
        Put(((ulong)entry.Owner << 32) | entry.Group);
        Put(entry.FileId);
    }

    /// <summary>Forgets what was added.</summary>
    public void Reset()
    {
        _used = 0;
        if (_isDrained)
        {
            _ = _hash.GetHashAndReset();
            _isDrained = false;
        }
    }

    /// <summary>The digest of all that was added; starts anew.</summary>
    public byte[] Take()
    {
        if (!_isDrained)
        {
            // Most folders fit the buffer, and one call is cheaper than three.
            byte[] digest = SHA256.HashData(_buffer.AsSpan(0, _used));
            _used = 0;
            return digest[..Length];
        }

        Drain();
        _isDrained = false;
        return _hash.GetHashAndReset()[..Length];
    }

    /// <summary>One seal over both sides and the rules by which they were compared.</summary>
    public static byte[] Seal(byte[] rules, byte[] source, byte[] destination) => SHA256.HashData([.. rules, .. source, .. destination])[..Length];

    public void Dispose() => _hash.Dispose();

    private void Drain()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
        _isDrained = true;
    }

    private void Put(Timestamp time)
    {
        Put(unchecked((ulong)time.Seconds));
        Put((ulong)time.Nanoseconds);
    }

    private void Put(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_used), value);
        _used += 8;
    }
}
