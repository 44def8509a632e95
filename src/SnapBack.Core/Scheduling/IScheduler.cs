using SnapBack.Errors;

namespace SnapBack.Scheduling;

/// <summary>The system's scheduler: the port to Task Scheduler and to systemd. Sees and touches nothing but our own tasks. Not thread-safe.</summary>
public interface IScheduler
{
    /// <summary>Puts a schedule in, in place of one of the same name, and reads it back.</summary>
    /// <returns>What the task is called there.</returns>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SchedulerFailed"/>, or what the scheduler can't express.</exception>
    string Install(Schedule schedule);

    /// <summary>
    /// Starts a schedule's program once and now, in the scheduler's way and as its account, and waits for its end: what that account may do is known in no other
    /// way. Leaves nothing behind.
    /// </summary>
    /// <param name="schedule">Its triggers do not count.</param>
    /// <param name="cancellation">Ends the waiting and the program.</param>
    /// <returns>The program's exit code; null when the scheduler does not tell, or there was no end within its time limit.</returns>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SchedulerFailed"/>: it could not be started.</exception>
    int? Try(Schedule schedule, CancellationToken cancellation);

    /// <summary>All of ours, by name.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.SchedulerFailed"/>.</exception>
    IReadOnlyList<ScheduledTask> List();

    /// <summary>The definition as the scheduler holds it: XML or units.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.ScheduleUnknown"/>.</exception>
    string Show(string name);

    /// <summary>Starts it now, in the scheduler's way and as its account; does not wait.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.ScheduleUnknown"/> or <see cref="ErrorCode.SchedulerFailed"/>.</exception>
    void Run(string name);

    /// <summary>Takes it out. A run that goes on is not ended.</summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.ScheduleUnknown"/> or <see cref="ErrorCode.SchedulerFailed"/>.</exception>
    void Remove(string name);
}
