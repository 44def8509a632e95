namespace SnapBack.Restoring;

/// <summary>What became of one path.</summary>
public enum RestoreOutcome
{
    /// <summary>It is back, as it was backed up.</summary>
    Restored,

    /// <summary>It is there already as it was backed up; nothing was written but its metadata.</summary>
    Present,

    /// <summary>A dry run: it can be had.</summary>
    Planned,

    /// <summary>It can't be had, or not be put there.</summary>
    Failed,
}
