using SnapBack.Cli.Rendering;

namespace SnapBack.Cli.Rows;

/// <summary>Writes rows as they come, in any of the formats. Stops without a word when nobody reads on, as with <c>| head</c>.</summary>
internal sealed class RowOutput
{
    private const int RowsBetweenLooks = 256;

    private readonly CliEnvironment _environment;

    /// <summary>Writes to the environment's standard output.</summary>
    public RowOutput(CliEnvironment environment)
    {
        _environment = environment;
    }

    /// <summary>Writes all rows.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two rows.</exception>
    public void Write<T>(OutputFormat format, IReadOnlyList<Column<T>> columns, IEnumerable<T> rows)
    {
        IEnumerable<T> read = WhileRead(rows);
        switch (format)
        {
            case OutputFormat.Json:
                WriteJson(columns, read);
                break;
            case OutputFormat.Csv:
                new CsvText(_environment.Out, escapesControls: _environment.IsTerminal).Write(columns, read);
                break;
            default:
                new TableText(_environment).Write(columns, read);
                break;
        }
    }

    private void WriteJson<T>(IReadOnlyList<Column<T>> columns, IEnumerable<T> rows)
    {
        string before = "[";
        foreach (T row in rows)
        {
            _environment.Out.WriteLine(before);
            _environment.Out.Write(JsonText.Object(json =>
            {
                foreach (Column<T> column in columns)
                {
                    Cell.WriteJson(json, column, column.Value(row));
                }
            }));
            before = ",";
        }

        _environment.Out.WriteLine(before == "[" ? "[]" : $"{Environment.NewLine}]");
    }

    private IEnumerable<T> WhileRead<T>(IEnumerable<T> rows)
    {
        int count = 0;
        foreach (T row in rows)
        {
            _environment.Cancellation.ThrowIfCancellationRequested();
            if (++count % RowsBetweenLooks == 0 && _environment.IsOutputClosed())
            {
                yield break;
            }

            yield return row;
        }
    }
}
