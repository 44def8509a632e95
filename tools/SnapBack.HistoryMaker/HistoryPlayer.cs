using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;
using SnapBack.Snapshots;

namespace SnapBack.HistoryMaker;

/// <summary>Plays a history through the catalog's own writer and takes down the truth beside it.</summary>
internal sealed class HistoryPlayer(HistoryRecipe recipe)
{
    private const int RecordsPerCommit = 20_000;

    private static readonly DateTimeOffset FirstNight = new(2023, 1, 1, 2, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(recipe.Seed);
    private readonly HistoryModel _model = new();
    private readonly HistoryNight _night = new(recipe);

    /// <summary>Makes the catalog.</summary>
    /// <exception cref="Errors.SnapBackException">It can't be made.</exception>
    public HistoryModel Play()
    {
        using CatalogWriter writer = CatalogWriter.Open(recipe.File, TimeProvider.System);
        for (int i = 0; i < recipe.Runs; i++)
        {
            PlayRun(writer, i);
        }

        return _model;
    }

    private void PlayRun(CatalogWriter writer, int index)
    {
        // The last run is a good one, so that there is always something to ask about.
        int fate = index == 0 || index == recipe.Runs - 1 ? 99 : _random.Next(100);
        bool isDryRun = fate < 3;
        bool isNothingDone = fate is >= 3 and < 5;
        bool isInterrupted = fate is >= 5 and < 8;
        DateTimeOffset started = FirstNight.AddDays(index);
        long id = writer.BeginRun(Start(started, isDryRun));
        ModelRun run = new(id, started, isDryRun, HasLooked: !isInterrupted && !isNothingDone, []);
        Describe(writer, index, isNothingDone);
        int waiting = 0;
        foreach (PathRecord record in isNothingDone ? [] : index == 0 ? _night.First(_model, run) : _night.Next(_model, run, index))
        {
            writer.Record([record]);
            if (++waiting % RecordsPerCommit == 0)
            {
                writer.Commit();
            }
        }

        writer.EndRun(End(run, isNothingDone, isInterrupted));
        _model.Runs.Add(run);
    }

    private static void Describe(CatalogWriter writer, int index, bool isNothingDone)
    {
        if (isNothingDone)
        {
            return;
        }

        writer.NoteView(0, new SourceView(true, "/srv/.snapback/snapshots/data", new Dictionary<RelativePath, string>(), new HashSet<RelativePath>()));
        bool isHealthy = index % 7 != 3;
        writer.NoteSnapshot(new SnapshotSet(
            "btrfs",
            $"set-{index}",
            FirstNight.AddDays(index),
            [new SnapshotNote("btrfs", $"snap-{index}", "/srv")],
            [new WriterStatus("System Writer", true, "stable"), new WriterStatus("SqlServerWriter", isHealthy, isHealthy ? "stable" : "timed out")]));
    }

    private static RunStart Start(DateTimeOffset started, bool isDryRun) => new()
    {
        Job = "nightly",
        IsDryRun = isDryRun,
        Mode = JobMode.Mirror,
        Pairs = [new JobPair("/srv/data", "/backup/data")],
        Snapshot = SnapshotPolicy.Prefer,
        Version = "0.1.0",
        Started = started,
    };

    private RunEnd End(ModelRun run, bool isNothingDone, bool isInterrupted)
    {
        long Count(string what) => run.Changes.Count(change => change.What == what);
        long copied = Count(ModelChange.Appeared) + Count(ModelChange.Changed);
        long failed = Count(ModelChange.Failed);
        int code = (copied > 0 ? 1 : 0) + (failed > 0 ? 8 : 0);
        TimeSpan execute = TimeSpan.FromMilliseconds((copied * 3) + _random.Next(2000));
        return new RunEnd
        {
            Status = isInterrupted ? RunStatus.Interrupted : isNothingDone ? RunStatus.Failed : run.IsDryRun ? RunStatus.Planned : code >= 8 ? RunStatus.Failed : RunStatus.Completed,
            ExitCode = isInterrupted ? 130 : isNothingDone ? 16 : code,
            Message = isNothingDone ? "The source was not there." : null,
            Ended = run.Started + execute + TimeSpan.FromSeconds(12),
            Totals = new RunTotals
            {
                Files = new Counts { Total = _night.HeldFiles, Copied = copied, Failed = failed },
                Bytes = new Counts { Total = _night.HeldBytes, Copied = run.Changes.Where(c => c.What is ModelChange.Appeared or ModelChange.Changed).Sum(c => c.Size) },
                Deleted = Count(ModelChange.Deleted),
                SnapshotTime = TimeSpan.FromSeconds(2),
                PlanTime = TimeSpan.FromSeconds(10),
                ExecuteTime = execute,
                TotalTime = execute + TimeSpan.FromSeconds(12),
            },
        };
    }
}
