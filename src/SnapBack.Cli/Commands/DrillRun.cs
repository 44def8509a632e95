using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Restoring;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary>A drill of a restore as a run of its own in the catalog, of kind <c>drill</c>.</summary>
internal sealed class DrillRun
{
    private readonly CatalogReader _reader;
    private readonly RunPorts _ports;
    private readonly CliEnvironment _environment;
    private readonly Action<RestoredPath> _tell;

    /// <param name="reader">The catalog of the run that is tried.</param>
    /// <param name="ports">The system.</param>
    /// <param name="environment">The world.</param>
    /// <param name="tell">Takes what can't be had.</param>
    public DrillRun(CatalogReader reader, RunPorts ports, CliEnvironment environment, Action<RestoredPath> tell)
    {
        _reader = reader;
        _ports = ports;
        _environment = environment;
        _tell = tell;
    }

    /// <summary>Carries it out, records it and tells how it went; returns the exit code.</summary>
    /// <param name="run">Whose tree.</param>
    /// <param name="percent">How many of its files.</param>
    /// <param name="to">Full path of the folder for the scratch folder; null to choose one with room.</param>
    public int Execute(long run, int percent, string? to)
    {
        RunDetails details = _reader.Show(run);
        using CatalogWriter writer = CatalogWriter.Open(_reader.File, _ports.Clock);
        long drill = writer.BeginRun(new RunStart
        {
            Job = details.Run.Job,
            IsDrill = true,
            Mode = CatalogWords.Modes.TryParse(details.Run.Mode, out JobMode mode) ? mode : JobMode.Incremental,
            Pairs = [.. details.Trees.Select(tree => new JobPair(tree.Source, tree.Destination))],
            Snapshot = SnapshotPolicy.Never,
            Version = RunStart.ThisVersion,
            Started = _ports.Clock.GetUtcNow(),
        });
        bool isDone = false;
        try
        {
            if (to is not null)
            {
                Directory.CreateDirectory(to);
            }

            string[] places = to is not null ? [to] : [Path.GetFullPath(Path.GetTempPath()), Path.GetDirectoryName(_reader.File)!];
            RestoreResult result = new Drill(_reader, _ports, _tell, _environment.Cancellation).Run(run, percent, places);
            string text = TextOf(result, percent);
            End(writer, result.Failed > 0 ? RunStatus.Failed : RunStatus.Completed, result.Failed > 0 ? ExitMask.Failed : 0, result, text);
            isDone = true;
            _environment.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Result: {(result.Failed > 0 ? "FAILED" : "success")}, drill {drill}: {text}"));
            return result.Failed > 0 ? ExitMask.Failed : 0;
        }
        catch (OperationCanceledException) when (_environment.Cancellation.IsCancellationRequested)
        {
            End(writer, RunStatus.Interrupted, ExitMask.Cancelled, new RestoreResult { Run = run }, "stopped before its end");
            isDone = true;
            throw;
        }
        finally
        {
            if (!isDone)
            {
                End(writer, RunStatus.Failed, ExitMask.NothingDone, new RestoreResult { Run = run }, "nothing could be restored");
            }
        }
    }

    private static string TextOf(RestoreResult result, int percent)
    {
        string held = result.SecurityNotHeld > 0 ? $"; {result.SecurityNotHeld} security descriptors can't be held there and were not compared" : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"of run {result.Run}, {percent}% of the files: {result.Restored} came back as they were ({ByteText.Of(result.Bytes)}), {result.Failed} did not{held}; the scratch folder is removed");
    }

    private void End(CatalogWriter writer, RunStatus status, int exitCode, RestoreResult result, string text) => writer.EndRun(new RunEnd
    {
        Status = status,
        ExitCode = exitCode,
        Totals = new RunTotals
        {
            Files = new Counts { Total = result.Restored + result.Failed, Copied = result.Restored, Failed = result.Failed },
            Bytes = new Counts { Copied = result.Bytes },
        },
        Ended = _ports.Clock.GetUtcNow(),
        Message = text,
    });
}
