using Serilog;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Notifying;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary>
/// What a job wants done once a run is over and recorded: the overview written anew, and others told. What fails here is told on standard error and in the log;
/// the run's result and its exit code stay what they are.
/// </summary>
internal sealed class AfterRun : IRunEvents
{
    private readonly Job _job;
    private readonly CliEnvironment _environment;
    private readonly ILogger _log;
    private readonly Notifier _notifier;
    private long? _run;
    private Task<IReadOnlyList<string>>? _beginning;

    /// <summary>Takes the job, whose catalog is set, and where to tell of failures.</summary>
    public AfterRun(Job job, CliEnvironment environment, ILogger log)
    {
        _job = job;
        _environment = environment;
        _log = log;
        _notifier = new Notifier(job.Notifications, environment.Variable, environment.Clock, environment.Patience, environment.EventLog());
    }

    // A rehearsal is nothing that anybody waits for.
    private bool IsSilent => _job.IsDryRun || (_job.Notifications.Count == 0 && _job.ReportIndex is null);

    /// <inheritdoc/>
    public void Started(long runId, Job job)
    {
        _run = runId;
        if (!IsSilent)
        {
            // Beside the run, which waits for nobody's server.
            _beginning = Task.Run(() => _notifier.Begin(_environment.Cancellation));
        }
    }

    /// <inheritdoc/>
    public void EnteredPhase(RunPhase phase)
    {
    }

    /// <inheritdoc/>
    public void Progressed(RunProgress progress)
    {
    }

    /// <inheritdoc/>
    public void Handled(PathRecord record)
    {
    }

    /// <inheritdoc/>
    public void Noticed(Notice notice)
    {
    }

    /// <inheritdoc/>
    public void Ended(RunResult result)
    {
    }

    /// <inheritdoc/>
    public void Closed(SnapBackException? failure)
    {
        if (IsSilent)
        {
            return;
        }

        (long? run, _run) = (_run, null);
        WriteIndex();

        // A start that comes after the end would make a finished run look like one that hangs.
        Warn(_beginning?.GetAwaiter().GetResult() ?? []);
        _beginning = null;
        if (_job.Notifications.Count > 0)
        {
            Warn(_notifier.Tell(RunNews.Read(_job, run, failure?.Message), _environment.Cancellation));
        }
    }

    private void WriteIndex()
    {
        if (_job.ReportIndex is not { } folder)
        {
            return;
        }

        try
        {
            using CatalogReader reader = CatalogReader.Open(_job.Catalog!);
            ReportCommand.WriteIndex(reader, folder, _environment);
        }
        catch (SnapBackException e)
        {
            Warn([$"The overview was not written: {e.Message}"]);
        }
    }

    private void Warn(IReadOnlyList<string> failures)
    {
        foreach (string failure in failures)
        {
            _log.Warning("{Failure:l}", failure);
            _environment.Error.WriteLine($"WARNING: {failure} The backup itself is not touched by this.");
        }
    }
}
