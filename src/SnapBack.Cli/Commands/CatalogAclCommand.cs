using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Paths;
using SnapBack.Security;
using SnapBack.Trees;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog acl</c>: the security descriptor of a path as runs saw it, and what differs.</summary>
internal sealed class CatalogAclCommand : CliCommand
{
    private static readonly Column<SecurityRow>[] Columns =
    [
        new("path", r => r.Path, IsName: true),
        new("run", r => r.Run, IsNumber: true),
        new("fromRun", r => r.FromRun, IsNumber: true),
        new("security", r => r.Security),
        new("sddl", r => r.Sddl),
        new("form", r => r.Form, IsDetail: true),
        new("sha256", r => r.Sha256, IsDetail: true),
        new("bytes", r => r.Bytes, IsDetail: true),
        new("pair", r => r.Pair, IsNumber: true, IsDetail: true),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Argument<string?> _path = new("PATH") { Arity = ArgumentArity.ExactlyOne };
    private readonly Option<string[]?> _runs = Opt.List("--run", "RUN", "the run to ask about; given twice: what differs between the two (last)");

    /// <summary>Makes the command.</summary>
    public CatalogAclCommand(CatalogOptions catalog)
        : base("acl", "the security descriptor of a path, and what differs between two runs, in SDDL")
    {
        _catalog = catalog;
        Add(_path);
        Add(_runs);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog acl PATH [--run A --run B] [--format table|json|csv]"],
        Arguments = [("PATH", "a file or folder below the source; '.' is the source itself")],
        Examples =
        [
            ("catalog acl docs/report.txt", "the descriptor as the last run saw it"),
            ("catalog acl docs --run last~1 --run last", "what changed in it since the run before"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        string[] words = line.GetValue(_runs) is { Length: > 0 } given ? given : ["last"];
        if (words.Length > 2)
        {
            throw CommandLine.Usage("--run can be given twice, not more often.", line.CommandResult.Command);
        }

        using CatalogReader reader = _catalog.Open(line, environment);
        string path = line.GetRequiredValue(_path)!;
        SecurityRow[] rows = [.. words.Select(reader.ResolveRun).SelectMany(run => reader.Security(run, path))];
        new RowOutput(environment).Write(format, Columns, rows);
        if (format == OutputFormat.Table && words.Length == 2)
        {
            WriteDifference(environment, rows);
        }

        return 0;
    }

    private static void WriteDifference(CliEnvironment environment, SecurityRow[] rows)
    {
        foreach (IGrouping<int, SecurityRow> pair in rows.GroupBy(r => r.Pair).Where(pair => pair.Count() == 2))
        {
            environment.Out.WriteLine();
            foreach (string text in Difference(pair.First().Blob, pair.Last().Blob))
            {
                environment.Out.WriteLine(DisplayText.Escape(text));
            }
        }
    }

    private static IReadOnlyList<string> Difference(SecurityBlob? before, SecurityBlob? after) => (before, after) switch
    {
        ({ Descriptor: { } left }, { Descriptor: { } right }) => SddlDifference.Of(left, right) is { Count: > 0 } lines ? lines : ["No difference."],
        (null, null) => ["Neither run knows a descriptor of it."],
        _ when before is null || after is null => ["Only one of the two runs knows a descriptor of it."],
        _ => [before.Bytes.SequenceEqual(after.Bytes) ? "No difference." : "The two differ; they are not in a form that can be taken apart."],
    };
}
