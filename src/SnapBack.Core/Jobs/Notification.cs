namespace SnapBack.Jobs;

/// <summary>Somebody who is told of a job's runs, one object of the key <c>notify</c>. Immutable; holds no secret.</summary>
/// <param name="When">After which runs.</param>
public abstract record Notification(NotifyWhen When)
{
    /// <summary>The word for the kind in a job file.</summary>
    public abstract string Kind { get; }

    /// <summary>How often it is tried altogether; null for as often as usual.</summary>
    public int? Tries { get; init; }

    /// <summary>Most time that one try may take; null for as long as usual.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What it reads its secrets from; none for kinds without one.</summary>
    public virtual IEnumerable<Secret> Secrets => [];
}
