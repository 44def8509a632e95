using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SnapBack.Paths;

/// <summary>
/// Turns the bytes of a Linux file name into a string and back without loss. Linux names are bytes; those that are not valid UTF-8
/// are carried as lone low surrogates U+DC80..U+DCFF, one per byte, the way Python's <c>surrogateescape</c> does
/// (https://peps.python.org/pep-0383/). Valid UTF-8 is never touched, so the two directions are inverse for every byte sequence.
/// </summary>
public static class NameCodec
{
    private const char EscapeBase = '\uDC00';

    /// <summary>Bytes to string; never fails.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Ascii.IsValid(bytes))
        {
            return Encoding.Latin1.GetString(bytes);
        }

        char[] rented = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            int chars = 0;
            ReadOnlySpan<byte> rest = bytes;
            while (!rest.IsEmpty)
            {
                OperationStatus status = Utf8.ToUtf16(rest, rented.AsSpan(chars), out int read, out int written, replaceInvalidSequences: false);
                chars += written;
                rest = rest[read..];
                if (status != OperationStatus.Done)
                {
                    rented[chars++] = (char)(EscapeBase + rest[0]);
                    rest = rest[1..];
                }
            }

            return new string(rented, 0, chars);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>String to bytes, the inverse of <see cref="Decode"/>.</summary>
    /// <exception cref="ArgumentException">The string holds a surrogate that no byte stands for.</exception>
    public static byte[] Encode(string text)
    {
        byte[] buffer = new byte[text.Length * 3];
        return buffer[..Encode(text, buffer)];
    }

    /// <summary>String to bytes in a buffer of at least three bytes per character; returns the length.</summary>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> buffer)
    {
        int length = 0;
        while (!text.IsEmpty)
        {
            OperationStatus status = Utf8.FromUtf16(text, buffer[length..], out int read, out int written, replaceInvalidSequences: false);
            length += written;
            text = text[read..];
            if (status == OperationStatus.Done)
            {
                break;
            }

            if (text[0] is < '\uDC80' or > '\uDCFF')
            {
                throw new ArgumentException("The name holds a surrogate that stands for no byte.", nameof(text));
            }

            buffer[length++] = (byte)(text[0] - EscapeBase);
            text = text[1..];
        }

        return length;
    }

    /// <summary>The exact bytes of a name as this system has it: those of Linux, on Windows WTF-8 (<see cref="Wtf8"/>).</summary>
    /// <exception cref="ArgumentException">On Linux: the string holds a surrogate that no byte stands for.</exception>
    public static byte[] ExactBytes(string name) => OperatingSystem.IsWindows() ? Wtf8.Encode(name) : Encode(name);

    /// <summary>True when the name is ordinary text: no byte had to be escaped and no surrogate stands alone.</summary>
    public static bool IsPlainText(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(name[i]) || i + 1 == name.Length || !char.IsLowSurrogate(name[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
