namespace SnapBack.Runs;

/// <summary>Where a run stands, in order.</summary>
public enum RunPhase
{
    /// <summary>Opening catalog and destinations, checking.</summary>
    Preparing,

    /// <summary>Making the snapshot set.</summary>
    Snapshot,

    /// <summary>Listing and comparing.</summary>
    Planning,

    /// <summary>Copying.</summary>
    Copying,

    /// <summary>Deleting extras.</summary>
    Deleting,

    /// <summary>Folder metadata, flushing, closing the record.</summary>
    Finishing,
}
