namespace SnapBack.Jobs;

/// <summary>What becomes of a file at the destination that somebody changed since the last run wrote it.</summary>
public enum ConflictPolicy
{
    /// <summary>It is kept as a version, whatever else is kept, and then overwritten or deleted.</summary>
    Overwrite,

    /// <summary>It stays, and the record says so.</summary>
    Keep,

    /// <summary>It stays, and counts as a failure.</summary>
    Fail,
}
