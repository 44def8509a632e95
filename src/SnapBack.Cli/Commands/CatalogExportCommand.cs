using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog export</c>: all that a run says of its files, to a file.</summary>
internal sealed class CatalogExportCommand : CliCommand
{
    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _run = CatalogOptions.RunArgument();
    private readonly Option<string?> _output = Opt.Text("--output", "FILE", "write it there; the file must not be there yet (standard output)");

    /// <summary>Makes the command.</summary>
    public CatalogExportCommand(CatalogOptions catalog)
        : base("export", "write all that a run says of its files, as JSON or CSV")
    {
        _catalog = catalog;
        Add(_run);
        Add(_output);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog export RUN --format csv|json [--output FILE]"],
        Arguments = [CatalogOptions.RunHelp],
        Examples = [("catalog export last --format csv --output last-night.csv", "for a spreadsheet, or to be kept elsewhere")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["The rows are those of 'catalog files'. The file gets its name when it is complete."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        if (format == OutputFormat.Table)
        {
            throw CommandLine.Usage("--format must be csv or json here.", this);
        }

        using CatalogReader reader = _catalog.Open(line, environment);
        long run = reader.ResolveRun(line.GetRequiredValue(_run)!);
        IEnumerable<FileRow> rows = reader.Files(run);
        if (line.GetValue(_output) is not { } file)
        {
            new RowOutput(environment).Write(format, CatalogFilesCommand.Columns, rows);
            return 0;
        }

        AnswerFile.Write(file, output => new RowOutput(environment with { Out = output, IsTerminal = false, IsOutputClosed = () => false }).Write(format, CatalogFilesCommand.Columns, rows));
        return 0;
    }
}
