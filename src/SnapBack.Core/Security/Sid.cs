using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SnapBack.Security;

/// <summary>
/// A security identifier in its binary form (https://learn.microsoft.com/windows/win32/secauthz/sid-components). Immutable; equality is that of the bytes.
/// </summary>
public sealed class Sid : IEquatable<Sid>
{
    private const int HeaderBytes = 8;
    private const int MostSubAuthorities = 15;

    private readonly byte[] _bytes;

    private Sid(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <summary>The binary form.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads the identifier at the beginning of <paramref name="bytes"/>; what follows it is left alone.</summary>
    /// <exception cref="SecurityFormatException">It is none.</exception>
    public static Sid Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
        {
            throw new SecurityFormatException("A SID is cut off.");
        }

        if (bytes[0] != 1 || bytes[1] > MostSubAuthorities)
        {
            throw new SecurityFormatException($"A SID has revision {bytes[0]} and {bytes[1]} parts, where 1 and at most {MostSubAuthorities} are possible.");
        }

        int length = HeaderBytes + (4 * bytes[1]);
        return length <= bytes.Length ? new Sid(bytes[..length].ToArray()) : throw new SecurityFormatException("A SID is cut off.");
    }

    /// <summary>Reads the text form <c>S-1-5-21-...</c>.</summary>
    /// <exception cref="SecurityFormatException">It is none.</exception>
    public static Sid Parse(string text)
    {
        string[] parts = text.Split('-');
        if (parts.Length < 3
            || parts.Length - 3 > MostSubAuthorities
            || parts[0] is not ("S" or "s")
            || parts[1] != "1"
            || !TryParseAuthority(parts[2], out ulong authority))
        {
            throw new SecurityFormatException($"'{text}' is no SID: it begins with S-1- and has at most {MostSubAuthorities} numbers behind its authority.");
        }

        byte[] bytes = new byte[HeaderBytes + (4 * (parts.Length - 3))];
        bytes[0] = 1;
        bytes[1] = (byte)(parts.Length - 3);
        for (int i = 0; i < 6; i++)
        {
            bytes[2 + i] = (byte)((authority >> (8 * (5 - i))) & 0xFF);
        }

        for (int i = 3; i < parts.Length; i++)
        {
            if (!uint.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out uint part))
            {
                throw new SecurityFormatException($"'{text}' is no SID: '{parts[i]}' is no number of 32 bits.");
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeaderBytes + (4 * (i - 3))), part);
        }

        return new Sid(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(Sid? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sid);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The text form; an authority above 32 bits is written in hexadecimal, as Windows does.</summary>
    public override string ToString()
    {
        ulong authority = 0;
        for (int i = 0; i < 6; i++)
        {
            authority = (authority << 8) | _bytes[2 + i];
        }

        StringBuilder text = new("S-1-");
        text.Append(authority > uint.MaxValue ? "0x" + authority.ToString("X12", CultureInfo.InvariantCulture) : authority.ToString(CultureInfo.InvariantCulture));
        for (int at = HeaderBytes; at < _bytes.Length; at += 4)
        {
            text.Append(CultureInfo.InvariantCulture, $"-{BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at))}");
        }

        return text.ToString();
    }

    private static bool TryParseAuthority(string text, out ulong authority) =>
        (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out authority)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out authority))
        && authority <= 0xFFFF_FFFF_FFFF;
}
