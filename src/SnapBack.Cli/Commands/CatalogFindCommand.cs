using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog find</c>: paths by name, over all runs.</summary>
internal sealed class CatalogFindCommand : CliCommand
{
    private static readonly Column<FoundRow>[] Columns =
    [
        new("path", r => r.Path, IsName: true),
        new("now", r => r.Now),
        new("firstRun", r => r.FirstRun, IsNumber: true),
        new("lastRun", r => r.LastRun, IsNumber: true),
        new("size", r => r.Size, IsNumber: true),
        new("modified", r => r.Modified),
        new("kind", r => r.Kind, IsDetail: true),
        new("states", r => r.States, IsNumber: true, IsDetail: true),
        new("source", r => r.Source, IsName: true, IsDetail: true),
        new("destination", r => r.Destination, IsName: true, IsDetail: true),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _glob = new("GLOB") { Arity = ArgumentArity.ExactlyOne };

    /// <summary>Makes the command.</summary>
    public CatalogFindCommand(CatalogOptions catalog)
        : base("find", "paths by name over all runs, also those that are gone")
    {
        _catalog = catalog;
        Add(_glob);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog find GLOB [--format table|json|csv]"],
        Arguments = [("GLOB", "a name or a path below the source, with * and ? as in job files")],
        Examples =
        [
            ("catalog find \"*.docx\"", "every Word file that any run has seen"),
            ("catalog find \"accounts/*/*.csv\"", "a path: no wildcard reaches over a separator"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["'now' is held (in the copy), skipped (left out by a rule), extra (only the destination has it) or gone.", "Finding nothing is an answer: exit code 0."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        string glob = CatalogOptions.Glob(line.GetRequiredValue(_glob)!, this);
        using CatalogReader reader = _catalog.Open(line, environment);
        new RowOutput(environment).Write(format, Columns, reader.Find(glob));
        return 0;
    }
}
