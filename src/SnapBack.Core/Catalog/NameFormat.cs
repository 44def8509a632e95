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
    public static readonly NameFormat Wtf8 = new("wtf-8", Paths.Wtf8.Encode, bytes => Paths.Wtf8.Decode(bytes));

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
}
