using System.CommandLine;
using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog sql</c>: one SELECT over the catalog.</summary>
internal sealed class CatalogSqlCommand : CliCommand
{
    private const int MostRows = 100_000;
    private const int MostSeconds = 60;

    // What these columns of the views hold may be names that are no plain text.
    private static readonly string[] Names = ["path", "source", "destination", "link_target", "stored_as"];

    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _sql = new("SELECT") { Arity = ArgumentArity.ExactlyOne };
    private readonly Option<string?> _maxRows = Opt.Text("--max-rows", "N", $"stop after N rows, and say so ({MostRows})");
    private readonly Option<string?> _timeout = Opt.Text("--timeout", "SECONDS", $"give up after this time ({MostSeconds})");

    /// <summary>Makes the command.</summary>
    public CatalogSqlCommand(CatalogOptions catalog)
        : base("sql", "answer one SELECT over the views of the catalog")
    {
        _catalog = catalog;
        Add(_sql);
        Add(_maxRows);
        Add(_timeout);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog sql SELECT [--max-rows N] [--timeout SECONDS] [--format table|json|csv]"],
        Arguments = [("SELECT", "one question in SQLite's SQL, over v_runs, v_run_files and v_history")],
        Examples =
        [
            ("catalog sql \"SELECT id, status FROM v_runs WHERE exit_code >= 8\"", "runs that were not good"),
            ("catalog sql \"SELECT path, size FROM v_run_files WHERE run_id = 7 AND class = 'new'\"", "what run 7 found new"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["Nothing can be changed this way. Columns are named as in the SELECT. The views are described in docs/catalog-format.md."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        int most = CatalogOptions.Number(line, _maxRows, MostRows);
        int seconds = CatalogOptions.Number(line, _timeout, MostSeconds);
        using CatalogReader reader = _catalog.Open(line, environment);
        using SqlAnswer answer = reader.Ask(line.GetRequiredValue(_sql)!, TimeSpan.FromSeconds(seconds), environment.Clock, environment.Cancellation);
        Column<IReadOnlyList<object?>>[] columns =
            [.. answer.Columns.Select((name, i) => new Column<IReadOnlyList<object?>>(name, row => row[i], IsName: Names.Contains(name, StringComparer.Ordinal)))];
        int count = 0;
        new RowOutput(environment).Write(format, columns, answer.Rows.TakeWhile(_ => ++count <= most));
        if (count > most)
        {
            environment.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Only the first {most} rows; there are more. --max-rows N shows them."));
        }

        return 0;
    }
}
