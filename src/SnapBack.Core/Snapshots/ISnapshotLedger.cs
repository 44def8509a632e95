namespace SnapBack.Snapshots;

/// <summary>Where a provider notes what it is about to make and what it removed. Durable before the call returns.</summary>
public interface ISnapshotLedger
{
    /// <summary>Noted before the snapshot is made.</summary>
    void Note(SnapshotNote note);

    /// <summary>Struck out after the snapshot is gone.</summary>
    void StrikeOut(SnapshotNote note);
}
