using SnapBack.Cli.Rendering;
using SnapBack.Paths;

namespace SnapBack.Cli.Rows;

/// <summary>
/// RFC 4180 with a header. A text that a spreadsheet would take for a formula gets a leading apostrophe
/// (https://owasp.org/www-community/attacks/CSV_Injection): a file name must not be able to run something on the reader's machine.
/// </summary>
internal sealed class CsvText
{
    private const string LineEnd = "\r\n";

    private readonly TextWriter _output;
    private readonly bool _escapesControls;

    /// <summary>On a terminal control characters are escaped; in a file they are kept as they are.</summary>
    public CsvText(TextWriter output, bool escapesControls)
    {
        _output = output;
        _escapesControls = escapesControls;
    }

    /// <summary>Writes header and rows; names that are no plain text have their bytes in a column of their own behind the others.</summary>
    public void Write<T>(IReadOnlyList<Column<T>> columns, IEnumerable<T> rows)
    {
        Column<T>[] names = [.. columns.Where(c => c.IsName)];
        WriteLine([.. columns.Select(c => c.Name), .. names.Select(c => $"{c.Name}Bytes")]);
        foreach (T row in rows)
        {
            IEnumerable<string> bytes = names.Select(c => Cell.Text(c.Value(row)) is { } text && JsonText.ExactBytes(text) is { } b ? Convert.ToBase64String(b) : string.Empty);
            WriteLine([.. columns.Select(c => Field(c.Value(row))), .. bytes]);
        }
    }

    /// <summary>A text as a field that no spreadsheet calculates.</summary>
    internal static string Defuse(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;

    private string Field(object? value)
    {
        string text = Cell.Text(value) ?? string.Empty;
        return Quote(Cell.IsNumber(value) ? text : Defuse(_escapesControls ? DisplayText.Escape(text) : JsonText.Clean(text)));
    }

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private void WriteLine(string[] fields)
    {
        _output.Write(string.Join(',', fields));
        _output.Write(LineEnd);
    }
}
