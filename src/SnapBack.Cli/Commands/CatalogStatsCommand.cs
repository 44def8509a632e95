using System.CommandLine;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;

namespace SnapBack.Cli.Commands;

/// <summary><c>catalog stats</c>: growth, churn, time, writers, over the last runs.</summary>
internal sealed class CatalogStatsCommand : CliCommand
{
    private const int LastRuns = 30;
    private const int MostRows = 20;

    private static readonly string[] Views = ["run", "phase", "folder", "file", "writer"];

    private static readonly Column<RunGrowthRow>[] OfRuns =
    [
        new("run", r => r.Run.Id, IsNumber: true),
        new("job", r => r.Run.Job, IsDetail: true),
        new("started", r => r.Run.Started),
        new("status", r => r.Run.Status, IsDetail: true),
        new("files", r => r.Files, IsNumber: true),
        new("bytes", r => r.Bytes, IsNumber: true),
        new("filesGrown", r => r.FilesGrown, IsNumber: true, IsDetail: true),
        new("bytesGrown", r => r.BytesGrown, IsNumber: true),
        new("filesCopied", r => r.Run.FilesCopied, IsNumber: true, IsDetail: true),
        new("bytesCopied", r => r.Run.BytesCopied, IsNumber: true),
        new("filesDeleted", r => r.Run.FilesDeleted, IsNumber: true, IsDetail: true),
        new("filesFailed", r => r.Run.FilesFailed, IsNumber: true, IsDetail: true),
        new("churn", r => r.Churn, IsNumber: true),
        new("seconds", r => r.Seconds, IsNumber: true, IsDetail: true),
    ];

    private static readonly Column<RunPhaseRow>[] OfPhases =
    [
        new("run", r => r.Run.Id, IsNumber: true),
        new("job", r => r.Run.Job, IsDetail: true),
        new("started", r => r.Run.Started),
        new("totalSeconds", r => r.TotalSeconds, IsNumber: true),
        new("snapshotSeconds", r => r.SnapshotSeconds, IsNumber: true),
        new("planSeconds", r => r.PlanSeconds, IsNumber: true),
        new("executeSeconds", r => r.ExecuteSeconds, IsNumber: true),
        new("retryWaitSeconds", r => r.RetryWaitSeconds, IsNumber: true, IsDetail: true),
    ];

    private static readonly Column<FolderChurnRow>[] OfFolders =
    [
        new("folder", r => r.Folder, IsName: true),
        new("added", r => r.Added, IsNumber: true),
        new("changed", r => r.Changed, IsNumber: true),
        new("removed", r => r.Removed, IsNumber: true),
        new("bytesBrought", r => r.BytesBrought, IsNumber: true),
        new("bytesGrown", r => r.BytesGrown, IsNumber: true),
        new("source", r => r.Source, IsName: true, IsDetail: true),
        new("destination", r => r.Destination, IsName: true, IsDetail: true),
    ];

    private static readonly Column<LargeFileRow>[] OfFiles =
    [
        new("path", r => r.Path, IsName: true),
        new("size", r => r.Size, IsNumber: true),
        new("fromRun", r => r.FromRun, IsNumber: true),
        new("states", r => r.States, IsNumber: true),
        new("source", r => r.Source, IsName: true, IsDetail: true),
        new("destination", r => r.Destination, IsName: true, IsDetail: true),
    ];

    private static readonly Column<WriterHealthRow>[] OfWriters =
    [
        new("writer", r => r.Writer),
        new("runs", r => r.Runs, IsNumber: true),
        new("failures", r => r.Failures, IsNumber: true),
        new("lastFailedRun", r => r.LastFailedRun, IsNumber: true),
        new("lastState", r => r.LastState),
    ];

    private readonly CatalogOptions _catalog;
    private readonly Option<string?> _by = Opt.Text("--by", "VIEW", "run, phase, folder, file or writer (run)");
    private readonly Option<string?> _job = Opt.Text("--job", "NAME", "only runs of this job (all)");
    private readonly Option<string?> _last = Opt.Text("--last", "N", $"only the last N runs ({LastRuns})");
    private readonly Option<string?> _depth = Opt.Text("--depth", "N", "by folder: how many parts of the path tell folders apart (1)");
    private readonly Option<string?> _top = Opt.Text("--top", "N", $"by folder, by file: how many rows ({MostRows})");

    /// <summary>Makes the command.</summary>
    public CatalogStatsCommand(CatalogOptions catalog)
        : base("stats", "growth, churn, time and writers' health over the last runs")
    {
        _catalog = catalog;
        _by.CompletionSources.Add(Views);
        Array.ForEach<Option>([_by, _job, _last, _depth, _top], Add);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["catalog stats [--by VIEW] [--job NAME] [--last N] [--format table|json|csv]"],
        Arguments =
        [
            ("run", "what each run saw, brought and took; churn is the share of files that were copied or deleted"),
            ("phase", "where the time went, the slowest run first"),
            ("folder", "which folders change most and grow most"),
            ("file", "the largest files that are held now"),
            ("writer", "how the writers of the snapshots fared"),
        ],
        Examples =
        [
            ("catalog stats --job nightly --last 90", "is anything getting worse"),
            ("catalog stats --by folder --depth 2", "which folders make the nights long"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        string by = CatalogOptions.Word(line, _by, Views);
        string? job = line.GetValue(_job);
        int last = CatalogOptions.Number(line, _last, LastRuns);
        int depth = CatalogOptions.Number(line, _depth, 1);
        int top = CatalogOptions.Number(line, _top, MostRows);
        using CatalogReader reader = _catalog.Open(line, environment);
        RowOutput output = new(environment);
        switch (by)
        {
            case "phase":
                Write(output, format, OfPhases, reader.Phases(job, last), row => row.TotalSeconds, environment);
                break;
            case "folder":
                Write(output, format, OfFolders, reader.Folders(job, last, depth, top), row => row.BytesBrought, environment);
                break;
            case "file":
                Write(output, format, OfFiles, reader.LargestFiles(top), row => row.Size, environment);
                break;
            case "writer":
                Write(output, format, OfWriters, reader.WriterHealth(job, last), row => row.Failures, environment);
                break;
            default:
                Write(output, format, OfRuns, reader.Growth(job, last), row => row.Run.BytesCopied ?? 0, environment);
                TellFailures(format, reader, environment);
                break;
        }

        return 0;
    }

    // For people, the figure that the view is about is drawn as well.
    private static void Write<T>(RowOutput output, OutputFormat format, Column<T>[] columns, IReadOnlyList<T> rows, Func<T, double> figure, CliEnvironment environment)
    {
        double largest = rows.Select(figure).DefaultIfEmpty().Max();
        BarText bars = new(largest, environment.CanRewriteLines);
        output.Write(format, format == OutputFormat.Table && largest > 0 ? [.. columns, new Column<T>(string.Empty, row => bars.Of(figure(row)))] : columns, rows);
    }

    private static void TellFailures(OutputFormat format, CatalogReader reader, CliEnvironment environment)
    {
        if (format == OutputFormat.Table && reader.Failures().Count is > 0 and int count)
        {
            environment.Out.WriteLine($"{Words.Count(count, "path")} failed and {(count == 1 ? "has" : "have")} not succeeded since; 'snapback catalog failures' lists {(count == 1 ? "it" : "them")}.");
        }
    }
}
