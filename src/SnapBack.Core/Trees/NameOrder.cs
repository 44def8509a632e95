using SnapBack.Paths;

namespace SnapBack.Trees;

/// <summary>
/// The order of names in a listing. Both sides of a merge must use the same one; a merge that sees names out of order stops the run
/// rather than take a file for an extra. Stateless, thread-safe.
/// </summary>
public sealed class NameOrder : IComparer<string>
{
    /// <summary>By the bytes of the name: two names are one only when they are equal byte for byte.</summary>
    public static readonly NameOrder Exact = new(isCaseInsensitive: false);

    /// <summary>Upper-cased letter by letter (ordinal, as NTFS does): names that differ in case only are one.</summary>
    public static readonly NameOrder IgnoreCase = new(isCaseInsensitive: true);

    private NameOrder(bool isCaseInsensitive)
    {
        IsCaseInsensitive = isCaseInsensitive;
    }

    /// <summary>True when case does not tell names apart.</summary>
    public bool IsCaseInsensitive { get; }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        string left = x ?? string.Empty;
        string right = y ?? string.Empty;
        return IsCaseInsensitive ? string.Compare(left, right, StringComparison.OrdinalIgnoreCase) : CompareBytes(left, right);
    }

    // Names of Windows may hold halves of surrogate pairs that stand for no byte of Linux.
    private static byte[] BytesOf(string name) => NameCodec.IsPlainText(name) ? NameCodec.Encode(name) : NameCodec.ExactBytes(name);

    // The order of UTF-8 bytes equals the order of UTF-16 units but where a surrogate takes part: pairs sort above U+FFFF's block, and
    // escaped bytes stand for what they are.
    private static int CompareBytes(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        if (!char.IsSurrogate(left[common]) && !char.IsSurrogate(right[common]))
        {
            return left[common].CompareTo(right[common]);
        }

        return BytesOf(left).AsSpan().SequenceCompareTo(BytesOf(right));
    }
}
