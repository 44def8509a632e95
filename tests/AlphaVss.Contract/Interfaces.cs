namespace Alphaleonis.Win32.Vss;

public interface IVssFactoryProvider
{
    IVssFactory GetVssFactory();
}

public interface IVssFactory
{
    IVssBackupComponents CreateVssBackupComponents();

    IVssSnapshotManagement CreateVssSnapshotManagement();
}

public interface IVssBackupComponents : IDisposable
{
    IList<IVssExamineWriterMetadata> WriterMetadata { get; }

    IList<VssWriterStatusInfo> WriterStatus { get; }

    void InitializeForBackup(string? xml);

    void SetContext(VssSnapshotContext context);

    void DisableWriterClasses(params Guid[] writerClassIds);

    void SetBackupState(bool selectComponents, bool backupBootableSystemState, VssBackupType backupType, bool partialFileSupport);

    Task GatherWriterMetadataAsync(CancellationToken cancellationToken = default);

    void FreeWriterMetadata();

    bool IsVolumeSupported(string volumeName);

    Guid StartSnapshotSet();

    Guid AddToSnapshotSet(string volumeName);

    Guid AddToSnapshotSet(string volumeName, Guid providerId);

    Task PrepareForBackupAsync(CancellationToken cancellationToken = default);

    Task GatherWriterStatusAsync(CancellationToken cancellationToken = default);

    void FreeWriterStatus();

    Task DoSnapshotSetAsync(CancellationToken cancellationToken = default);

    VssSnapshotProperties GetSnapshotProperties(Guid snapshotId);

    Task BackupCompleteAsync(CancellationToken cancellationToken = default);

    void AbortBackup();

    int DeleteSnapshotSet(Guid snapshotSetId, bool forceDelete);

    void DeleteSnapshot(Guid snapshotId, bool forceDelete);

    IEnumerable<VssSnapshotProperties> QuerySnapshots();

    IEnumerable<VssProviderProperties> QueryProviders();
}

public interface IVssExamineWriterMetadata : IDisposable
{
    Guid WriterId { get; }

    Guid InstanceId { get; }

    string WriterName { get; }

    IList<VssWMFileDescriptor> ExcludeFiles { get; }

    IList<VssWMFileDescriptor> ExcludeFromSnapshotFiles { get; }
}

public interface IVssSnapshotManagement
{
    IVssDifferentialSoftwareSnapshotManagement GetDifferentialSoftwareSnapshotManagementInterface();
}

public interface IVssDifferentialSoftwareSnapshotManagement
{
    IList<VssDiffAreaProperties> QueryDiffAreasForVolume(string volumeName);
}
