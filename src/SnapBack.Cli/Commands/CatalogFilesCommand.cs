using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Planning;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog files</c>: what a run found and did, path by path.</summary>
internal sealed class CatalogFilesCommand : CliCommand
{
    /// <summary>The columns, also of an export.</summary>
    internal static readonly Column<FileRow>[] Columns =
    [
        new("path", r => r.Path, IsName: true),
        new("class", r => r.Class),
        new("action", r => r.Action),
        new("outcome", r => r.Outcome),
        new("kind", r => r.Kind, IsDetail: true),
        new("size", r => r.Size, IsNumber: true),
        new("modified", r => r.Modified, IsDetail: true),
        new("view", r => r.View, IsDetail: true),
        new("sha256", r => r.Sha256, IsDetail: true),
        new("error", r => r.Error),
        new("attempts", r => r.Attempts, IsNumber: true, IsDetail: true),
        new("pair", r => r.Pair, IsNumber: true, IsDetail: true),
        new("reason", r => r.Reason, IsDetail: true),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _run = CatalogOptions.RunArgument();
    private readonly Option<string?> _action = Opt.Text("--action", "ACTION", "only what was done so: copy, delete, none, ... (all)");
    private readonly Option<string?> _class = Opt.Text("--class", "CLASS", "only what was found so: new, newer, same, extra, ... (all)");
    private readonly Option<string?> _path = Opt.Text("--path", "GLOB", "only paths that match (all)");

    /// <summary>Makes the command.</summary>
    public CatalogFilesCommand(CatalogOptions catalog)
        : base("files", "list what a run found and did, path by path")
    {
        _catalog = catalog;
        Add(_run);
        _action.CompletionSources.Add(CatalogOptions.WordsOf<ActionKind>());
        _class.CompletionSources.Add(CatalogOptions.WordsOf<FileClass>());
        Add(_action);
        Add(_class);
        Add(_path);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog files RUN [--action ACTION] [--class CLASS] [--path GLOB] [--format table|json|csv]"],
        Arguments = [CatalogOptions.RunHelp],
        Examples =
        [
            ("catalog files last --action delete", "what the last run deleted"),
            ("catalog files 7 --path \"*.docx\" --format csv", "all Word files of run 7, for a spreadsheet"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        string? action = CatalogOptions.Filter<ActionKind>(line, _action);
        string? @class = CatalogOptions.Filter<FileClass>(line, _class);
        string? glob = line.GetValue(_path) is { } path ? CatalogOptions.Glob(path, this) : null;
        using CatalogReader reader = _catalog.Open(line, environment);
        long run = reader.ResolveRun(line.GetRequiredValue(_run)!);
        new RowOutput(environment).Write(format, Columns, reader.Files(run, action, @class, glob));
        return 0;
    }
}
