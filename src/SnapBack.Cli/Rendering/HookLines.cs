using SnapBack.Catalog;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>Shows what hooks say, escaped, on standard error: standard output is for the run alone.</summary>
internal sealed class HookLines : IRunEvents
{
    private readonly TextWriter _error;

    /// <summary>Writes to <paramref name="error"/>.</summary>
    public HookLines(TextWriter error)
    {
        _error = error;
    }

    /// <inheritdoc/>
    public void Started(long runId, Job job)
    {
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
    public void HookSaid(Hook hook, string line) => _error.WriteLine($"{DisplayText.Escape(Path.GetFileName(hook.Program))}: {DisplayText.Escape(line)}");

    /// <inheritdoc/>
    public void Ended(RunResult result)
    {
    }
}
