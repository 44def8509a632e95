namespace SnapBack.Jobs;

/// <summary>What a run may do to the destination.</summary>
public enum JobMode
{
    /// <summary>Add and update; delete nothing.</summary>
    Incremental,

    /// <summary>Also remove what the source no longer has.</summary>
    Mirror,
}
