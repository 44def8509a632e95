using System.Buffers;
using SnapBack.Paths;

namespace SnapBack.Platform.Linux;

/// <summary>A name or path as the C library wants it: bytes ending in 0, in a rented buffer. Use with <c>using</c> and <c>fixed</c>.</summary>
internal readonly ref struct CName
{
    private readonly byte[] _bytes;

    public CName(ReadOnlySpan<char> text)
    {
        _bytes = ArrayPool<byte>.Shared.Rent((text.Length * 3) + 1);
        Length = NameCodec.Encode(text, _bytes);
        _bytes[Length] = 0;
    }

    /// <summary>Bytes before the ending 0.</summary>
    public int Length { get; }

    public ref byte GetPinnableReference() => ref _bytes[0];

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
