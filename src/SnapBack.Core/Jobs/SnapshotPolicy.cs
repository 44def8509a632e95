namespace SnapBack.Jobs;

/// <summary>How much a job depends on a point-in-time view of its sources.</summary>
public enum SnapshotPolicy
{
    /// <summary>No point-in-time view, no backup.</summary>
    Require,

    /// <summary>Read the live tree where no snapshot can be had, and say so loudly.</summary>
    Prefer,

    /// <summary>Read the live tree.</summary>
    Never,
}
