using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using SnapBack.Paths;

namespace SnapBack.Cli.Rendering;

/// <summary>JSON as this program writes it: one line, valid Unicode, and nothing in it that moves a cursor or turns text around.</summary>
internal static class JsonText
{
    /// <summary>Readable for people and safe on a terminal: letters stay letters, everything that controls is escaped.</summary>
    public static readonly JavaScriptEncoder Encoder = SafeEncoder();

    private static readonly JsonWriterOptions Options = new() { Encoder = Encoder };
    private static readonly JsonWriterOptions IndentedOptions = new() { Encoder = Encoder, Indented = true };

    /// <summary>One object on one line, without a line break at its end.</summary>
    public static string Object(Action<Utf8JsonWriter> write) => Text(write, Options);

    /// <summary>One object over several lines, for people.</summary>
    public static string Indented(Action<Utf8JsonWriter> write) => Text(write, IndentedOptions);

    /// <summary>Text that JSON can hold: what is no valid Unicode is escaped.</summary>
    public static string Clean(string text) => NameCodec.IsPlainText(text) ? text : DisplayText.Escape(text);

    /// <summary>Writes texts as an array under <paramref name="key"/>.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string key, IEnumerable<string> texts)
    {
        json.WriteStartArray(key);
        foreach (string text in texts)
        {
            json.WriteStringValue(Clean(text));
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// Writes a name or path under <paramref name="key"/>, and when it is no plain text also its exact bytes in base64 under the
    /// same key with <c>Bytes</c> behind it.
    /// </summary>
    public static void WriteName(Utf8JsonWriter json, string key, string name)
    {
        json.WriteString(key, Clean(name));
        if (ExactBytes(name) is { } bytes)
        {
            json.WriteBase64String($"{key}Bytes", bytes);
        }
    }

    /// <summary>The exact bytes of a name that is no plain text; null for plain text.</summary>
    public static byte[]? ExactBytes(string name)
    {
        if (NameCodec.IsPlainText(name))
        {
            return null;
        }

        try
        {
            return NameCodec.ExactBytes(name);
        }
        catch (ArgumentException)
        {
            // A half of a surrogate pair, in a catalog that came from Windows: there are no bytes, the escaped text is all.
            return null;
        }
    }

    private static string Text(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter json = new(buffer, options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static JavaScriptEncoder SafeEncoder()
    {
        TextEncoderSettings settings = new(UnicodeRanges.All);
        settings.ForbidCharacters('\u200E', '\u200F', '\u061C', '\uFEFF', '\u2028', '\u2029');
        settings.ForbidRange(UnicodeRange.Create('\u202A', '\u202E'));
        settings.ForbidRange(UnicodeRange.Create('\u2066', '\u2069'));
        settings.ForbidRange(UnicodeRange.Create('\u007F', '\u009F'));
        return JavaScriptEncoder.Create(settings);
    }
}
