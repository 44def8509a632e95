using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog ls</c>: the tree as a run backed it up.</summary>
internal sealed class CatalogListCommand : CliCommand
{
    private static readonly Column<ListRow>[] Columns =
    [
        new("path", r => r.Path, IsName: true),
        new("kind", r => r.Kind),
        new("size", r => r.Size, IsNumber: true),
        new("modified", r => r.Modified),
        new("mode", r => r.Mode, IsDetail: true),
        new("linkTarget", r => r.LinkTarget, IsName: true, IsDetail: true),
        new("sha256", r => r.Sha256, IsDetail: true),
        new("pair", r => r.Pair, IsNumber: true, IsDetail: true),
        new("fromRun", r => r.FromRun, IsNumber: true, IsDetail: true),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _run = CatalogOptions.RunArgument();
    private readonly Argument<string?> _path = new("PATH") { Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Makes the command.</summary>
    public CatalogListCommand(CatalogOptions catalog)
        : base("ls", "list the tree as a run backed it up")
    {
        _catalog = catalog;
        Add(_run);
        Add(_path);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog ls RUN [PATH] [--format table|json|csv]"],
        Arguments = [CatalogOptions.RunHelp, ("PATH", "a folder or file below the source (everything)")],
        Examples = [("catalog ls last~1 docs", "the folder docs as it was one run before the last")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        using CatalogReader reader = _catalog.Open(line, environment);
        long run = reader.ResolveRun(line.GetRequiredValue(_run)!);
        new RowOutput(environment).Write(format, Columns, reader.List(run, line.GetValue(_path)));
        return 0;
    }
}
