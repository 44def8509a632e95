using Alphaleonis.Win32.Vss;
using SnapBack.Snapshots.Vss;
using VssWriterState = SnapBack.Snapshots.Vss.VssWriterState;

namespace SnapBack.AlphaVss;

/// <summary>One requester object of AlphaVSS. Its lists are live views that fail after they are freed, so each is copied at once.</summary>
internal sealed class AlphaVssSession : IVssSession
{
    private readonly IVssBackupComponents _components;

    private AlphaVssSession(IVssBackupComponents components)
    {
        _components = components;
    }

    /// <summary>Makes the object and goes through its beginning; on failure nothing stays open.</summary>
    /// <exception cref="SnapBack.Snapshots.Vss.VssException">The service refused.</exception>
    public static AlphaVssSession Open(IVssFactory factory, VssSnapshotContext context, IReadOnlyList<Guid> disabledWriters)
    {
        IVssBackupComponents components = AlphaVssCalls.Call("CreateVssBackupComponents", factory.CreateVssBackupComponents);
        AlphaVssSession? session = new(components);
        try
        {
            session.Begin(context, disabledWriters);
            AlphaVssSession begun = session;
            session = null;
            return begun;
        }
        finally
        {
            session?.Dispose();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssWriter> GatherWriters(CancellationToken cancellation)
    {
        AlphaVssCalls.Wait("GatherWriterMetadata", _components.GatherWriterMetadataAsync, cancellation);
        return AlphaVssCalls.Call("GetWriterMetadata", () =>
        {
            List<VssWriter> writers = [];
            foreach (IVssExamineWriterMetadata metadata in _components.WriterMetadata)
            {
                using (metadata)
                {
                    writers.Add(new VssWriter(
                        metadata.WriterId, metadata.InstanceId, metadata.WriterName, RulesOf(metadata.ExcludeFiles), RulesOf(metadata.ExcludeFromSnapshotFiles)));
                }
            }

            _components.FreeWriterMetadata();
            return writers;
        });
    }

    /// <inheritdoc/>
    public bool Supports(string volume) => AlphaVssCalls.Call("IsVolumeSupported", () => _components.IsVolumeSupported(volume));

    /// <inheritdoc/>
    public Guid StartSet() => AlphaVssCalls.Call("StartSnapshotSet", _components.StartSnapshotSet);

    /// <inheritdoc/>
    public Guid Add(string volume, Guid? provider) => AlphaVssCalls.Call(
        "AddToSnapshotSet", () => provider is { } id ? _components.AddToSnapshotSet(volume, id) : _components.AddToSnapshotSet(volume));

    /// <inheritdoc/>
    public void Prepare(CancellationToken cancellation) => AlphaVssCalls.Wait("PrepareForBackup", _components.PrepareForBackupAsync, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<VssWriterState> GatherWriterStates(CancellationToken cancellation)
    {
        AlphaVssCalls.Wait("GatherWriterStatus", _components.GatherWriterStatusAsync, cancellation);
        return AlphaVssCalls.Call("GetWriterStatus", () =>
        {
            List<VssWriterState> states = [];
            foreach (VssWriterStatusInfo info in _components.WriterStatus)
            {
                states.Add(new VssWriterState(
                    info.ClassId, info.InstanceId, info.Name, (int)info.State, unchecked((int)info.Failure), info.ApplicationErrorCode ?? 0, NullIfEmpty(info.ApplicationErrorMessage)));
            }

            _components.FreeWriterStatus();
            return states;
        });
    }

    /// <inheritdoc/>
    public void MakeSnapshots(CancellationToken cancellation) => AlphaVssCalls.Wait("DoSnapshotSet", _components.DoSnapshotSetAsync, cancellation);

    /// <inheritdoc/>
    public VssSnapshot Find(Guid snapshotId) => AlphaVssCalls.Call("GetSnapshotProperties", () => SnapshotOf(_components.GetSnapshotProperties(snapshotId)));

    /// <inheritdoc/>
    public void Complete(CancellationToken cancellation) => AlphaVssCalls.Wait("BackupComplete", _components.BackupCompleteAsync, cancellation);

    /// <inheritdoc/>
    public void Abort() => AlphaVssCalls.Call("AbortBackup", _components.AbortBackup);

    /// <inheritdoc/>
    public int DeleteSet(Guid setId) => AlphaVssCalls.Call("DeleteSnapshots", () => _components.DeleteSnapshotSet(setId, forceDelete: true));

    /// <summary>Deletes one snapshot.</summary>
    public void DeleteSnapshot(Guid snapshotId) => AlphaVssCalls.Call("DeleteSnapshots", () => _components.DeleteSnapshot(snapshotId, forceDelete: true));

    /// <summary>All snapshots of the session's context.</summary>
    public IReadOnlyList<VssSnapshot> ListSnapshots() => AlphaVssCalls.Call("Query", () => _components.QuerySnapshots().Select(SnapshotOf).ToList());

    /// <summary>All providers.</summary>
    public IReadOnlyList<VssProviderInfo> ListProviders() => AlphaVssCalls.Call(
        "Query", () => _components.QueryProviders().Select(provider => new VssProviderInfo(provider.ProviderId, provider.ProviderName, (int)provider.ProviderType, provider.ProviderVersion)).ToList());

    /// <inheritdoc/>
    public void Dispose() => _components.Dispose();

    private void Begin(VssSnapshotContext context, IReadOnlyList<Guid> disabledWriters)
    {
        AlphaVssCalls.Call("InitializeForBackup", () => _components.InitializeForBackup(null));
        AlphaVssCalls.Call("SetContext", () => _components.SetContext(context));
        if (context != VssSnapshotContext.Backup)
        {
            return;
        }

        if (disabledWriters.Count > 0)
        {
            AlphaVssCalls.Call("DisableWriterClasses", () => _components.DisableWriterClasses([.. disabledWriters]));
        }

        AlphaVssCalls.Call(
            "SetBackupState",
            () => _components.SetBackupState(selectComponents: false, backupBootableSystemState: false, VssBackupType.Copy, partialFileSupport: false));
    }

    // AlphaVSS gives the local time of a moment that the service knows in UTC.
    private static VssSnapshot SnapshotOf(VssSnapshotProperties snapshot) => new(
        snapshot.SnapshotId,
        snapshot.SnapshotSetId,
        snapshot.OriginalVolumeName,
        snapshot.SnapshotDeviceObject,
        snapshot.ProviderId,
        new DateTimeOffset(snapshot.CreationTimestamp.ToUniversalTime(), TimeSpan.Zero),
        (int)snapshot.SnapshotAttributes,
        snapshot.OriginatingMachine ?? string.Empty);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static List<VssFileRule> RulesOf(IList<VssWMFileDescriptor> files)
    {
        List<VssFileRule> rules = [];
        foreach (VssWMFileDescriptor file in files)
        {
            rules.Add(new VssFileRule(file.Path ?? string.Empty, file.FileSpecification ?? string.Empty, file.IsRecursive));
        }

        return rules;
    }
}
