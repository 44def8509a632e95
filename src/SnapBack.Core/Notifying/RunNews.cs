using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Reporting;

namespace SnapBack.Notifying;

/// <summary>What there is to tell of a run that is over: by its record, or without one when it could not be recorded.</summary>
public sealed class RunNews
{
    private RunNews(Job job, RunClass found, string verdict, string more)
    {
        Job = job.Name;
        Catalog = job.Catalog;
        Class = found;
        Verdict = verdict;
        More = more;
    }

    /// <summary>Name of the job.</summary>
    public string Job { get; }

    /// <summary>In which way the run ended.</summary>
    public RunClass Class { get; }

    /// <summary>The same in words.</summary>
    public string Verdict { get; }

    /// <summary>What it means, in a sentence that may hold paths.</summary>
    public string More { get; }

    /// <summary>True when the job's run before ended in another way, or there was none, or nobody can tell.</summary>
    public bool IsChange { get; private init; } = true;

    /// <summary>The record; null when there is none.</summary>
    public RunDetails? Details { get; private init; }

    /// <summary>Name of the machine.</summary>
    public string Host => Details?.Host ?? Environment.MachineName;

    /// <summary>When the job's last complete run ended; null for never.</summary>
    public DateTimeOffset? LastSuccess { get; private init; }

    private string? Catalog { get; }

    /// <summary>Reads what there is to tell.</summary>
    /// <param name="job">The job, whose catalog is set.</param>
    /// <param name="run">Number of the run; null when it never got one.</param>
    /// <param name="failure">Why it ended early, when that is known; a sentence that holds no secret.</param>
    public static RunNews Read(Job job, long? run, string? failure)
    {
        if (run is not { } number)
        {
            return Unrecorded(job, failure ?? "It stopped before there was a run to record.");
        }

        try
        {
            using CatalogReader reader = CatalogReader.Open(job.Catalog ?? throw new ArgumentException("The job names no catalog.", nameof(job)));
            return Recorded(job, reader, number);
        }
        catch (SnapBackException e)
        {
            return Unrecorded(job, $"{failure ?? "The run is over."} Its record can't be read: {e.Message}");
        }
    }

    /// <summary>The report of the run as a page; null when there is no record to make it from.</summary>
    /// <param name="zone">For times.</param>
    public string? Page(TimeZoneInfo zone)
    {
        if (Details is null || Catalog is null)
        {
            return null;
        }

        try
        {
            using CatalogReader reader = CatalogReader.Open(Catalog);
            return RunPage.Write(RunReport.Read(reader, Details.Run.Id), zone);
        }
        catch (SnapBackException)
        {
            // The verdict is what the mail is for; it goes out without the page.
            return null;
        }
    }

    private static RunNews Unrecorded(Job job, string why) => new(job, RunClass.NothingDone, "The backup could not be recorded", why);

    private static RunNews Recorded(Job job, CatalogReader reader, long run)
    {
        RunDetails details = reader.Show(run);
        List<RunRow> backups = [.. reader.Runs(job.Name).Where(other => other.Id <= run && other.Kind == details.Run.Kind)];
        RunRow? before = backups.LastOrDefault(other => other.Id < run);
        Verdict verdict = details.Run.Status == "running"
            ? new Verdict(VerdictLevel.Bad, "The backup broke off", "A fault in the program ended it; the log has the details.")
            : Reporting.Verdict.Of(details);
        RunClass found = RunClasses.Of(details);
        return new RunNews(job, found, verdict.Text, verdict.More)
        {
            Details = details,
            IsChange = before is null || RunClasses.Of(reader.Show(before.Id)) != found,
            LastSuccess = backups.LastOrDefault(other => other.Status == "completed")?.Ended,
        };
    }
}
