using System.Globalization;
using SnapBack.Paths;
using Spectre.Console;

namespace SnapBack.Cli.Rows;

/// <summary>
/// Rows for people: a table drawn for the window where there is one, else plain aligned columns. The widths come from the first rows; what is
/// wider later pushes its line, so that a million rows need no memory.
/// </summary>
internal sealed class TableText
{
    private const int RowsMeasured = 1000;
    private const string Gap = "  ";

    private readonly CliEnvironment _environment;

    /// <summary>Writes to the environment's standard output.</summary>
    public TableText(CliEnvironment environment)
    {
        _environment = environment;
    }

    /// <summary>Writes a heading and the rows.</summary>
    public void Write<T>(IReadOnlyList<Column<T>> columns, IEnumerable<T> rows)
    {
        using IEnumerator<string[]> lines = rows.Select(row => (string[])[.. columns.Select(c => Show(c.Value(row)))]).GetEnumerator();
        List<string[]> first = [];
        bool hasMore = true;
        while (first.Count < RowsMeasured && (hasMore = lines.MoveNext()))
        {
            first.Add(lines.Current);
        }

        if (!hasMore && _environment.CanRewriteLines)
        {
            Draw(columns, first);
            return;
        }

        int[] widths = [.. columns.Select((c, i) => first.Select(l => l[i].Length).Append(c.Name.Length).Max())];
        bool[] right = [.. columns.Select(c => c.IsNumber)];
        WriteLine([.. columns.Select(c => c.Name)], widths, right);
        first.ForEach(line => WriteLine(line, widths, right));
        while (hasMore && lines.MoveNext())
        {
            WriteLine(lines.Current, widths, right);
        }
    }

    private static string Show(object? value) => value is DateTimeOffset time
        ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : DisplayText.Escape(Cell.Text(value) ?? string.Empty);

    private void WriteLine(string[] cells, int[] widths, bool[] right)
    {
        IEnumerable<string> padded = cells.Select((cell, i) => right[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
        _environment.Out.WriteLine(string.Join(Gap, padded).TrimEnd());
    }

    private void Draw<T>(IReadOnlyList<Column<T>> columns, List<string[]> rows)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = _environment.CanColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_environment.Out),
        });
        console.Profile.Width = Math.Max(40, _environment.Width());
        Table table = new() { Border = TableBorder.Simple };
        foreach (Column<T> column in columns)
        {
            TableColumn header = new(new Text(column.Name));
            table.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }

        // Text, not markup: a file called '[red]' is a file called '[red]'.
        rows.ForEach(row => table.AddRow(row.Select(cell => new Text(cell))));
        console.Write(table);
    }
}
