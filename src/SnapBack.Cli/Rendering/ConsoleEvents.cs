using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>What a person sees while a run goes on. The summary is not made here but from the result.</summary>
internal sealed class ConsoleEvents : IRunEvents
{
    private readonly CliEnvironment _environment;
    private readonly ProgressLine? _progress;
    private readonly bool _isQuiet;
    private readonly bool _isVerbose;

    /// <summary>Progress is shown only where lines can be rewritten and nobody forbids it.</summary>
    public ConsoleEvents(CliEnvironment environment, bool isQuiet, bool isVerbose, bool showsProgress)
    {
        _environment = environment;
        _isQuiet = isQuiet;
        _isVerbose = isVerbose;
        _progress = showsProgress && !isQuiet && environment.CanRewriteLines ? new ProgressLine(environment) : null;
    }

    /// <inheritdoc/>
    public void Started(long runId, Job job)
    {
        if (_isQuiet)
        {
            return;
        }

        string plan = job.IsDryRun ? ", plan only" : string.Empty;
        Print($"Run {runId} of job {DisplayText.Escape(job.Name)} ({Words.Of(job.Mode)}{plan})");
        foreach (JobPair pair in job.Pairs)
        {
            Print($"  {DisplayText.Escape(pair.Source)} -> {DisplayText.Escape(pair.Destination)}");
        }
    }

    /// <inheritdoc/>
    public void EnteredPhase(RunPhase phase) => _environment.Out.Flush();

    /// <inheritdoc/>
    public void Progressed(RunProgress progress) => _progress?.Show(progress);

    /// <inheritdoc/>
    public void Handled(PathRecord record)
    {
        if (_isVerbose && !RecordText.IsInOrder(record))
        {
            Print(RecordText.Line(record));
        }
    }

    /// <summary>Who looks on learns of a warning at once; all read it again in the summary.</summary>
    public void Noticed(Notice notice)
    {
        if (_progress is not null && notice.IsWarning)
        {
            Print(new Ink(_environment.CanColour).Yellow($"WARNING: {DisplayText.Escape(notice.Text)}"));
        }
    }

    /// <summary>Makes way for the line, which goes to standard error.</summary>
    public void HookSaid(Hook hook, string line) => _progress?.Clear();

    /// <inheritdoc/>
    public void Ended(RunResult result) => _progress?.Clear();

    /// <summary>Takes the progress line away, also when the run ended without a result.</summary>
    public void Close() => _progress?.Clear();

    private void Print(string line)
    {
        _progress?.Clear();
        _environment.Out.WriteLine(line);
    }
}
