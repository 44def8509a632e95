using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Hooks;
using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Runs;

/// <summary>
/// The hooks of one run at their points. Once the first point is reached, every hook for a snapshot and every hook after the run is started exactly once,
/// whatever ends the run; docs/hooks.md is the table.
/// </summary>
internal sealed class RunHooks : IDisposable
{
    private readonly Job _job;
    private readonly CatalogWriter _catalog;
    private readonly RunInProgress _run;
    private readonly Queue<Hook> _ready;
    private readonly Queue<Hook> _after;
    private bool _isDue;

    /// <param name="job">Whose hooks.</param>
    /// <param name="catalog">Knows whether another run of the job goes on.</param>
    /// <param name="run">Takes what is to be told.</param>
    public RunHooks(Job job, CatalogWriter catalog, RunInProgress run)
    {
        _job = job;
        _catalog = catalog;
        _run = run;
        _ready = new Queue<Hook>(Of(HookWhen.SnapshotReady));
        _after = new Queue<Hook>(Of(HookWhen.After));
    }

    /// <summary>Starts those before the run, one after the other. A dry run only tells which hooks there are.</summary>
    /// <exception cref="SnapBackException">One failed that the run depends on, or another run of this job goes on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Before(CancellationToken cancellation)
    {
        if (_job.Hooks.Count == 0)
        {
            return;
        }

        if (_job.IsDryRun)
        {
            foreach (Hook hook in _job.Hooks)
            {
                _run.Notice(new Notice("would-run", $"This is a dry run. The run itself would start {Name(hook)}.", IsWarning: false));
            }

            return;
        }

        RequireAlone();
        _isDue = true;
        foreach (Hook hook in Of(HookWhen.Before))
        {
            cancellation.ThrowIfCancellationRequested();
            HookEnd end = Start(hook, HookVariables.Of(_job, _run.Id, hook.When), cancellation);
            if (end.Result == HookResult.Cancelled)
            {
                throw new OperationCanceledException(cancellation);
            }

            if (end.HasFailed && hook.OnFailure == HookFailure.Fail)
            {
                throw Failed(hook, end);
            }

            Tell(hook, end);
        }
    }

    /// <summary>
    /// Starts those for a snapshot. Where a source is read live, which is to stay at rest until it is copied, they are started at the end of the run instead.
    /// </summary>
    /// <exception cref="SnapBackException">One failed that the run depends on.</exception>
    public void SnapshotReady(RunSnapshot snapshot)
    {
        if (!_isDue || snapshot.Sources.Any(source => !source.View.IsSnapshot))
        {
            return;
        }

        SnapBackException? failure = null;
        while (_ready.TryDequeue(out Hook? hook))
        {
            Dictionary<string, string> variables = HookVariables.Of(_job, _run.Id, hook.When);
            HookVariables.AddSnapshots(variables, snapshot.Set?.Id, snapshot.Sources.Select(source => source.View.ReadRoot));
            HookEnd end = Start(hook, variables, CancellationToken.None);
            if (end.HasFailed && hook.OnFailure == HookFailure.Fail && failure is null)
            {
                failure = Failed(hook, end);
                continue;
            }

            Tell(hook, end);
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Starts all that are still due. A cancellation does not end them; their time limits do.</summary>
    /// <param name="ending">What became of the run.</param>
    /// <returns>The same, or worse where a hook failed that must not.</returns>
    public RunEnding After(RunEnding ending)
    {
        if (!_isDue)
        {
            return ending;
        }

        _isDue = false;
        (RunClass outcome, int exitCode) = (ClassOf(ending), ending.ExitCode);
        foreach (Hook hook in _ready.Concat(_after.Where(hook => hook.IsFor(outcome))))
        {
            Dictionary<string, string> variables = HookVariables.Of(_job, _run.Id, hook.When);
            HookVariables.AddOutcome(variables, outcome, exitCode);
            HookEnd end = Start(hook, variables, CancellationToken.None);
            bool failsRun = end.HasFailed && hook.OnFailure == HookFailure.Fail && ending.Status == RunStatus.Completed;
            Tell(hook, end, failsRun ? "hook-failed-run" : "hook-failed");
            if (failsRun)
            {
                ending = ending with { Status = RunStatus.Failed, ExitCode = ending.ExitCode | ExitMask.Failed, Message = Sentence(hook, end) };
            }
        }

        return ending;
    }

    /// <summary>Starts what is still due when a fault of this program ends the run.</summary>
    public void Dispose() => After(new RunEnding(RunStatus.Failed, ExitMask.Bug, new RunTotals()));

    // As the record will say it.
    private RunClass ClassOf(RunEnding ending) => (ending.Status, ending.ExitCode) switch
    {
        (RunStatus.Interrupted, _) => RunClass.Interrupted,
        (RunStatus.Completed, _) => _run.HasWarnings ? RunClass.Warnings : RunClass.Success,
        (_, ExitMask.Bug) => RunClass.Failure,
        (_, >= ExitMask.NothingDone) => RunClass.NothingDone,
        _ => RunClass.Failure,
    };

    private IEnumerable<Hook> Of(HookWhen when) => _job.Hooks.Where(hook => hook.When == when);

    private HookEnd Start(Hook hook, Dictionary<string, string> variables, CancellationToken cancellation)
    {
        HookEnd? end = null;
        _run.Ports.Log.Information("Run {RunId}: starts {Hook:l}", _run.Id, Name(hook));
        _run.Untimed(() => end = _run.Ports.RunHook(new HookCall(hook, variables, HookVariables.SecretsOf(_job)), line => _run.HookSaid(hook, line), cancellation));
        return end!;
    }

    // Arguments may hold what others need not know: a record is sent around.
    private string Name(Hook hook) => $"hook {_job.Hooks.TakeWhile(other => !ReferenceEquals(other, hook)).Count() + 1} ({JobWord.Of(hook.When)}), '{DisplayText.Escape(hook.Program)}'";

    private string Sentence(Hook hook, HookEnd end)
    {
        string name = Name(hook);
        return $"{char.ToUpperInvariant(name[0])}{name[1..]}, {end.Text}.";
    }

    private SnapBackException Failed(Hook hook, HookEnd end) => new(
        ErrorCode.HookFailed,
        $"{Sentence(hook, end)} Nothing was copied or deleted.",
        "What it said is in the log. With \"onFailure\": \"warn\" the run would go on.");

    private void Tell(Hook hook, HookEnd end, string failureCode = "hook-failed")
    {
        try
        {
            _run.Notice(end.HasFailed
                ? new Notice(failureCode, $"{Sentence(hook, end)} What it said is in the log.")
                : new Notice("hook-done", Sentence(hook, end), IsWarning: false));
        }
        catch (SnapBackException unrecorded) when (!_isDue)
        {
            // The catalog is what broke the run off. The hooks that are left have to run all the same.
            _run.Ports.Log.Error("Run {RunId}: {Sentence:l} That could not be recorded: {Reason:l}", _run.Id, Sentence(hook, end), unrecorded.Message);
        }
    }

    // A second run would stop what the first one's hooks have started, or start what has to rest.
    private void RequireAlone()
    {
        if (_catalog.RunningBefore(_job.Name) is { } other)
        {
            throw new SnapBackException(
                ErrorCode.DestinationLocked,
                $"Run {other} of job '{DisplayText.Escape(_job.Name)}' still goes on, and its hooks hold for it alone. Nothing was touched.",
                "Run again when it has ended.");
        }
    }
}
