using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace SnapBack.Catalog;

/// <summary>
/// The words of one enum: its names in lower case with hyphens (<c>CreateFolder</c> is <c>create-folder</c>). They stand in the catalog and
/// in every output, so a member may be added but never renamed; a test holds the whole list. Immutable, thread-safe.
/// </summary>
/// <typeparam name="T">An enum of <see cref="int"/> whose values count up from 0.</typeparam>
public sealed class WordList<T>
    where T : struct, Enum
{
    private readonly string[] _words;
    private readonly byte[][] _utf8;

    internal WordList()
    {
        // A loop and no query: generic code for each of the enums would be compiled at every start.
        _words = Enum.GetNames<T>();
        _utf8 = new byte[_words.Length][];
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] = Hyphenate(_words[i]);
            _utf8[i] = Encoding.UTF8.GetBytes(_words[i]);
        }
    }

    /// <summary>All words, in the order of the enum.</summary>
    public IReadOnlyList<string> All => _words;

    /// <summary>The word of a value.</summary>
    public string Of(T value) => _words[Unsafe.As<T, int>(ref value)];

    /// <summary>The word of a value, or null for null.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public string? Of(T? value) => value is { } known ? Of(known) : null;

    /// <summary>The value of a word, exactly as written in <see cref="All"/>; false for any other text.</summary>
    public bool TryParse(string word, out T value)
    {
        int at = Array.IndexOf(_words, word);
        value = at < 0 ? default : ValueAt(at);
        return at >= 0;
    }

    internal byte[] Utf8Of(T value) => _utf8[Unsafe.As<T, int>(ref value)];

    internal bool TryParse(ReadOnlySpan<byte> utf8, out T value)
    {
        for (int i = 0; i < _utf8.Length; i++)
        {
            if (utf8.SequenceEqual(_utf8[i]))
            {
                value = ValueAt(i);
                return true;
            }
        }

        value = default;
        return false;
    }

    private static T ValueAt(int index) => Unsafe.As<int, T>(ref index);

    private static string Hyphenate(string name)
    {
        StringBuilder word = new(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsUpper(c) && word.Length > 0)
            {
                word.Append('-');
            }

            word.Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }
}
