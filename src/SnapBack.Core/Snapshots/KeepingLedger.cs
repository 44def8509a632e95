namespace SnapBack.Snapshots;

/// <summary>Notes snapshots as such that stay.</summary>
/// <param name="inner">The ledger.</param>
internal sealed class KeepingLedger(ISnapshotLedger inner) : ISnapshotLedger
{
    /// <inheritdoc/>
    public void Note(SnapshotNote note) => inner.Note(note with { IsKept = true });

    /// <inheritdoc/>
    public void StrikeOut(SnapshotNote note) => inner.StrikeOut(note with { IsKept = true });
}
