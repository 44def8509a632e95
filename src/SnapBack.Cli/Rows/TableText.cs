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
    private const int NarrowestWindow = 40;
    private const int SpacePerColumn = 4;
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
        int window = Math.Max(NarrowestWindow, _environment.Width());
        int[] shown = [.. Enumerable.Range(0, columns.Count)];
        if (NaturalWidth(columns, rows, shown) > window)
        {
            shown = [.. shown.Where(i => !columns[i].IsDetail)];
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = _environment.CanColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new SpectreOutput(_environment.Out, window),
        });
        Table table = new() { Border = TableBorder.Simple };
        foreach (Column<T> column in shown.Select(i => columns[i]))
        {
            TableColumn header = new(new Text(column.Name)) { NoWrap = !column.IsName };
            table.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }

        // Text, not markup: a file called '[red]' is a file called '[red]'.
        rows.ForEach(row => table.AddRow(shown.Select(i => new Text(row[i]))));
        console.Write(table);
        if (shown.Length < columns.Count)
        {
            _environment.Out.WriteLine("More columns in a wider window, or with --format csv or json.");
        }
    }

    private static int NaturalWidth<T>(IReadOnlyList<Column<T>> columns, List<string[]> rows, int[] shown) =>
        shown.Sum(i => rows.Select(r => r[i].Length).Append(columns[i].Name.Length).Max() + SpacePerColumn);
}
