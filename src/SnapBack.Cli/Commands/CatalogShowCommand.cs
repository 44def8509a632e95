using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog show</c>: all about one run.</summary>
internal sealed class CatalogShowCommand : CliCommand
{
    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _run = CatalogOptions.RunArgument();

    /// <summary>Makes the command.</summary>
    public CatalogShowCommand(CatalogOptions catalog)
        : base("show", "print all about one run: volumes, snapshot, counters, warnings")
    {
        _catalog = catalog;
        Add(_run);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog show RUN [--format table|json|csv]"],
        Arguments = [CatalogOptions.RunHelp],
        Examples = [("catalog show last", "what the last run did")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        using CatalogReader reader = _catalog.Open(line, environment);
        long run = reader.ResolveRun(line.GetRequiredValue(_run)!);
        new DetailOutput(environment).Write(format, reader.Show(run));
        return 0;
    }
}
