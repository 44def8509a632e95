namespace SnapBack.Scheduling;

/// <summary>A task of ours as the scheduler knows it. What the scheduler does not tell is null.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Task">Where it is found there: a task path or a timer.</param>
/// <param name="JobFile">Full path of its job file.</param>
/// <param name="NextRun">When it starts next, in the scheduler's words.</param>
/// <param name="LastRun">When it started last, in the scheduler's words.</param>
/// <param name="LastResult">How that ended, in the scheduler's words.</param>
public sealed record ScheduledTask(string Name, string Task, string? JobFile, string? NextRun, string? LastRun, string? LastResult);
