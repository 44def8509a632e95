namespace SnapBack.Snapshots.Vss;

/// <summary>
/// A way to reach the shadow copy service: the port to AlphaVSS and to the built-in interop with <c>vssapi.dll</c>. An engine makes calls and
/// decides nothing; order, waiting and retries are the snapshot provider's. Every member, and every member of a session, is called
/// from one multithreaded-apartment thread, on which COM is initialised.
/// </summary>
public interface IVssEngine
{
    /// <summary>Name on the command line and in the record: <c>alphavss</c>, <c>native</c>.</summary>
    string Name { get; }

    /// <summary>Why this engine can't be used in this process, in words, or null when it can. Loads what it needs; makes no snapshot.</summary>
    string? WhyUnavailable();

    /// <summary>
    /// Opens a session for one attempt and goes through InitializeForBackup, SetContext, and, with writers, DisableWriterClasses and
    /// SetBackupState (no components, not bootable, type copy, no partial files). On failure nothing stays open. Address of the rules:
    /// https://learn.microsoft.com/windows/win32/vss/overview-of-backup-initialization.
    /// </summary>
    /// <param name="context">With or without writers.</param>
    /// <param name="disabledWriters">Class ids of writers that are left out; empty for all.</param>
    /// <exception cref="VssException">A call failed.</exception>
    IVssSession Open(VssContext context, IReadOnlyList<Guid> disabledWriters);

    /// <summary>All snapshots on this machine, of every context.</summary>
    /// <exception cref="VssException">A call failed.</exception>
    IReadOnlyList<VssSnapshot> ListSnapshots();

    /// <summary>The registered snapshot providers.</summary>
    /// <exception cref="VssException">A call failed.</exception>
    IReadOnlyList<VssProviderInfo> ListProviders();

    /// <summary>Where the changes of a volume's snapshots are kept and how full that is; empty where the service can't tell.</summary>
    /// <param name="volume">GUID path with its trailing backslash.</param>
    /// <exception cref="VssException">A call failed.</exception>
    IReadOnlyList<VssDiffArea> ListDiffAreas(string volume);

    /// <summary>Deletes a snapshot set; how many snapshots went. 0 when there is none of that id.</summary>
    /// <exception cref="VssException">A call failed.</exception>
    int DeleteSnapshotSet(Guid setId);

    /// <summary>Deletes one snapshot; how many went. 0 when there is none of that id.</summary>
    /// <exception cref="VssException">A call failed.</exception>
    int DeleteSnapshot(Guid snapshotId);
}
