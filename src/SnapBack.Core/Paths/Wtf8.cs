using System.Text;

namespace SnapBack.Paths;

/// <summary>
/// Names of Windows as bytes and back without loss: UTF-8 in which half of a surrogate pair may stand alone, as it may in a name there
/// (https://simonsapin.github.io/wtf-8/). The two directions are inverse for every string.
/// </summary>
public static class Wtf8
{
    /// <summary>String to bytes; never fails.</summary>
    public static byte[] Encode(string name)
    {
        List<byte> bytes = new(name.Length * 3);
        Span<byte> buffer = stackalloc byte[4];
        for (int i = 0; i < name.Length; i++)
        {
            if (!Rune.TryGetRuneAt(name, i, out Rune rune))
            {
                bytes.AddRange([(byte)(0xE0 | (name[i] >> 12)), (byte)(0x80 | ((name[i] >> 6) & 0x3F)), (byte)(0x80 | (name[i] & 0x3F))]);
                continue;
            }

            bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
            i += rune.Utf16SequenceLength - 1;
        }

        return [.. bytes];
    }

    /// <summary>Bytes to string, the inverse of <see cref="Encode"/>; bytes that it never makes become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        StringBuilder name = new(bytes.Length);
        ReadOnlySpan<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            if (rest.Length >= 3 && rest[0] == 0xED && (rest[1] & 0xE0) == 0xA0)
            {
                name.Append((char)(0xD000 | ((rest[1] & 0x3F) << 6) | (rest[2] & 0x3F)));
                rest = rest[3..];
                continue;
            }

            Rune.DecodeFromUtf8(rest, out Rune rune, out int used);
            name.Append(rune.ToString());
            rest = rest[used..];
        }

        return name.ToString();
    }
}
