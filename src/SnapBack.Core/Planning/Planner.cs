using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Trees;

namespace SnapBack.Planning;

/// <summary>
/// Walks the two sides of every pair in step and writes down what is to be done. Changes nothing on either side. Several walkers work
/// at once, each on a folder of its own.
/// </summary>
internal sealed class Planner
{
    private readonly Job _job;
    private readonly Past _past;
    private readonly Action<long> _seen;

    /// <param name="job">The rules.</param>
    /// <param name="past">What earlier runs knew.</param>
    /// <param name="seen">Told, from several threads, how many entries were looked at since the last call.</param>
    public Planner(Job job, Past past, Action<long> seen)
    {
        _job = job;
        _past = past;
        _seen = seen;
    }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="SnapBackException">A source root can't be listed.</exception>
    public void Make(Plan plan, IReadOnlyList<PlanSides> pairs, CancellationToken cancellation)
    {
        using WalkQueue queue = new(plan.SpoolFolder, pairs);
        HardLinks links = new();
        queue.Add([.. pairs.Select(RootOf)]);
        using CancellationTokenRegistration stop = cancellation.Register(queue.Stop);
        FolderWalker[] walkers = [.. Enumerable.Range(0, Walkers).Select(_ => new FolderWalker(_job, _past, plan, links))];
        Task[] tasks = [.. walkers.Select(w => Task.Factory.StartNew(() => Walk(w, queue), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            Task.WaitAll(tasks, CancellationToken.None);
        }
        catch (AggregateException failures)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
        finally
        {
            foreach (FolderWalker walker in walkers)
            {
                plan.Tally.Add(walker.Tally);
                walker.Dispose();
            }
        }

        cancellation.ThrowIfCancellationRequested();
        LeaveOutEmpty(plan);
        plan.Seal();
    }

    private static void LeaveOutEmpty(Plan plan)
    {
        foreach ((int pair, RelativePath path, Entry entry) in plan.Lazy.Waiting())
        {
            plan.Tally.DirsSkipped++;
            PlannedAction leftOut = new()
            {
                Name = path.Name,
                Class = FileClass.Excluded,
                Action = ActionKind.None,
                Entry = entry,
                Reason = SkipReason.EmptyFolder,
                IsNews = true,
            };
            plan.Work.Append(new PlannedBatch(pair, path.Parent, [leftOut]));
        }
    }

    private int Walkers => Math.Clamp(_job.Threads, 1, Math.Max(2, Environment.ProcessorCount));

    private static FolderTask RootOf(PlanSides sides) =>
        new(sides, RelativePath.Root, sides.Destination is null ? FolderPresence.SourceOnly : FolderPresence.Both, false, null, false, 0);

    private void Walk(FolderWalker walker, WalkQueue queue)
    {
        try
        {
            while (queue.TryTake(out FolderTask task))
            {
                queue.Add(walker.Walk(task, _seen));
                queue.Done();
            }
        }
        catch
        {
            queue.Stop();
            throw;
        }
    }
}
