using System.Runtime.InteropServices;
using Alphaleonis.Win32.Vss;
using SnapBack.Snapshots.Vss;
using VssException = SnapBack.Snapshots.Vss.VssException;

namespace SnapBack.AlphaVss;

/// <summary>
/// Finds the service's answer behind an exception of AlphaVSS. Its own exceptions carry no HRESULT, so that the kind of exception must tell; answers that it
/// has no kind for come as <see cref="COMException"/> with the number. Pure.
/// </summary>
internal static class AlphaVssFailure
{
    private const int COR_E_EXCEPTION = unchecked((int)0x80131500);

    /// <summary>The same failure as the port has it, or null for an exception that is none of the service's: a cancellation, a mistake of ours.</summary>
    public static VssException? Of(Exception failure, string step) => failure is VssDeleteSnapshotsFailedException { InnerException: { } inner }
        ? Of(inner, step)
        : ResultOf(failure) is { } result ? new VssException(result, step, failure) : null;

    private static int? ResultOf(Exception failure) => failure switch
    {
        VssSnapshotSetInProgressException => VssResult.VSS_E_SNAPSHOT_SET_IN_PROGRESS,
        VssFlushWritesTimeoutException => VssResult.VSS_E_FLUSH_WRITES_TIMEOUT,
        VssHoldWritesTimeoutException => VssResult.VSS_E_HOLD_WRITES_TIMEOUT,
        VssProviderVetoException => VssResult.VSS_E_PROVIDER_VETO,
        VssUnexpectedProviderErrorException => VssResult.VSS_E_UNEXPECTED_PROVIDER_ERROR,
        VssTransactionFreezeTimeoutException => VssResult.VSS_E_TRANSACTION_FREEZE_TIMEOUT,
        VssTransactionThawTimeoutException => VssResult.VSS_E_TRANSACTION_THAW_TIMEOUT,
        VssInsufficientStorageException => VssResult.VSS_E_INSUFFICIENT_STORAGE,
        VssMaximumNumberOfSnapshotsReachedException => VssResult.VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED,
        VssMaximumNumberOfVolumesReachedException => VssResult.VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED,
        VssMaximumDiffAreaAssociationsReachedException => VssResult.VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED,
        VssRebootRequiredException => VssResult.VSS_E_REBOOT_REQUIRED,
        VssRevertInProgressException => VssResult.VSS_E_REVERT_IN_PROGRESS,
        VssVolumeInUseException => VssResult.VSS_E_VOLUME_IN_USE,
        VssProviderNotRegisteredException => VssResult.VSS_E_PROVIDER_NOT_REGISTERED,
        VssLegacyProviderException => VssResult.VSS_E_LEGACY_PROVIDER,
        VssVolumeNotSupportedByProviderException => VssResult.VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER,
        VssVolumeNotSupportedException => VssResult.VSS_E_VOLUME_NOT_SUPPORTED,
        VssUnsupportedContextException => VssResult.VSS_E_UNSUPPORTED_CONTEXT,
        VssBadStateException => VssResult.VSS_E_BAD_STATE,
        VssObjectNotFoundException => VssResult.VSS_E_OBJECT_NOT_FOUND,
        VssObjectAlreadyExistsException => VssResult.VSS_E_OBJECT_ALREADY_EXISTS,
        VssInvalidXmlDocumentException => VssResult.VSS_E_INVALID_XML_DOCUMENT,
        VssUnexpectedWriterErrorException => VssResult.VSS_E_UNEXPECTED_WRITER_ERROR,
        VssOutOfResourcesWriterException => VssResult.VSS_E_WRITERERROR_OUTOFRESOURCES,
        VssTimeoutWriterException => VssResult.VSS_E_WRITERERROR_TIMEOUT,
        VssRetryableWriterException => VssResult.VSS_E_WRITERERROR_RETRYABLE,
        VssNonRetryableWriterException => VssResult.VSS_E_WRITERERROR_NONRETRYABLE,
        VssInconsistentSnapshotWriterException => VssResult.VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT,
        VssPartialFailureWriterException => VssResult.VSS_E_WRITERERROR_PARTIAL_FAILURE,
        VssWriterInfrastructureException => VssResult.VSS_E_WRITER_INFRASTRUCTURE,
        VssWriterNotRespondingException => VssResult.VSS_E_WRITER_NOT_RESPONDING,
        VssWriterStatusNotAvailableException => VssResult.VSS_E_WRITER_STATUS_NOT_AVAILABLE,
        VssUnexpectedErrorException => VssResult.VSS_E_UNEXPECTED,
        UnauthorizedAccessException => VssResult.E_ACCESSDENIED,
        ArgumentException => VssResult.E_INVALIDARG,
        NotImplementedException => VssResult.E_NOTIMPL,
        UnsupportedOperatingSystemException => VssResult.E_NOTIMPL,
        OutOfMemoryException => VssResult.E_OUTOFMEMORY,

        // "Operation is not complete": an answer of an operation that is neither finished nor cancelled.
        InvalidOperationException and not ObjectDisposedException => VssResult.E_UNEXPECTED,
        COMException known => known.ErrorCode,

        // A kind that came with a newer AlphaVSS, or one of those that are no VssException there.
        Alphaleonis.Win32.Vss.VssException or VssResyncInProgressException or VssSnapshotNotInSetException =>
            failure.HResult is COR_E_EXCEPTION or >= 0 ? VssResult.E_UNEXPECTED : failure.HResult,

        // What .NET makes of the number of a system error, such as a missing file.
        IOException or ExternalException => failure.HResult < 0 ? failure.HResult : VssResult.E_UNEXPECTED,
        _ => null,
    };
}
