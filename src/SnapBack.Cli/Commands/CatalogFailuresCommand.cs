using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog failures</c>: what failed and has not succeeded since.</summary>
internal sealed class CatalogFailuresCommand : CliCommand
{
    private static readonly Column<FailureRow>[] Columns =
    [
        new("path", r => r.Path, IsName: true),
        new("error", r => r.Error),
        new("failures", r => r.Failures, IsNumber: true),
        new("firstRun", r => r.FirstRun, IsNumber: true),
        new("lastRun", r => r.LastRun, IsNumber: true),
        new("since", r => r.Since),
        new("kind", r => r.Kind, IsDetail: true),
        new("action", r => r.Action, IsDetail: true),
        new("source", r => r.Source, IsName: true, IsDetail: true),
        new("destination", r => r.Destination, IsName: true, IsDetail: true),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Option<string?> _since = Opt.Text("--since", "TIME", "only what failed in a run that began then or later (all)");

    /// <summary>Makes the command.</summary>
    public CatalogFailuresCommand(CatalogOptions catalog)
        : base("failures", "what failed and has not succeeded since, over all runs")
    {
        _catalog = catalog;
        Add(_since);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog failures [--since TIME] [--format table|json|csv]"],
        Arguments = [CatalogOptions.TimeHelp],
        Examples = [("catalog failures --since 7d", "what has failed during the last week and is not in order yet")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["A later run clears a failure when it brought the path over, or looked at its folder and had nothing to complain of."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        DateTimeOffset? since = CatalogOptions.Moment(line, _since, environment);
        using CatalogReader reader = _catalog.Open(line, environment);
        new RowOutput(environment).Write(format, Columns, reader.Failures(since));
        return 0;
    }
}
