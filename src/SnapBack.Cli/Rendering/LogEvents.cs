using Serilog;
using SnapBack.Catalog;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>What the log keeps of a run: its beginning and end, its notices, its failures. All else is in the catalog.</summary>
internal sealed class LogEvents : IRunEvents
{
    private ILogger _log;
    private Job? _job;

    /// <summary>Writes to <paramref name="log"/>.</summary>
    public LogEvents(ILogger log)
    {
        _log = log;
    }

    /// <inheritdoc/>
    public void Started(long runId, Job job)
    {
        _job = job;
        _log = _log.ForContext("RunId", runId).ForContext("Job", job.Name);
        _log.Information("Run {RunId:l} of job {Job:l} begins ({Mode:l}, snapshot {Policy:l})", Number(runId), job.Name, Kind(job), Words.Of(job.Snapshot));
        foreach (JobPair pair in job.Pairs)
        {
            _log.Information("Run {RunId:l}: {Source:l} -> {Destination:l}", Number(runId), pair.Source, pair.Destination);
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
        if (record.Outcome is not (ActionOutcome.Failed or ActionOutcome.Withheld) || _job is null)
        {
            return;
        }

        _log.Warning(
            "{Action:l} {Outcome:l}: {Path:l}: {ErrorKind:l} {NativeCode} {Reason:l}",
            Words.Of(record.Action),
            Words.Of(record.Outcome),
            RecordText.FullPath(record, _job),
            Words.Of(record.Error?.Kind ?? default),
            record.Error?.NativeCode ?? 0,
            record.Error?.ToString() ?? string.Empty);
    }

    /// <inheritdoc/>
    public void Noticed(Notice notice)
    {
        if (notice.IsWarning)
        {
            _log.Warning("{Notice:l}: {Text:l}", notice.Code, notice.Text);
        }
        else
        {
            _log.Information("{Notice:l}: {Text:l}", notice.Code, notice.Text);
        }
    }

    /// <inheritdoc/>
    public void Ended(RunResult result) =>
        _log.Information(
            "Run {RunId:l} {Outcome:l} with exit code {ExitCode} in {Elapsed:l}: {Bytes} bytes copied. {Result:l}",
            Number(result.RunId),
            Words.Of(result.Status),
            result.ExitCode,
            result.Totals.TotalTime.ToString("c", System.Globalization.CultureInfo.InvariantCulture),
            result.Totals.Bytes.Copied,
            ResultLine.Of(result));

    private static string Kind(Job job) => job.IsDryRun ? $"{Words.Of(job.Mode)}, plan only" : Words.Of(job.Mode);

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
