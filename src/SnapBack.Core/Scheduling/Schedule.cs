namespace SnapBack.Scheduling;

/// <summary>A job file and when it runs by itself: all that a scheduler has to know. Everything that a scheduler has a default for is said here.</summary>
public sealed record Schedule
{
    /// <summary>Name of the task; the job's unless somebody says otherwise. The same name replaces the task.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the job file.</summary>
    public required string JobFile { get; init; }

    /// <summary>Full path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, one per element; no shell takes part.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>When it starts; one or more.</summary>
    public required IReadOnlyList<Trigger> Triggers { get; init; }

    /// <summary>Who runs it.</summary>
    public RunAs RunAs { get; init; } = RunAs.TheSystem;

    /// <summary>How much later than its time it may start, by chance, so that not all machines hit one server at once.</summary>
    public TimeSpan RandomDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After this it is ended, as by Ctrl+C where the scheduler can; null for never.</summary>
    public TimeSpan? TimeLimit { get; init; } = TimeSpan.FromDays(3);

    /// <summary>True when it also starts, and goes on, on battery.</summary>
    public bool RunsOnBattery { get; init; } = true;

    /// <summary>True when it waits until nobody uses the machine.</summary>
    public bool WaitsForIdle { get; init; }

    /// <summary>True when the machine is woken from sleep for it.</summary>
    public bool WakesMachine { get; init; }
}
