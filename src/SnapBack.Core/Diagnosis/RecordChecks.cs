using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Reporting;
using SnapBack.Runs;

namespace SnapBack.Diagnosis;

/// <summary>What the record tells of the nights to come: is it whole, how did the last run end, does the clock go on from there, and will the destinations have room.</summary>
public sealed class RecordChecks
{
    private const int LastRuns = 30;

    // Two weeks: long enough to buy a disk.
    private const int EnoughRuns = 14;

    private readonly RunPorts _ports;

    /// <summary>Takes the ports that a run would use; of them the clock and the room on volumes.</summary>
    public RecordChecks(RunPorts ports)
    {
        _ports = ports;
    }

    /// <summary>All findings; none when there is no catalog that can be read, which is for <see cref="JobChecks"/> to tell.</summary>
    /// <param name="job">A job whose catalog is set.</param>
    /// <param name="cancellation">Ends the look at the catalog, which reads all of it.</param>
    public IEnumerable<Finding> Look(Job job, CancellationToken cancellation)
    {
        using CatalogReader? catalog = Open(job);
        if (catalog is null)
        {
            return [];
        }

        try
        {
            RunGrowthRow[] growth = [.. catalog.Growth(job.Name, LastRuns)];
            return [Health(catalog, cancellation), LastRun(growth), Clock(catalog), .. Rooms(job, growth)];
        }
        catch (SnapBackException damaged)
        {
            // It could be opened, and shows only now that it is none; a run finds that, too, and begins another one.
            return [Finding.Warn("record", damaged.Message, damaged.Hint)];
        }
    }

    /// <summary>
    /// How many bytes the busiest of the last runs would have had to keep in a diff area: what changed per hour since the run before, for as long as that run
    /// went on, twice, because what is not backed up changes too. Null when the record does not tell.
    /// </summary>
    /// <param name="job">A job whose catalog is set.</param>
    public static long? ExpectedChange(Job job)
    {
        try
        {
            using CatalogReader? catalog = Open(job);
            RunRow[] runs = [.. (catalog?.Runs(job.Name, LastRuns + 1) ?? []).Where(run => run is { Kind: CatalogWords.Backup, BytesCopied: not null, Ended: not null })];
            return runs.Zip(runs.Skip(1)).Select(two => ChangedDuring(two.Second, two.Second.Started - two.First.Started)).DefaultIfEmpty(null).Max();
        }
        catch (SnapBackException)
        {
            return null;
        }
    }

    private static long? ChangedDuring(RunRow run, TimeSpan sinceTheOneBefore)
    {
        TimeSpan went = run.Ended!.Value - run.Started;
        return sinceTheOneBefore <= TimeSpan.Zero || went <= TimeSpan.Zero ? null : (long)Math.Min(long.MaxValue / 4, 2.0 * run.BytesCopied!.Value * Math.Min(1, went / sinceTheOneBefore));
    }

    private static CatalogReader? Open(Job job)
    {
        try
        {
            return CatalogReader.Open(job.Catalog ?? throw new ArgumentException("The job names no catalog.", nameof(job)));
        }
        catch (SnapBackException)
        {
            return null;
        }
    }

    private static Finding Health(CatalogReader catalog, CancellationToken cancellation)
    {
        const string Check = "record";
        CheckRow[] wrong = [.. catalog.Check(cancellation).Where(row => !row.IsSound)];
        return wrong.Length == 0
            ? Finding.Pass(Check, "The catalog is whole and agrees with itself.")
            : Finding.Warn(
                Check,
                $"The catalog does not agree with itself: {DisplayText.Escape(wrong[0].Finding!)}.",
                "'snapback catalog check' tells all of it. The backup itself is not touched by this; export what you need, and move the file away to begin a new one.");
    }

    private static Finding LastRun(RunGrowthRow[] growth)
    {
        const string Check = "last run";
        if (growth is not [.., { Run: { } run }])
        {
            return Finding.Pass(Check, "This job has no run yet.");
        }

        string begun = string.Create(CultureInfo.InvariantCulture, $"Run {run.Id}, begun {run.Started:yyyy-MM-dd HH:mm} UTC, is recorded as {run.Status}");
        bool isWell = CatalogWords.Statuses.TryParse(run.Status, out RunStatus status) && (status == RunStatus.Running || (status == RunStatus.Completed && run.ExitCode < ExitMask.Failed));
        string text = run.FilesFailed > 0 ? $"{begun}, with {Amount.Count(run.FilesFailed.Value, "failed file", "failed files")}." : $"{begun}.";
        return isWell
            ? Finding.Pass(Check, text)
            : Finding.Warn(Check, text, string.Create(CultureInfo.InvariantCulture, $"'snapback report {run.Id}' tells what failed and what to do."));
    }

    private Finding Clock(CatalogReader catalog)
    {
        const string Check = "clock";
        DateTimeOffset now = _ports.Clock.GetUtcNow();
        string shown = now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return catalog.Runs(last: 1) is [{ } run] && run.Started > now
            ? Finding.Warn(
                Check,
                string.Create(CultureInfo.InvariantCulture, $"The clock says {shown} UTC, which is before run {run.Id} began ({run.Started:yyyy-MM-dd HH:mm})."),
                "Set the clock, and see to it that it is kept right: what is kept for how long, and which run is 'yesterday', goes by it.")
            : Finding.Pass(Check, $"The clock says {shown} UTC, after every run of the record.");
    }

    // Which pair brings how much is not recorded, so each volume is asked whether it could take all of it.
    private IEnumerable<Finding> Rooms(Job job, RunGrowthRow[] growth)
    {
        long[] needs = [.. growth.Select(row => Need(job, row)).OfType<long>()];
        long mean = needs.Length == 0 ? 0 : (long)needs.Average(need => (decimal)need);
        long most = needs.DefaultIfEmpty(0).Max();
        foreach (string folder in job.Pairs.Select(pair => pair.Destination).Where(Directory.Exists).DistinctBy(folder => _ports.VolumeOf(folder)))
        {
            if (_ports.SpaceAt(folder) is var (free, total))
            {
                yield return Room(DisplayText.Escape(folder), free - (job.Pacing.Floor?.At(total) ?? 0), mean, most, needs.Length);
            }
        }
    }

    // With versions, what is replaced stays; without, only what the source has grown by does.
    private static long? Need(Job job, RunGrowthRow row) => row.BytesGrown is not { } grown ? null : Math.Max(0, job.KeepsVersions ? Math.Max(grown, row.Run.BytesCopied ?? 0) : grown);

    private static Finding Room(string shown, long free, long mean, long most, int runs)
    {
        const string Check = "room";
        const string Advice = "Make room or use a larger disk before it is full; a file that finds no room fails, and its old copy stays.";
        string room = free <= 0 ? $"'{shown}' has no room left" : $"'{shown}' has room for {Amount.Bytes(free)}";
        if (runs == 0)
        {
            return free <= 0
                ? Finding.Fail(Check, $"{room}.", Advice)
                : Finding.Pass(Check, $"{room}; too few runs are recorded to tell how long that lasts.");
        }

        string text = string.Create(CultureInfo.InvariantCulture, $"{room}; the last {runs} runs brought {Amount.Bytes(mean)} each on average, {Amount.Bytes(most)} at most");
        return free <= 0 || free < mean ? Finding.Fail(Check, $"{text}: the next one may not find room.", Advice)
            : free < most ? Finding.Warn(Check, $"{text}: another one like that would not find room.", Advice)
            : mean > 0 && free / mean < EnoughRuns ? Finding.Warn(Check, string.Create(CultureInfo.InvariantCulture, $"{text}: it is full after about {free / mean} more."), Advice)
            : Finding.Pass(Check, $"{text}.");
    }
}
