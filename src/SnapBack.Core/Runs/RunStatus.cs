namespace SnapBack.Runs;

/// <summary>How a run stands in the catalog.</summary>
public enum RunStatus
{
    /// <summary>Still going, or its process is gone and no later start has noticed yet.</summary>
    Running,

    /// <summary>Ended with an exit mask under 8.</summary>
    Completed,

    /// <summary>Ended with a failure, or stopped by a guard.</summary>
    Failed,

    /// <summary>Cancelled, or its process died.</summary>
    Interrupted,

    /// <summary>A dry run that ended.</summary>
    Planned,
}
