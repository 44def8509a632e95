namespace SnapBack.Snapshots.Vss;

/// <summary>
/// Answers of the shadow copy service that this program decides by, in the service's spelling. Sources: vss.h, and
/// https://learn.microsoft.com/windows/win32/api/vsbackup/nf-vsbackup-ivssbackupcomponents-dosnapshotset.
/// </summary>
public static class VssResult
{
    /// <summary>An operation of the service was cancelled; a success code.</summary>
    public const int VSS_S_ASYNC_CANCELLED = 0x0004230B;

    /// <summary>The call came at the wrong time.</summary>
    public const int VSS_E_BAD_STATE = unchecked((int)0x80042301);

    /// <summary>Something that the service itself did not expect.</summary>
    public const int VSS_E_UNEXPECTED = unchecked((int)0x80042302);

    /// <summary>There is no such provider.</summary>
    public const int VSS_E_PROVIDER_NOT_REGISTERED = unchecked((int)0x80042304);

    /// <summary>The provider refused.</summary>
    public const int VSS_E_PROVIDER_VETO = unchecked((int)0x80042306);

    /// <summary>The provider is busy.</summary>
    public const int VSS_E_PROVIDER_IN_USE = unchecked((int)0x80042307);

    /// <summary>There is no such volume, snapshot or set.</summary>
    public const int VSS_E_OBJECT_NOT_FOUND = unchecked((int)0x80042308);

    /// <summary>No provider can take a snapshot of the volume.</summary>
    public const int VSS_E_VOLUME_NOT_SUPPORTED = unchecked((int)0x8004230C);

    /// <summary>It is in the set already.</summary>
    public const int VSS_E_OBJECT_ALREADY_EXISTS = unchecked((int)0x8004230D);

    /// <summary>The provider that was asked for can't take a snapshot of the volume.</summary>
    public const int VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER = unchecked((int)0x8004230E);

    /// <summary>The provider failed.</summary>
    public const int VSS_E_UNEXPECTED_PROVIDER_ERROR = unchecked((int)0x8004230F);

    /// <summary>A document of a writer is damaged.</summary>
    public const int VSS_E_CORRUPT_XML_DOCUMENT = unchecked((int)0x80042310);

    /// <summary>A document of a writer is wrong.</summary>
    public const int VSS_E_INVALID_XML_DOCUMENT = unchecked((int)0x80042311);

    /// <summary>A set holds no more volumes.</summary>
    public const int VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED = unchecked((int)0x80042312);

    /// <summary>Waiting writes could not be brought to the disk in time.</summary>
    public const int VSS_E_FLUSH_WRITES_TIMEOUT = unchecked((int)0x80042313);

    /// <summary>Writes could not be held back long enough.</summary>
    public const int VSS_E_HOLD_WRITES_TIMEOUT = unchecked((int)0x80042314);

    /// <summary>A writer failed in a way that it has no code for.</summary>
    public const int VSS_E_UNEXPECTED_WRITER_ERROR = unchecked((int)0x80042315);

    /// <summary>Another set is being made on this machine.</summary>
    public const int VSS_E_SNAPSHOT_SET_IN_PROGRESS = unchecked((int)0x80042316);

    /// <summary>The volume has as many snapshots as it can have.</summary>
    public const int VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED = unchecked((int)0x80042317);

    /// <summary>Writers can't be reached.</summary>
    public const int VSS_E_WRITER_INFRASTRUCTURE = unchecked((int)0x80042318);

    /// <summary>A writer does not answer.</summary>
    public const int VSS_E_WRITER_NOT_RESPONDING = unchecked((int)0x80042319);

    /// <summary>A writer subscribed twice.</summary>
    public const int VSS_E_WRITER_ALREADY_SUBSCRIBED = unchecked((int)0x8004231A);

    /// <summary>This Windows or provider does not make this kind of snapshot.</summary>
    public const int VSS_E_UNSUPPORTED_CONTEXT = unchecked((int)0x8004231B);

    /// <summary>The volume is in use.</summary>
    public const int VSS_E_VOLUME_IN_USE = unchecked((int)0x8004231D);

    /// <summary>The volume's area for changes can't be set up.</summary>
    public const int VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED = unchecked((int)0x8004231E);

    /// <summary>There is no room for the changes.</summary>
    public const int VSS_E_INSUFFICIENT_STORAGE = unchecked((int)0x8004231F);

    /// <summary>A volume is being set back to a snapshot.</summary>
    public const int VSS_E_REVERT_IN_PROGRESS = unchecked((int)0x80042325);

    /// <summary>Windows must start anew first.</summary>
    public const int VSS_E_REBOOT_REQUIRED = unchecked((int)0x80042327);

    /// <summary>Transactions of the file system did not pause in time.</summary>
    public const int VSS_E_TRANSACTION_FREEZE_TIMEOUT = unchecked((int)0x80042328);

    /// <summary>Transactions of the file system did not go on in time.</summary>
    public const int VSS_E_TRANSACTION_THAW_TIMEOUT = unchecked((int)0x80042329);

    /// <summary>A virtual disk in a virtual disk, too deep for a snapshot.</summary>
    public const int VSS_E_NESTED_VOLUME_LIMIT = unchecked((int)0x8004232C);

    /// <summary>The volume belongs to another machine.</summary>
    public const int VSS_E_VOLUME_NOT_LOCAL = unchecked((int)0x8004232D);

    /// <summary>The cluster did not answer in time.</summary>
    public const int VSS_E_CLUSTER_TIMEOUT = unchecked((int)0x8004232E);

    /// <summary>The call is not supported here.</summary>
    public const int VSS_E_NOT_SUPPORTED = unchecked((int)0x8004232F);

    /// <summary>A writer could do a part only.</summary>
    public const int VSS_E_WRITERERROR_PARTIAL_FAILURE = unchecked((int)0x80042336);

    /// <summary>A writer: what is in the snapshot does not fit together.</summary>
    public const int VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT = unchecked((int)0x800423F0);

    /// <summary>A writer: no memory or another resource left.</summary>
    public const int VSS_E_WRITERERROR_OUTOFRESOURCES = unchecked((int)0x800423F1);

    /// <summary>A writer: the time between freeze and thaw was too long.</summary>
    public const int VSS_E_WRITERERROR_TIMEOUT = unchecked((int)0x800423F2);

    /// <summary>A writer: failed, and may succeed when asked again.</summary>
    public const int VSS_E_WRITERERROR_RETRYABLE = unchecked((int)0x800423F3);

    /// <summary>A writer: failed, and will fail again.</summary>
    public const int VSS_E_WRITERERROR_NONRETRYABLE = unchecked((int)0x800423F4);

    /// <summary>A writer: the snapshot's content could not be brought in order.</summary>
    public const int VSS_E_WRITERERROR_RECOVERY_FAILED = unchecked((int)0x800423F5);

    /// <summary>The provider is too old for this.</summary>
    public const int VSS_E_LEGACY_PROVIDER = unchecked((int)0x800423F7);

    /// <summary>A writer did not tell how it fares.</summary>
    public const int VSS_E_WRITER_STATUS_NOT_AVAILABLE = unchecked((int)0x80042409);

    /// <summary>The file server on the other side did not answer in time.</summary>
    public const int VSS_E_FSS_TIMEOUT = unchecked((int)0x80042417);

    /// <summary>Not implemented.</summary>
    public const int E_NOTIMPL = unchecked((int)0x80004001);

    /// <summary>An unexpected failure.</summary>
    public const int E_UNEXPECTED = unchecked((int)0x8000FFFF);

    /// <summary>A failure without a reason.</summary>
    public const int E_FAIL = unchecked((int)0x80004005);

    /// <summary>Rights are missing.</summary>
    public const int E_ACCESSDENIED = unchecked((int)0x80070005);

    /// <summary>No memory left.</summary>
    public const int E_OUTOFMEMORY = unchecked((int)0x8007000E);

    /// <summary>An argument is wrong.</summary>
    public const int E_INVALIDARG = unchecked((int)0x80070057);

    /// <summary>COM knows no such class.</summary>
    public const int REGDB_E_CLASSNOTREG = unchecked((int)0x80040154);

    /// <summary>COM's security was set up before; it can't be changed any more.</summary>
    public const int RPC_E_TOO_LATE = unchecked((int)0x80010119);

    /// <summary>HRESULT_FROM_WIN32(ERROR_TIMEOUT): our own answer for a step that took longer than its limit.</summary>
    public const int TimedOut = unchecked((int)0x800705B4);

    /// <summary>HRESULT_FROM_WIN32(ERROR_SERVICE_DISABLED).</summary>
    public const int ServiceDisabled = unchecked((int)0x80070422);

    /// <summary>HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE).</summary>
    public const int ServerUnavailable = unchecked((int)0x800706BA);

    /// <summary>HRESULT_FROM_WIN32(RPC_S_CALL_FAILED).</summary>
    public const int CallFailed = unchecked((int)0x800706BE);
}
