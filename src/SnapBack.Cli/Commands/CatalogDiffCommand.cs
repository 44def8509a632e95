using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog diff</c>: what is not the same in two runs.</summary>
internal sealed class CatalogDiffCommand : CliCommand
{
    private static readonly Column<DiffRow>[] Columns =
    [
        new("change", r => r.Change),
        new("path", r => r.Path, IsName: true),
        new("kind", r => r.Kind),
        new("sizeBefore", r => r.SizeBefore, IsNumber: true),
        new("sizeAfter", r => r.SizeAfter, IsNumber: true),
        new("modifiedBefore", r => r.ModifiedBefore, IsDetail: true),
        new("modifiedAfter", r => r.ModifiedAfter),
        new("tree", r => r.Tree, IsNumber: true, IsDetail: true),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _before = new("RUN1") { Arity = ArgumentArity.ExactlyOne };
    private readonly Argument<string?> _after = new("RUN2") { Arity = ArgumentArity.ExactlyOne };

    /// <summary>Makes the command.</summary>
    public CatalogDiffCommand(CatalogOptions catalog)
        : base("diff", "what was added, removed or changed between two runs, security included")
    {
        _catalog = catalog;
        Add(_before);
        Add(_after);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog diff RUN1 RUN2 [--format table|json|csv]"],
        Arguments = [("RUN1", CatalogOptions.RunHelp.Text), ("RUN2", "the run to compare it with")],
        Examples = [("catalog diff last~1 last", "what the last run found that the one before had not")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        using CatalogReader reader = _catalog.Open(line, environment);
        long before = reader.ResolveRun(line.GetRequiredValue(_before)!);
        long after = reader.ResolveRun(line.GetRequiredValue(_after)!);
        new RowOutput(environment).Write(format, Columns, reader.Difference(before, after));
        return 0;
    }
}
