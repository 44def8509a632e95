using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog runs</c>: the runs, oldest first.</summary>
internal sealed class CatalogRunsCommand : CliCommand
{
    private static readonly Column<RunRow>[] Columns =
    [
        new("id", r => r.Id, IsNumber: true),
        new("job", r => r.Job),
        new("kind", r => r.Kind),
        new("mode", r => r.Mode, IsDetail: true),
        new("source", r => r.Source, IsName: true, IsDetail: true),
        new("destination", r => r.Destination, IsName: true, IsDetail: true),
        new("started", r => r.Started),
        new("ended", r => r.Ended, IsDetail: true),
        new("exitCode", r => r.ExitCode, IsNumber: true),
        new("status", r => r.Status),
        new("snapshot", r => r.Snapshot, IsDetail: true),
        new("filesCopied", r => r.FilesCopied, IsNumber: true),
        new("bytesCopied", r => r.BytesCopied, IsNumber: true),
        new("filesFailed", r => r.FilesFailed, IsNumber: true),
        new("filesDeleted", r => r.FilesDeleted, IsNumber: true, IsDetail: true),
        new("restorable", r => r.Restorable),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Option<string?> _job = Opt.Text("--job", "NAME", "only runs of this job (all)");
    private readonly Option<string?> _last = Opt.Text("--last", "N", "only the last N runs (all)");

    /// <summary>Makes the command.</summary>
    public CatalogRunsCommand(CatalogOptions catalog)
        : base("runs", "list the runs")
    {
        _catalog = catalog;
        Add(_job);
        Add(_last);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog runs [--job NAME] [--last N] [--format table|json|csv]"],
        Examples = [("catalog runs --job nightly --last 7 --format json", "the last week of a nightly job, for a program to read")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        int? last = line.GetValue(_last) is null ? null : CatalogOptions.Number(line, _last, 0);
        using CatalogReader reader = _catalog.Open(line, environment);
        new RowOutput(environment).Write(format, Columns, reader.Runs(line.GetValue(_job), last));
        return 0;
    }
}
