namespace SnapBack.Snapshots.Vss;

/// <summary>How long each step may take before it is cancelled; all of them together are bound by the job's limit as well.</summary>
internal static class VssLimits
{
    /// <summary>A call that only hands something over. The service may have to start first.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromMinutes(2);

    /// <summary>Asking all writers what they have: seconds as a rule, minutes with large databases.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMinutes(3);

    /// <summary>Telling the writers to prepare.</summary>
    public static readonly TimeSpan Prepare = TimeSpan.FromMinutes(3);

    /// <summary>Asking the writers how they fare.</summary>
    public static readonly TimeSpan Status = TimeSpan.FromMinutes(1);

    /// <summary>The snapshots themselves. The freeze lasts a minute at most, setting up the area for changes on a busy disk can take some.</summary>
    public static readonly TimeSpan MakeSnapshots = TimeSpan.FromMinutes(6);

    /// <summary>Telling the writers that the backup is done.</summary>
    public static readonly TimeSpan Complete = TimeSpan.FromMinutes(2);

    /// <summary>Deleting snapshots.</summary>
    public static readonly TimeSpan Delete = TimeSpan.FromMinutes(3);
}
