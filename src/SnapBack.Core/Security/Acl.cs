using System.Buffers.Binary;

namespace SnapBack.Security;

/// <summary>
/// An access control list (https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-acl). The order of its entries means something and is kept,
/// canonical or not. Immutable; equality is that of revision and entries, not of unused room behind them.
/// </summary>
public sealed class Acl : IEquatable<Acl>
{
    private const int HeaderBytes = 8;

    private Acl(byte revision, IReadOnlyList<Ace> entries)
    {
        Revision = revision;
        Entries = entries;
    }

    /// <summary>2, or 4 when there are object entries.</summary>
    public byte Revision { get; }

    /// <summary>In their order.</summary>
    public IReadOnlyList<Ace> Entries { get; }

    /// <summary>The binary form, without unused room.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderBytes + Entries.Sum(entry => entry.Bytes.Length)];
        bytes[0] = Revision;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), (ushort)Entries.Count);
        int at = HeaderBytes;
        foreach (Ace entry in Entries)
        {
            entry.Bytes.CopyTo(bytes.AsSpan(at));
            at += entry.Bytes.Length;
        }

        return bytes;
    }

    /// <summary>Reads the list at the beginning of <paramref name="bytes"/>.</summary>
    /// <exception cref="SecurityFormatException">It is none.</exception>
    public static Acl Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
        {
            throw new SecurityFormatException("An access control list is cut off.");
        }

        int size = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        if (bytes[0] is not (2 or 3 or 4) || size < HeaderBytes || size > bytes.Length)
        {
            throw new SecurityFormatException($"An access control list has revision {bytes[0]} and claims {size} bytes, where {bytes.Length} are left.");
        }

        List<Ace> entries = new(Math.Min(count, size / 4));
        for (int at = HeaderBytes; entries.Count < count;)
        {
            Ace entry = Ace.Read(bytes[at..size]);
            entries.Add(entry);
            at += entry.Bytes.Length;
        }

        return new Acl(bytes[0], entries);
    }

    /// <summary>Makes a list of entries.</summary>
    /// <exception cref="SecurityFormatException">They are more than a list can hold.</exception>
    public static Acl Of(IReadOnlyList<Ace> entries)
    {
        long size = HeaderBytes + entries.Sum(entry => (long)entry.Bytes.Length);
        if (size > ushort.MaxValue)
        {
            throw new SecurityFormatException($"{entries.Count} entries of {size} bytes do not fit into an access control list.");
        }

        bool hasObjects = entries.Any(entry => entry.Type is (>= 5 and <= 8) or 11 or 12 or 15 or 16);
        return new Acl((byte)(hasObjects ? 4 : 2), entries);
    }

    /// <inheritdoc/>
    public bool Equals(Acl? other) =>
        other is not null
        && Revision == other.Revision
        && Entries.Count == other.Entries.Count
        && Entries.Zip(other.Entries).All(pair => pair.First.Bytes.SequenceEqual(pair.Second.Bytes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Acl);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(ToBytes());
        return hash.ToHashCode();
    }
}
