namespace SnapBack.Scheduling;

/// <summary>One reason to start a job.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>A trigger with a time of day. All times are local time, which is what an administrator means by "at two".</summary>
    /// <param name="At">Time of day.</param>
    public abstract record Timed(TimeOnly At) : Trigger
    {
        /// <summary>Start again and again after <see cref="At"/>; null for once.</summary>
        public Repetition? Repetition { get; init; }
    }

    /// <summary>Every day.</summary>
    public sealed record Daily(TimeOnly At) : Timed(At);

    /// <summary>On some days of the week.</summary>
    /// <param name="Days">At least one, Monday first.</param>
    /// <param name="At">Time of day.</param>
    public sealed record Weekly(IReadOnlyList<DayOfWeek> Days, TimeOnly At) : Timed(At);

    /// <summary>On some days of the month. A day that a month lacks is left out in that month.</summary>
    /// <param name="Days">1 to 31, ascending; <see cref="LastDay"/> for the last one.</param>
    /// <param name="At">Time of day.</param>
    public sealed record Monthly(IReadOnlyList<int> Days, TimeOnly At) : Timed(At);

    /// <summary>When the machine has started.</summary>
    /// <param name="Delay">Time after the start.</param>
    public sealed record AtBoot(TimeSpan Delay) : Trigger;

    /// <summary>When a record of this id is written to an event log of Windows.</summary>
    /// <param name="Log">Name of the log, such as <c>System</c>.</param>
    /// <param name="Source">Who writes it; null for anybody.</param>
    /// <param name="Id">The event's id.</param>
    public sealed record OnEvent(string Log, string? Source, int Id) : Trigger;

    /// <summary>Stands for the last day of a month, whatever its number.</summary>
    public const int LastDay = 0;
}
