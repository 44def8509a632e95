using System.Text;
using SnapBack.Paths;

namespace SnapBack.Catalog;

/// <summary>
/// How names and paths lie in a catalog: TEXT when they are ordinary text, else a BLOB with the exact name, so that every name comes
/// back as it was. Which BLOB it is depends on the system that the catalog belongs to and stands in its <c>meta</c> table. Immutable.
/// </summary>
internal sealed class NameFormat
{
    /// <summary>Linux: the bytes of the name.</summary>
    public static readonly NameFormat Bytes = new("bytes", NameCodec.Encode, bytes => NameCodec.Decode(bytes));

    /// <summary>Windows: WTF-8, UTF-8 in which a surrogate may stand alone (https://simonsapin.github.io/wtf-8/).</summary>
    public static readonly NameFormat Wtf8 = new("wtf-8", EncodeWtf8, DecodeWtf8);

    private readonly Func<string, byte[]> _encode;
    private readonly Func<byte[], string> _decode;

    private NameFormat(string word, Func<string, byte[]> encode, Func<byte[], string> decode)
    {
        Word = word;
        _encode = encode;
        _decode = decode;
    }

    /// <summary>The format of this system's own catalogs.</summary>
    public static NameFormat Native => OperatingSystem.IsWindows() ? Wtf8 : Bytes;

    /// <summary>Its word in the <c>meta</c> table.</summary>
    public string Word { get; }

    /// <summary>The format that a word names, or null.</summary>
    public static NameFormat? Parse(string? word) => word == Bytes.Word ? Bytes : word == Wtf8.Word ? Wtf8 : null;

    /// <summary>The BLOB of a name that is not ordinary text.</summary>
    public byte[] ToBlob(string name) => _encode(name);

    /// <summary>The name in a BLOB.</summary>
    public string FromBlob(ReadOnlySpan<byte> blob) => _decode(blob.ToArray());

    private static byte[] EncodeWtf8(string name)
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

    private static string DecodeWtf8(byte[] bytes)
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
