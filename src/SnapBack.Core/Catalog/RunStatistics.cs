using SnapBack.Runs;

namespace SnapBack.Catalog;

/// <summary>
/// How a catalog grows and where its time goes, over the last runs. Of runs the recorded totals are read, and of states those that began or
/// ended in these runs; only the largest files need a look at all that is held. Used by one thread.
/// </summary>
internal sealed class RunStatistics
{
    private readonly CatalogConnection _connection;
    private readonly IReadOnlyList<RunRow> _runs;

    /// <param name="connection">The catalog.</param>
    /// <param name="runs">The runs to speak of, oldest first; dry runs are passed over.</param>
    public RunStatistics(CatalogConnection connection, IReadOnlyList<RunRow> runs)
    {
        _connection = connection;
        _runs = [.. runs.Where(run => run.Kind == CatalogWords.Backup)];
    }

    /// <summary>A row per run, oldest first.</summary>
    public IReadOnlyList<RunGrowthRow> ByRun()
    {
        List<RunGrowthRow> rows = [];
        Dictionary<(string Job, string Source, string Destination), RunTotals> before = [];
        foreach ((RunRow run, RunTotals? totals) in WithTotals())
        {
            // A run that did not come to its end has seen only a part of the source.
            bool isWhole = totals is not null && run.ExitCode < 16;
            RunTotals? last = before.GetValueOrDefault((run.Job, run.Source, run.Destination));
            rows.Add(new RunGrowthRow
            {
                Run = run,
                Files = isWhole ? totals!.Files.Total : null,
                Bytes = isWhole ? totals!.Bytes.Total : null,
                FilesGrown = isWhole && last is not null ? totals!.Files.Total - last.Files.Total : null,
                BytesGrown = isWhole && last is not null ? totals!.Bytes.Total - last.Bytes.Total : null,
                Churn = isWhole && totals!.Files.Total > 0 ? Math.Round((totals.Files.Copied + totals.Deleted) / (double)totals.Files.Total, 4) : null,
                Seconds = totals is null ? null : Seconds(totals.TotalTime),
            });
            if (isWhole)
            {
                before[(run.Job, run.Source, run.Destination)] = totals!;
            }
        }

        return rows;
    }

    /// <summary>A row per run that came to its end, the slowest first.</summary>
    public IReadOnlyList<RunPhaseRow> ByPhase() =>
    [
        .. WithTotals().Where(r => r.Totals is not null).OrderByDescending(r => r.Totals!.TotalTime).Select(r => new RunPhaseRow
        {
            Run = r.Run,
            TotalSeconds = Seconds(r.Totals!.TotalTime),
            SnapshotSeconds = Seconds(r.Totals.SnapshotTime),
            PlanSeconds = Seconds(r.Totals.PlanTime),
            ExecuteSeconds = Seconds(r.Totals.ExecuteTime),
            RetryWaitSeconds = Seconds(r.Totals.RetryWaitTime),
        }),
    ];

    /// <summary>How each writer fared, those that failed most often first.</summary>
    public IReadOnlyList<WriterHealthRow> ByWriter()
    {
        using CatalogStatement row = _connection.Prepare("SELECT name, is_healthy, state FROM run_writer WHERE run_id = ?1 ORDER BY number");
        Dictionary<string, WriterHealthRow> writers = new(StringComparer.Ordinal);
        foreach (RunRow run in _runs)
        {
            row.Bind(1, run.Id);
            while (row.Step())
            {
                string name = row.Text(0) ?? string.Empty;
                bool isHealthy = row.Long(1) != 0;
                WriterHealthRow known = writers.GetValueOrDefault(name) ?? new WriterHealthRow { Writer = name, LastState = string.Empty };
                writers[name] = known with
                {
                    Runs = known.Runs + 1,
                    Failures = known.Failures + (isHealthy ? 0 : 1),
                    LastFailedRun = isHealthy ? known.LastFailedRun : run.Id,
                    LastState = row.Text(2) ?? string.Empty,
                };
            }

            row.Reset();
        }

        return [.. writers.Values.OrderByDescending(w => w.Failures).ThenBy(w => w.Writer, StringComparer.Ordinal)];
    }

    /// <summary>The largest files that are held now.</summary>
    /// <param name="most">How many.</param>
    public IReadOnlyList<LargeFileRow> ByFile(int most)
    {
        Dictionary<long, CatalogTree> trees = CatalogTree.All(_connection).ToDictionary(tree => tree.Id);
        using CatalogStatement row = _connection.Prepare("""
            SELECT f.tree_id, f.text, p.name, s.size, s.from_run, (SELECT count(*) FROM state o WHERE o.path_id = s.path_id)
            FROM (SELECT path_id, size, from_run FROM state WHERE to_run IS NULL AND presence = 'held' AND kind = 'file' ORDER BY size DESC, path_id LIMIT ?1) s
                JOIN path p ON p.id = s.path_id JOIN folder f ON f.path_id = p.parent_id ORDER BY s.size DESC, s.path_id
            """);
        row.Bind(1, most);
        List<LargeFileRow> rows = [];
        while (row.Step())
        {
            CatalogTree? tree = trees.GetValueOrDefault(row.Long(0));
            rows.Add(new LargeFileRow
            {
                Path = row.Name(1) + row.Name(2),
                Size = row.Long(3),
                FromRun = row.Long(4),
                States = row.Long(5),
                Source = tree?.Source ?? string.Empty,
                Destination = tree?.Destination ?? string.Empty,
            });
        }

        return rows;
    }

    /// <summary>What came, changed and went below each folder, the busiest first.</summary>
    /// <param name="depth">How many parts of a folder's path tell one from another; what lies less deep stands for itself.</param>
    /// <param name="most">How many rows.</param>
    public IReadOnlyList<FolderChurnRow> ByFolder(int depth, int most)
    {
        if (_runs.Count == 0)
        {
            return [];
        }

        FolderChurn churn = new(_connection, depth, [.. _runs.Select(run => run.Id)]);
        return [.. churn.Rows().OrderByDescending(row => row.BytesBrought).ThenBy(row => row.Folder, StringComparer.Ordinal).Take(most)];
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private IEnumerable<(RunRow Run, RunTotals? Totals)> WithTotals()
    {
        using CatalogStatement row = _connection.Prepare("SELECT totals FROM run WHERE id = ?1");
        foreach (RunRow run in _runs)
        {
            row.Bind(1, run.Id);
            RunTotals? totals = row.Step() ? CatalogJson.ReadTotals(row.Text(0)) : null;
            row.Reset();
            yield return (run, totals);
        }
    }
}
