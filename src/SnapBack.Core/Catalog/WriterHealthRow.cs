namespace SnapBack.Catalog;

/// <summary>How a writer fared over several runs.</summary>
public sealed record WriterHealthRow
{
    /// <summary>As it calls itself.</summary>
    public required string Writer { get; init; }

    /// <summary>Runs that it took part in.</summary>
    public int Runs { get; init; }

    /// <summary>Runs in which it failed.</summary>
    public int Failures { get; init; }

    /// <summary>The last of these; null when it never failed.</summary>
    public long? LastFailedRun { get; init; }

    /// <summary>Its state in the last run, in words.</summary>
    public required string LastState { get; init; }
}
