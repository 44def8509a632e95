namespace SnapBack.Snapshots.Vss;

/// <summary>
/// One requester object: one attempt to make a snapshot set, never used again after a failure. The snapshots live as long as the session; its
/// disposal releases the object, and with it the snapshots. All members are called from the thread that opened it. Members with a cancellation
/// token wait for the service; when the token fires they cancel the operation there, wait for the answer, and throw
/// <see cref="OperationCanceledException"/>. All throw <see cref="VssException"/> when the service refuses.
/// </summary>
public interface IVssSession : IDisposable
{
    /// <summary>Gathers the writers' metadata and hands out what they say; once per session, only in <see cref="VssContext.Backup"/>.</summary>
    IReadOnlyList<VssWriter> GatherWriters(CancellationToken cancellation);

    /// <summary>Whether some provider can take a snapshot of the volume (GUID path with its trailing backslash).</summary>
    bool Supports(string volume);

    /// <summary>Opens the set; only one can be open on a machine.</summary>
    Guid StartSet();

    /// <summary>Adds a volume (GUID path with its trailing backslash) to the open set; the id of the snapshot to be.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="provider">A provider's id, or null for the system's choice.</param>
    Guid Add(string volume, Guid? provider);

    /// <summary>Tells the writers to prepare; only in <see cref="VssContext.Backup"/>.</summary>
    void Prepare(CancellationToken cancellation);

    /// <summary>Asks how the writers fare; only in <see cref="VssContext.Backup"/>.</summary>
    IReadOnlyList<VssWriterState> GatherWriterStates(CancellationToken cancellation);

    /// <summary>Makes the snapshots of all volumes of the set for one moment (DoSnapshotSet).</summary>
    void MakeSnapshots(CancellationToken cancellation);

    /// <summary>What is known of a snapshot; a failure with OBJECT_NOT_FOUND means that it is gone.</summary>
    VssSnapshot Find(Guid snapshotId);

    /// <summary>Tells the writers that the backup is done; only in <see cref="VssContext.Backup"/>, after the copy.</summary>
    void Complete(CancellationToken cancellation);

    /// <summary>Tells the service that this attempt is over without success, so that writers and the set's slot are let go.</summary>
    void Abort();

    /// <summary>Deletes the set of this session; how many snapshots went.</summary>
    int DeleteSet(Guid setId);
}
