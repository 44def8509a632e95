using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Execution;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Planning;
using SnapBack.Runs;
using SnapBack.Trees;

namespace SnapBack.Tests.Cli;

/// <summary>Results and records as a run would give them.</summary>
internal static class SomeRun
{
    public static readonly DateTimeOffset Ended = new(2025, 10, 24, 13, 22, 11, TimeSpan.Zero);

    public static RunResult Result(Job job, RunTotals? totals = null, RunStatus status = RunStatus.Completed, int exitCode = 0) => new()
    {
        RunId = 7,
        Job = job,
        Status = status,
        ExitCode = exitCode,
        Totals = totals ?? new RunTotals(),
        Catalog = job.Catalog!,
        Started = Ended.AddSeconds(-5),
        Ended = Ended,
    };

    public static RunTotals Copied(long files) => new() { Files = new Counts { Total = files, Copied = files } };

    public static PathRecord Record(string path, ActionKind action = ActionKind.Copy, ActionOutcome outcome = ActionOutcome.Done, ActionError? error = null)
    {
        RelativePath relative = RelativePath.Root;
        foreach (string name in path.Split('/'))
        {
            relative = relative.Child(name);
        }

        return new PathRecord
        {
            Pair = 0,
            Path = relative,
            Kind = EntryKind.File,
            Class = FileClass.New,
            Action = action,
            Outcome = outcome,
            Bytes = 1234,
            Error = error,
        };
    }

    public static PathRecord Failure(string path) =>
        Record(path, outcome: ActionOutcome.Failed, error: new ActionError(ErrorKind.AccessDenied, 13, "open source", "Permission denied."));

    public static Job Job => new() { Name = "nightly", Pairs = [new JobPair("/data", "/backup")], Catalog = "/state/catalog.db" };
}
