using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog history</c>: one path over all runs.</summary>
internal sealed class CatalogHistoryCommand : CliCommand
{
    private static readonly Column<HistoryRow>[] Columns =
    [
        new("run", r => r.Run, IsNumber: true),
        new("started", r => r.Started),
        new("change", r => r.Change),
        new("kind", r => r.Kind, IsDetail: true),
        new("size", r => r.Size, IsNumber: true),
        new("modified", r => r.Modified, IsDetail: true),
        new("lastRun", r => r.LastRun, IsNumber: true),
        new("at", r => r.At, IsName: true),
        new("sha256", r => r.Sha256, IsDetail: true),
        new("error", r => r.Error),
        new("source", r => r.Source, IsName: true, IsDetail: true),
        new("destination", r => r.Destination, IsName: true, IsDetail: true),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _path = new("PATH") { Arity = ArgumentArity.ExactlyOne };

    /// <summary>Makes the command.</summary>
    public CatalogHistoryCommand(CatalogOptions catalog)
        : base("history", "a path over all runs: when it came, changed, failed and went")
    {
        _catalog = catalog;
        Add(_path);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog history PATH [--format table|json|csv]"],
        Arguments = [("PATH", "a file or folder below the source; '.' is the source itself")],
        Examples = [("catalog history docs/report.txt", "which nights brought a new version of it")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["An empty lastRun means: it still holds. 'at' is where a version lies now; without it, no place is known that has it."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        using CatalogReader reader = _catalog.Open(line, environment);
        new RowOutput(environment).Write(format, Columns, reader.History(line.GetRequiredValue(_path)!));
        return 0;
    }
}
