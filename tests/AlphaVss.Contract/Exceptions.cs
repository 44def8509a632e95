namespace Alphaleonis.Win32.Vss;

public abstract class VssException : Exception
{
    protected VssException()
    {
    }

    protected VssException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public abstract class VssWriterException : VssException;

public sealed class UnsupportedOperatingSystemException(string message) : NotSupportedException(message);

public sealed class VssDeleteSnapshotsFailedException(int deletedSnapshotsCount, Guid nonDeletedSnapshotId, Exception innerException)
    : VssException("The snapshots could not be deleted.", innerException)
{
    public int DeletedSnapshotsCount { get; } = deletedSnapshotsCount;

    public Guid NonDeletedSnapshotId { get; } = nonDeletedSnapshotId;
}

public class VssResyncInProgressException : Exception;

public class VssSnapshotNotInSetException : Exception;

public class VssBadStateException : VssException;

public class VssCannotRevertDiskIdException : VssException;

public class VssFlushWritesTimeoutException : VssException;

public class VssHoldWritesTimeoutException : VssException;

public class VssInsufficientStorageException : VssException;

public class VssInvalidXmlDocumentException : VssException;

public class VssLegacyProviderException : VssException;

public class VssMaximumDiffAreaAssociationsReachedException : VssException;

public class VssMaximumNumberOfSnapshotsReachedException : VssException;

public class VssMaximumNumberOfVolumesReachedException : VssException;

public class VssObjectAlreadyExistsException : VssException;

public class VssObjectNotFoundException : VssException;

public class VssProviderNotRegisteredException : VssException;

public class VssProviderVetoException : VssException;

public class VssRebootRequiredException : VssException;

public class VssRevertInProgressException : VssException;

public class VssSnapshotSetInProgressException : VssException;

public class VssTransactionFreezeTimeoutException : VssException;

public class VssTransactionThawTimeoutException : VssException;

public class VssUnexpectedErrorException : VssException;

public class VssUnexpectedProviderErrorException : VssException;

public class VssUnexpectedWriterErrorException : VssException;

public class VssUnselectedVolumeException : VssException;

public class VssUnsupportedContextException : VssException;

public class VssVolumeInUseException : VssException;

public class VssVolumeNotSupportedByProviderException : VssException;

public class VssVolumeNotSupportedException : VssException;

public class VssInconsistentSnapshotWriterException : VssWriterException;

public class VssNonRetryableWriterException : VssWriterException;

public class VssPartialFailureWriterException : VssWriterException;

public class VssRetryableWriterException : VssWriterException;

public class VssTimeoutWriterException : VssRetryableWriterException;

public class VssWriterInfrastructureException : VssWriterException;

public class VssWriterNotRespondingException : VssWriterException;

public class VssWriterStatusNotAvailableException : VssWriterException;

public class VssOutOfResourcesWriterException : VssRetryableWriterException;
