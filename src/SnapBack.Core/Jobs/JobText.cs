using System.Text.Json;
using System.Text.Unicode;
using SnapBack.Errors;
using SnapBack.Paths;

namespace SnapBack.Jobs;

/// <summary>
/// Reads the text of a job file: JSON (RFC 8259) in UTF-8, with or without a byte order mark, and beyond JSON comments and trailing
/// commas. Gives a tree in which every value knows its line and column. A key twice in one object is an error. Pure.
/// </summary>
internal sealed class JobText
{
    /// <summary>Longest job file in bytes; a longer one is surely not a job file.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const byte Backslash = (byte)'\\';

    private readonly string _file;
    private readonly byte[] _text;
    private readonly List<int> _lineStarts = [0];

    private JobText(byte[] text, string file)
    {
        _file = file;
        _text = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>Parses the whole text; <paramref name="file"/> is only named in errors.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.JobFileSyntax"/>, with line and column.</exception>
    public static JobNode Parse(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw Wrong(file, new TextPlace(1, 1), "the file is UTF-16", "Save it as UTF-8.");
        }

        ReadOnlySpan<byte> text = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        return new JobText(text.ToArray(), file).ParseAll();
    }

    private static SnapBackException Wrong(string file, TextPlace place, string reason, string hint, Exception? inner = null) =>
        new(ErrorCode.JobFileSyntax, $"{ValuePlace.InFile(file, place).Text}: this is not a valid job file: {reason}; nothing was touched.", hint, inner);

    private JobNode ParseAll()
    {
        RequireUtf8();
        Utf8JsonReader reader = new(_text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 });
        try
        {
            reader.Read();
            JobNode root = ParseValue(ref reader);
            // One step behind the end finds what stands after the last brace.
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            throw Wrong(e);
        }
    }

    private JobNode ParseValue(ref Utf8JsonReader reader)
    {
        TextPlace place = PlaceOf((int)reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new JobNode(JobNodeKind.Object, place) { Members = ParseMembers(ref reader) },
            JsonTokenType.StartArray => new JobNode(JobNodeKind.Array, place) { Items = ParseItems(ref reader) },
            JsonTokenType.String => new JobNode(JobNodeKind.Text, place) { Text = TextOf(ref reader) },
            JsonTokenType.Number => new JobNode(JobNodeKind.Number, place) { Text = System.Text.Encoding.ASCII.GetString(reader.ValueSpan) },
            JsonTokenType.True => new JobNode(JobNodeKind.Boolean, place) { Text = "true" },
            JsonTokenType.False => new JobNode(JobNodeKind.Boolean, place) { Text = "false" },
            _ => new JobNode(JobNodeKind.Null, place),
        };
    }

    private List<JobMember> ParseMembers(ref Utf8JsonReader reader)
    {
        List<JobMember> members = [];
        Dictionary<string, TextPlace> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            TextPlace place = PlaceOf((int)reader.TokenStartIndex);
            string key = TextOf(ref reader);
            if (!seen.TryAdd(key, place))
            {
                throw Wrong(_file, place, $"the key '{ValuePlace.Show(key)}' stands in line {seen[key].Line} already", "Keep one of the two.");
            }

            reader.Read();
            members.Add(new JobMember(key, place, ParseValue(ref reader)));
        }

        return members;
    }

    private List<JobNode> ParseItems(ref Utf8JsonReader reader)
    {
        List<JobNode> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ParseValue(ref reader));
        }

        return items;
    }

    private string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException e)
        {
            // The reader finds half a surrogate pair (an escape such as \ud800 alone) only when the text is asked for.
            TextPlace place = PlaceOf((int)reader.TokenStartIndex);
            throw Wrong(_file, place, "a \\u escape in this text is half of a pair", "Write the character itself.", e);
        }
    }

    private void RequireUtf8()
    {
        if (Utf8.IsValid(_text))
        {
            return;
        }

        char[] scratch = new char[_text.Length];
        Utf8.ToUtf16(_text, scratch, out int valid, out _, replaceInvalidSequences: false);
        throw Wrong(_file, PlaceOf(valid), "the text is not UTF-8", "Save it as UTF-8.");
    }

    private SnapBackException Wrong(JsonException e)
    {
        // The reader counts lines by line feeds, as _lineStarts does, and positions in bytes.
        int line = (int)Math.Clamp(e.LineNumber ?? 0, 0, _lineStarts.Count - 1);
        int offset = (int)Math.Clamp(_lineStarts[line] + (e.BytePositionInLine ?? 0), 0, _text.Length);
        int tail = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = DisplayText.Escape(tail < 0 ? e.Message : e.Message[..tail]).TrimEnd('.');
        return Wrong(_file, PlaceOf(offset), reason, HintAt(offset), e);
    }

    private string HintAt(int offset)
    {
        bool isEscape = (offset < _text.Length && _text[offset] == Backslash) || (offset > 0 && _text[offset - 1] == Backslash);
        return isEscape ? "In JSON a backslash is written twice: \"D:\\\\Data\"." : "Correct the file at this place; 'snapback job validate FILE' checks it.";
    }

    private TextPlace PlaceOf(int offset)
    {
        int found = _lineStarts.BinarySearch(offset);
        int line = found >= 0 ? found : ~found - 1;
        int characters = 0;
        for (int i = _lineStarts[line]; i < offset; i++)
        {
            // Bytes 10xxxxxx continue a character.
            characters += (_text[i] & 0xC0) == 0x80 ? 0 : 1;
        }

        return new TextPlace(line + 1, characters + 1);
    }
}
