namespace Alphaleonis.Win32.Vss;

public class VssFactoryProvider : IVssFactoryProvider
{
    public static readonly IVssFactoryProvider Default = new VssFactoryProvider();

    public IVssFactory GetVssFactory() => throw new FileNotFoundException("This is the statement of AlphaVSS, not AlphaVSS.");
}

public class VssSnapshotProperties(
    Guid snapshotId,
    Guid snapshotSetId,
    long snapshotCount,
    string snapshotDeviceObject,
    string originalVolumeName,
    string originatingMachine,
    string serviceMachine,
    string exposedName,
    string exposedPath,
    Guid providerId,
    VssVolumeSnapshotAttributes snapshotAttributes,
    DateTime creationTimestamp,
    VssSnapshotState snapshotState)
{
    public Guid SnapshotId { get; } = snapshotId;

    public Guid SnapshotSetId { get; } = snapshotSetId;

    public long SnapshotsCount { get; } = snapshotCount;

    public string SnapshotDeviceObject { get; } = snapshotDeviceObject;

    public string OriginalVolumeName { get; } = originalVolumeName;

    public string OriginatingMachine { get; } = originatingMachine;

    public string ServiceMachine { get; } = serviceMachine;

    public string ExposedName { get; } = exposedName;

    public string ExposedPath { get; } = exposedPath;

    public Guid ProviderId { get; } = providerId;

    public VssVolumeSnapshotAttributes SnapshotAttributes { get; } = snapshotAttributes;

    public DateTime CreationTimestamp { get; } = creationTimestamp;

    public VssSnapshotState Status { get; } = snapshotState;
}

public class VssWriterStatusInfo(
    Guid instanceId, Guid writerClassId, string writerName, VssWriterState state, VssError failure, int? applicationErrorCode, string? applicationErrorMessage)
{
    public Guid InstanceId { get; } = instanceId;

    public Guid ClassId { get; } = writerClassId;

    public string Name { get; } = writerName;

    public VssWriterState State { get; } = state;

    public VssError Failure { get; } = failure;

    public int? ApplicationErrorCode { get; } = applicationErrorCode;

    public string? ApplicationErrorMessage { get; } = applicationErrorMessage;
}

public class VssWMFileDescriptor(string? alternateLocation, VssFileSpecificationBackupType backupTypeMask, string fileSpecification, string path, bool isRecursive)
{
    public string? AlternateLocation { get; } = alternateLocation;

    public VssFileSpecificationBackupType BackupTypeMask { get; } = backupTypeMask;

    public string FileSpecification { get; } = fileSpecification;

    public string Path { get; } = path;

    public bool IsRecursive { get; } = isRecursive;
}

public class VssDiffAreaProperties(string volumeName, string diffAreaVolumeName, long maximumDiffSpace, long allocatedDiffSpace, long usedDiffSpace)
{
    public string VolumeName { get; } = volumeName;

    public string DiffAreaVolumeName { get; } = diffAreaVolumeName;

    public long MaximumDiffSpace { get; } = maximumDiffSpace;

    public long AllocatedDiffSpace { get; } = allocatedDiffSpace;

    public long UsedDiffSpace { get; } = usedDiffSpace;
}

public class VssProviderProperties(Guid providerId, string providerName, VssProviderType providerType, string providerVersion, Guid providerVersionId, Guid classId)
{
    public Guid ProviderId { get; } = providerId;

    public string ProviderName { get; } = providerName;

    public VssProviderType ProviderType { get; } = providerType;

    public string ProviderVersion { get; } = providerVersion;

    public Guid ProviderVersionId { get; } = providerVersionId;

    public Guid ClassId { get; } = classId;
}
