using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog</c>: questions to the record of all runs.</summary>
internal sealed class CatalogCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "catalog";

    /// <summary>What it is for.</summary>
    public const string Summary = "ask the record: which runs, what they did, what the tree looked like";

    /// <summary>Makes the group.</summary>
    public CatalogCommand()
        : base(Word, Summary)
    {
        CatalogOptions options = new();
        options.AddTo(this);
        Add(new CatalogRunsCommand(options));
        Add(new CatalogShowCommand(options));
        Add(new CatalogFilesCommand(options));
        Add(new CatalogListCommand(options));
        Add(new CatalogDiffCommand(options));
        Add(new CatalogAclCommand(options));
        Add(new CatalogHistoryCommand(options));
        Add(new CatalogFindCommand(options));
        Add(new CatalogFailuresCommand(options));
        Add(new CatalogStatsCommand(options));
        Add(new CatalogSqlCommand(options));
        Add(new CatalogExportCommand(options));
        Add(new CatalogCheckCommand(options));
        Add(new CatalogPruneCommand(options));
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog [--catalog FILE] COMMAND [--format table|json|csv] ..."],
        Examples = [("catalog runs --last 10", "the last ten runs"), ("catalog show last", "what the last run did")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment) =>
        throw CommandLine.NeedsCommand(this);
}
