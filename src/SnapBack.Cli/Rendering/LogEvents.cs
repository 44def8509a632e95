using Serilog;
using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>
/// What the log keeps of a run beside what the run itself writes (its beginning and end, its warnings and failures): where from and to, the
/// phases, remarks, deletions held back, the result in words.
/// </summary>
internal sealed class LogEvents : IRunEvents
{
    private ILogger _log;
    /// <summary>Writes to <paramref name="log"/>.</summary>
    public LogEvents(ILogger log)
    {
        _log = log;
    }

    /// <summary>True when the run had a number: from then on it writes its own end.</summary>
    public bool HasStarted { get; private set; }

    /// <inheritdoc/>
    public void Started(long runId, Job job)
    {
        HasStarted = true;
        _log = _log.ForContext("RunId", runId).ForContext("Job", job.Name);
        foreach (JobPair pair in job.Pairs)
        {
            _log.Information("Run {RunId}: {Source} -> {Destination} ({Mode:l}, snapshot {Policy:l})", runId, pair.Source, pair.Destination, Kind(job), Words.Of(job.Snapshot));
        }
    }

    /// <inheritdoc/>
    public void EnteredPhase(RunPhase phase) => _log.Information("Phase {Phase:l}", Words.Of(phase));

    /// <inheritdoc/>
    public void Progressed(RunProgress progress)
    {
    }

    /// <inheritdoc/>
    public void Handled(PathRecord record)
    {
        if (record.Outcome == ActionOutcome.Withheld)
        {
            _log.Warning("Not deleted: {Path}: {Reason:l}", record.Path.Value, record.Error?.ToString() ?? "held back");
        }
    }

    /// <inheritdoc/>
    public void Noticed(Notice notice)
    {
        if (!notice.IsWarning)
        {
            _log.Information("{Notice:l}: {Text:l}", notice.Code, notice.Text);
        }
    }

    /// <inheritdoc/>
    public void Ended(RunResult result) =>
        _log.Information(
            "Run {RunId}: {Bytes} bytes copied in {Elapsed:l}. {Result:l}",
            result.RunId,
            result.Totals.Bytes.Copied,
            result.Totals.TotalTime.ToString("c", System.Globalization.CultureInfo.InvariantCulture),
            ResultLine.Of(result));

    private static string Kind(Job job) => job.IsDryRun ? $"{Words.Of(job.Mode)}, plan only" : Words.Of(job.Mode);
}
