namespace SnapBack.Snapshots.Vss.Native;

/// <summary>A session over the requester's object, call by call.</summary>
internal sealed unsafe class NativeVssSession : IVssSession
{
    private readonly BackupComponents _components;
    private readonly VssEntryPoints _entry;

    /// <summary>Takes over the object, which is initialised and has its context.</summary>
    internal NativeVssSession(BackupComponents components, VssEntryPoints entry)
    {
        _components = components;
        _entry = entry;
    }

    /// <inheritdoc/>
    public IReadOnlyList<VssWriter> GatherWriters(CancellationToken cancellation)
    {
        Wait(_components.GatherWriterMetadata, cancellation);
        try
        {
            List<VssWriter> writers = [];
            int count = _components.GetWriterMetadataCount();
            for (int i = 0; i < count; i++)
            {
                using WriterMetadata metadata = _components.GetWriterMetadata(i);
                writers.Add(metadata.Read());
            }

            return writers;
        }
        finally
        {
            _components.FreeWriterMetadata();
        }
    }

    /// <inheritdoc/>
    public bool Supports(string volume) => _components.IsVolumeSupported(Guid.Empty, volume);

    /// <inheritdoc/>
    public Guid StartSet() => _components.StartSnapshotSet();

    /// <inheritdoc/>
    public Guid Add(string volume, Guid? provider) => _components.AddToSnapshotSet(volume, provider ?? Guid.Empty);

    /// <inheritdoc/>
    public void Prepare(CancellationToken cancellation) => Wait(_components.PrepareForBackup, cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<VssWriterState> GatherWriterStates(CancellationToken cancellation)
    {
        Wait(_components.GatherWriterStatus, cancellation);
        try
        {
            List<VssWriterState> states = [];
            int count = _components.GetWriterStatusCount();
            for (int i = 0; i < count; i++)
            {
                states.Add(_components.GetWriterStatus(i));
            }

            return states;
        }
        finally
        {
            _components.FreeWriterStatus();
        }
    }

    /// <inheritdoc/>
    public void MakeSnapshots(CancellationToken cancellation) => Wait(_components.DoSnapshotSet, cancellation);

    /// <inheritdoc/>
    public VssSnapshot Find(Guid snapshotId)
    {
        VssLayout.SnapshotProperties properties = _components.GetSnapshotProperties(snapshotId);
        return Take(&properties);
    }

    /// <inheritdoc/>
    public void Complete(CancellationToken cancellation) => Wait(_components.BackupComplete, cancellation);

    /// <inheritdoc/>
    public void Abort() => _components.AbortBackup();

    /// <inheritdoc/>
    public int DeleteSet(Guid setId) => _components.DeleteSnapshots(setId, BackupComponents.SnapshotSetObject);

    /// <inheritdoc/>
    public void Dispose() => _components.Dispose();

    /// <summary>Deletes one snapshot; how many went.</summary>
    internal int DeleteSnapshot(Guid snapshotId) => _components.DeleteSnapshots(snapshotId, BackupComponents.SnapshotObject);

    /// <summary>All snapshots that this session's context sees.</summary>
    internal List<VssSnapshot> ListSnapshots()
    {
        List<VssSnapshot> snapshots = [];
        using ObjectEnumerator? found = _components.Query(BackupComponents.SnapshotObject);
        while (found is not null && found.Next(out VssLayout.ObjectProperties properties))
        {
            snapshots.Add(Take(&properties.Snapshot));
        }

        return snapshots;
    }

    /// <summary>All registered providers.</summary>
    internal List<VssProviderInfo> ListProviders()
    {
        List<VssProviderInfo> providers = [];
        using ObjectEnumerator? found = _components.Query(BackupComponents.ProviderObject);
        while (found is not null && found.Next(out VssLayout.ObjectProperties properties))
        {
            VssLayout.ProviderProperties provider = properties.Provider;
            providers.Add(new VssProviderInfo(
                provider.ProviderId, VssText.TakeTaskString(provider.Name), provider.Kind, VssText.TakeTaskString(provider.Version)));
        }

        return providers;
    }

    private static void Wait(Func<VssAsyncOperation> begin, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using VssAsyncOperation operation = begin();
        operation.Complete(cancellation);
    }

    // Copies what is of interest and gives the strings back.
    private VssSnapshot Take(VssLayout.SnapshotProperties* properties)
    {
        VssSnapshot snapshot = new(
            properties->SnapshotId,
            properties->SetId,
            VssText.Read(properties->Volume),
            VssText.Read(properties->Device).TrimEnd('\\'),
            properties->ProviderId,
            FileTime(properties->Created),
            properties->Attributes,
            VssText.Read(properties->OriginatingMachine));
        _entry.FreeSnapshotProperties(properties);
        return snapshot;
    }

    private static DateTimeOffset FileTime(long time) =>
        time >= 0 && time <= DateTime.MaxValue.ToFileTimeUtc() ? new DateTimeOffset(DateTime.FromFileTimeUtc(time)) : DateTimeOffset.MinValue;
}
