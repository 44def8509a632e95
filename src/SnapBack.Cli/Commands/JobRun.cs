using SnapBack.Cli.Composition;
using SnapBack.Cli.Rendering;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary>Carries out a job with a log beside it, and turns what ends it early into words and an exit code.</summary>
internal static class JobRun
{
    /// <summary>Runs the job and returns the exit code.</summary>
    /// <param name="job">The job; its catalog may be null for the machine's.</param>
    /// <param name="environment">The world.</param>
    /// <param name="report">Who tells of errors.</param>
    /// <param name="run">Runs the job, whose catalog is set by then, and tells how it went on.</param>
    public static int Execute(Job job, CliEnvironment environment, ErrorReport report, Func<Job, RunLog, LogEvents, RunResult> run)
    {
        string catalog = DefaultPaths.Catalog(job.Catalog, environment);
        using RunLog log = RunLog.Open(job.Log, catalog, environment.Error);
        LogEvents logEvents = new(log.Logger);
        try
        {
            RunResult result = run(job with { Catalog = catalog }, log, logEvents);
            return ExitMask.InStyle(result.ExitCode, job.ExitCodes);
        }
        catch (SnapBackException e)
        {
            if (!logEvents.HasStarted)
            {
                log.Logger.Error("{Code:l}: {Text:l}", e.CodeText, e.Message);
            }

            return report.Tell(e);
        }
        catch (OperationCanceledException) when (environment.Cancellation.IsCancellationRequested)
        {
            log.Logger.Warning("Interrupted before there was a run to record");
            return report.TellCancelled();
        }
#pragma warning disable CA1031 // The boundary of a run: a bug's full text belongs into the log of the very run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Logger.Error(e, "A bug ended the run");
            return report.TellBug(e, log.Path);
        }
    }

    /// <summary>Prints a result: the run is over and recorded, and a full disk behind a redirection must not turn its result into another one.</summary>
    public static void Tell(Action print, TextWriter error)
    {
        try
        {
            print();
        }
        catch (IOException e)
        {
            error.WriteLine($"snapback: the result can't be printed ({DisplayText.Escape(e.Message)}); it is in the catalog.");
        }
    }
}
