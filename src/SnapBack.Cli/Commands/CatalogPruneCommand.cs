using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Robocopy.Log;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog prune</c>: takes old runs out of the catalog.</summary>
internal sealed class CatalogPruneCommand : CliCommand
{
    private static readonly Column<PruneRow>[] Columns =
    [
        new("run", r => r.Run.Id, IsNumber: true),
        new("job", r => r.Run.Job),
        new("started", r => r.Run.Started),
        new("status", r => r.Run.Status, IsDetail: true),
        new("decision", r => r.Reason is null ? "prune" : "keep"),
        new("reason", r => r.Reason),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Option<string?> _keep = Opt.Text("--keep", "RULES", "which runs stay, such as 30d,8w,12m,3y");
    private readonly Option<bool> _dryRun = Opt.Flag("--dry-run", "say which runs would go and change nothing", "-n");

    /// <summary>Makes the command.</summary>
    public CatalogPruneCommand(CatalogOptions catalog)
        : base("prune", "take old runs out of the catalog; the others answer as before")
    {
        _catalog = catalog;
        Add(_keep);
        Add(_dryRun);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog prune --keep RULES [--dry-run] [--format table|json|csv]"],
        Arguments = [("RULES", "30d: all runs of the last 30 days; 8w, 12m, 3y: one run of each of so many weeks, months, years, the newest good one")],
        Examples =
        [
            ("catalog prune --keep 30d,12m --dry-run", "which runs would go"),
            ("catalog prune --keep 30d,12m", "all runs of the last 30 days stay, then one of each month for a year"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks =
        [
            "Of every job the newest good run stays, and the newest that came to its end with all after it.",
            "Only the record shrinks: no file at the destination is touched. A run that is gone can't be asked about or restored any more.",
        ],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        string given = line.GetValue(_keep) ?? throw CommandLine.Usage("--keep is missing: which runs stay.", this, "Such as --keep 30d,12m.");
        if (!PruneRules.TryParse(given, out PruneRules? rules, out string? problem))
        {
            throw CommandLine.Usage($"The option '--keep' can't be '{given}': it {problem}.", this);
        }

        string file;
        IReadOnlyList<PruneRow> rows;
        using (CatalogReader reader = _catalog.Open(line, environment))
        {
            file = reader.File;
            rows = rules.Decide(reader.Runs(), environment.Clock);
        }

        long[] going = [.. rows.Where(row => row.Reason is null).Select(row => row.Run.Id)];
        PruneResult? result = going.Length == 0 || line.GetValue(_dryRun) ? null : CatalogPruning.Prune(file, going, environment.Clock, environment.Cancellation);
        new RowOutput(environment).Write(format, Columns, rows);
        Tell(format == OutputFormat.Table ? environment.Out : environment.Error, going.Length, rows.Count, result);
        return 0;
    }

    private static void Tell(TextWriter output, int going, int all, PruneResult? result)
    {
        string runs = $"{going} of {Words.Count(all, "run")}";
        if (result is null)
        {
            output.WriteLine(going == 0 ? "Nothing to prune: all runs stay." : $"{runs} would go. Nothing was changed.");
            return;
        }

        output.WriteLine($"{runs} pruned; the catalog had {ByteText.Of(result.BytesBefore)} and has {ByteText.Of(result.BytesAfter)}.");
        if (result.NotShrunk is { } why)
        {
            output.WriteLine($"The file could not be made smaller: {why} What is free in it is used by the next runs.");
        }
    }
}
