using System.Collections.Frozen;
using System.Globalization;
using static SnapBack.Snapshots.Vss.VssFailureClass;
using static SnapBack.Snapshots.Vss.VssResult;

namespace SnapBack.Snapshots.Vss;

/// <summary>
/// The one table that says what an answer of the shadow copy service means and what follows from it. Pure. The meanings follow
/// https://learn.microsoft.com/windows/win32/vss/volume-shadow-copy-api-return-values.
/// </summary>
public static class VssFailures
{
    private const string ListWriters = "'vssadmin list writers' (as administrator) shows how each writer fares; restarting the program or service behind a failed one mostly helps.";
    private const string EventLog = "The event log 'Application', sources VSS and volsnap, has the details.";
    private const string BusyDisk = "The disk was too busy. If this comes again, start the backup at a quieter time; 'resmon' shows who writes.";

    private static readonly FrozenDictionary<int, VssFailure> Known = Table().ToFrozenDictionary(failure => failure.Result);

    /// <summary>All answers that have a meaning of their own.</summary>
    public static IEnumerable<VssFailure> All => Known.Values.OrderBy(failure => unchecked((uint)failure.Result));

    /// <summary>What an answer means. An unknown one is taken for something that may pass.</summary>
    public static VssFailure Of(int result) => Known.GetValueOrDefault(result) ?? Unknown(result);

    /// <summary>The answer of that name, such as <c>VSS_E_PROVIDER_VETO</c>, or null.</summary>
    public static VssFailure? Find(string name) => Known.Values.FirstOrDefault(failure => string.Equals(failure.Name, name, StringComparison.OrdinalIgnoreCase));

    private static VssFailure Unknown(int result) => new(
        result, string.Create(CultureInfo.InvariantCulture, $"0x{result:X8}"), Transient, "The shadow copy service failed for a reason that this program does not know.", EventLog);

    private static VssFailure[] Table() =>
    [
        new(VSS_E_SNAPSHOT_SET_IN_PROGRESS, nameof(VSS_E_SNAPSHOT_SET_IN_PROGRESS), Queue,
            "Another program is just making a snapshot, and Windows makes one set at a time.",
            "Start the backups at different times. If nothing else runs, a program died half-way: restart the service with 'net stop vss' and run again."),

        new(VSS_E_FLUSH_WRITES_TIMEOUT, nameof(VSS_E_FLUSH_WRITES_TIMEOUT), Transient,
            "What waited to be written did not reach the disk in time.", BusyDisk),
        new(VSS_E_HOLD_WRITES_TIMEOUT, nameof(VSS_E_HOLD_WRITES_TIMEOUT), Transient,
            "Writing could not be held back for as long as the snapshot took.", BusyDisk),
        new(VSS_E_PROVIDER_VETO, nameof(VSS_E_PROVIDER_VETO), Transient,
            "The snapshot provider refused.", $"'vssadmin list providers' shows who provides; a third-party one may claim the volume. {EventLog}"),
        new(VSS_E_UNEXPECTED_PROVIDER_ERROR, nameof(VSS_E_UNEXPECTED_PROVIDER_ERROR), Transient,
            "The snapshot provider failed.", $"'vssadmin list providers' shows who provides. {EventLog}"),
        new(VSS_E_PROVIDER_IN_USE, nameof(VSS_E_PROVIDER_IN_USE), Transient,
            "The snapshot provider is busy.", "Run again later; 'vssadmin list providers' shows who provides."),
        new(VSS_E_TRANSACTION_FREEZE_TIMEOUT, nameof(VSS_E_TRANSACTION_FREEZE_TIMEOUT), Transient,
            "Transactions of the file system did not pause in time.", BusyDisk),
        new(VSS_E_TRANSACTION_THAW_TIMEOUT, nameof(VSS_E_TRANSACTION_THAW_TIMEOUT), Transient,
            "Transactions of the file system did not go on in time.", BusyDisk),
        new(VSS_E_CLUSTER_TIMEOUT, nameof(VSS_E_CLUSTER_TIMEOUT), Transient,
            "The cluster did not answer in time.", "Look at the cluster's health ('Get-ClusterNode'), then run again."),
        new(VSS_E_FSS_TIMEOUT, nameof(VSS_E_FSS_TIMEOUT), Transient,
            "A file server did not answer in time.", "Run again later."),
        new(VSS_E_WRITERERROR_OUTOFRESOURCES, nameof(VSS_E_WRITERERROR_OUTOFRESOURCES), Transient,
            "A writer had no memory or another resource left.", ListWriters),
        new(VSS_E_WRITERERROR_TIMEOUT, nameof(VSS_E_WRITERERROR_TIMEOUT), Transient,
            "A writer was held for longer than it can wait.", ListWriters),
        new(VSS_E_WRITERERROR_RETRYABLE, nameof(VSS_E_WRITERERROR_RETRYABLE), Transient,
            "A writer failed and may succeed when it is asked again.", ListWriters),
        new(VSS_E_UNEXPECTED, nameof(VSS_E_UNEXPECTED), Transient,
            "The shadow copy service met something unexpected.", $"{EventLog} A 32-bit program on 64-bit Windows gives this answer as well."),
        new(E_UNEXPECTED, nameof(E_UNEXPECTED), Transient, "The shadow copy service met something unexpected.", EventLog),
        new(E_FAIL, nameof(E_FAIL), Transient, "The shadow copy service failed and gave no reason.", EventLog),
        new(E_OUTOFMEMORY, nameof(E_OUTOFMEMORY), Transient, "There is no memory left.", "Close programs, then run again."),
        new(TimedOut, "ERROR_TIMEOUT", Transient,
            "The shadow copy service did not answer in time.", $"Restart it with 'net stop vss', then run again; '--vss-timeout' gives it more time. {EventLog}"),
        new(ServerUnavailable, "RPC_S_SERVER_UNAVAILABLE", Transient,
            "The shadow copy service can't be reached.", $"'sc query vss' shows whether it runs; it starts by itself when it is asked for. {EventLog}"),
        new(CallFailed, "RPC_S_CALL_FAILED", Transient,
            "The shadow copy service died while it was asked.", EventLog),

        new(VSS_E_WRITER_INFRASTRUCTURE, nameof(VSS_E_WRITER_INFRASTRUCTURE), WithoutWriters,
            "The writers can't be reached.", $"Check that the services 'COM+ Event System' and 'Volume Shadow Copy' may start ('sc qc eventsystem', 'sc qc vss'). {ListWriters}"),
        new(VSS_E_WRITER_NOT_RESPONDING, nameof(VSS_E_WRITER_NOT_RESPONDING), WithoutWriters,
            "A writer does not answer.", ListWriters),
        new(VSS_E_UNEXPECTED_WRITER_ERROR, nameof(VSS_E_UNEXPECTED_WRITER_ERROR), WithoutWriters,
            "A writer failed in an unexpected way.", ListWriters),
        new(VSS_E_WRITER_ALREADY_SUBSCRIBED, nameof(VSS_E_WRITER_ALREADY_SUBSCRIBED), WithoutWriters,
            "A writer signed up twice.", ListWriters),
        new(VSS_E_CORRUPT_XML_DOCUMENT, nameof(VSS_E_CORRUPT_XML_DOCUMENT), WithoutWriters,
            "A writer's description of its files is damaged.", ListWriters),
        new(VSS_E_INVALID_XML_DOCUMENT, nameof(VSS_E_INVALID_XML_DOCUMENT), WithoutWriters,
            "A writer's description of its files is wrong.", ListWriters),
        new(VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT, nameof(VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT), WithoutWriters,
            "A writer says that the snapshot does not hold all of its files for one moment.", "Its program has files on a volume that is not in the set: add that volume to the job. " + ListWriters),
        new(VSS_E_WRITERERROR_NONRETRYABLE, nameof(VSS_E_WRITERERROR_NONRETRYABLE), WithoutWriters,
            "A writer failed and would fail again.", ListWriters),
        new(VSS_E_WRITERERROR_RECOVERY_FAILED, nameof(VSS_E_WRITERERROR_RECOVERY_FAILED), WithoutWriters,
            "A writer could not bring its files in the snapshot in order.", ListWriters),
        new(VSS_E_WRITERERROR_PARTIAL_FAILURE, nameof(VSS_E_WRITERERROR_PARTIAL_FAILURE), WithoutWriters,
            "A writer could take care of a part of its files only.", ListWriters),
        new(VSS_E_WRITER_STATUS_NOT_AVAILABLE, nameof(VSS_E_WRITER_STATUS_NOT_AVAILABLE), WithoutWriters,
            "A writer did not tell how it fares.", ListWriters),

        new(VSS_E_INSUFFICIENT_STORAGE, nameof(VSS_E_INSUFFICIENT_STORAGE), Operator,
            "There is no room for what changes while the snapshot lives.",
            "'vssadmin list shadowstorage' shows the room, 'vssadmin resize shadowstorage /for=D: /on=D: /maxsize=10%' makes more; or free some space on the volume."),
        new(VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED, nameof(VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED), Operator,
            "The volume has as many snapshots as Windows allows.", "'vssadmin list shadows' lists them, 'vssadmin delete shadows /for=D: /oldest' deletes the oldest one."),
        new(VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED, nameof(VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED), Operator,
            "One set holds 64 volumes at most.", "Split the job in two."),
        new(VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED, nameof(VSS_E_MAXIMUM_DIFFAREA_ASSOCIATIONS_REACHED), Operator,
            "The place for what changes can't be set up on that volume.", "'vssadmin list shadowstorage' shows where it lies; remove one with 'vssadmin delete shadowstorage'."),
        new(VSS_E_REBOOT_REQUIRED, nameof(VSS_E_REBOOT_REQUIRED), Operator,
            "Windows must be restarted before it can make snapshots again.", "Restart the machine, then run again."),
        new(VSS_E_VOLUME_IN_USE, nameof(VSS_E_VOLUME_IN_USE), Operator,
            "The volume is in use by something that allows no snapshot.", $"Let 'chkdsk', a resize or a restore end first, then run again. {EventLog}"),
        new(VSS_E_REVERT_IN_PROGRESS, nameof(VSS_E_REVERT_IN_PROGRESS), Operator,
            "A volume is just being set back to an earlier snapshot.", "Wait until that has ended, then run again."),
        new(VSS_E_PROVIDER_NOT_REGISTERED, nameof(VSS_E_PROVIDER_NOT_REGISTERED), Operator,
            "The snapshot provider is not installed.", "'vssadmin list providers' lists those that are; if Microsoft's own is missing, 'sfc /scannow' repairs Windows."),
        new(VSS_E_LEGACY_PROVIDER, nameof(VSS_E_LEGACY_PROVIDER), Operator,
            "The snapshot provider is too old.", "'vssadmin list providers' shows its version; update it."),
        new(ServiceDisabled, "ERROR_SERVICE_DISABLED", Operator,
            "The shadow copy service is disabled.", "Allow it to start with 'sc config vss start= demand', and 'sc config swprv start= demand'."),
        new(REGDB_E_CLASSNOTREG, nameof(REGDB_E_CLASSNOTREG), Operator,
            "The shadow copy service is not installed properly.", "'sfc /scannow' repairs Windows. A 32-bit program on 64-bit Windows gives this answer as well."),

        new(VSS_E_VOLUME_NOT_SUPPORTED, nameof(VSS_E_VOLUME_NOT_SUPPORTED), Capability,
            "Windows makes no snapshots of this volume: its file system is not NTFS or ReFS, or its driver does not take part.", "Read it live with '--snapshot prefer', or move the data to an NTFS volume."),
        new(VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER, nameof(VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER), Capability,
            "The snapshot provider can't take this volume.", "'vssadmin list volumes' lists the volumes that can be taken."),
        new(VSS_E_NESTED_VOLUME_LIMIT, nameof(VSS_E_NESTED_VOLUME_LIMIT), Capability,
            "The volume lies in a virtual disk that lies in another one; Windows makes no snapshots that deep.", "Back up the outer volume instead, with the virtual disk's file."),
        new(VSS_E_VOLUME_NOT_LOCAL, nameof(VSS_E_VOLUME_NOT_LOCAL), Capability,
            "The volume belongs to another machine.", "Run the backup on that machine."),
        new(VSS_E_NOT_SUPPORTED, nameof(VSS_E_NOT_SUPPORTED), Capability,
            "This is not supported here.", "'vssadmin list volumes' lists the volumes that can be taken."),
        new(VSS_E_UNSUPPORTED_CONTEXT, nameof(VSS_E_UNSUPPORTED_CONTEXT), Capability,
            "This Windows or this provider does not make this kind of snapshot.", "'vssadmin list providers' shows who provides."),
        new(E_NOTIMPL, nameof(E_NOTIMPL), Capability,
            "This system has no working shadow copy service.", "Read live with '--snapshot prefer'."),

        new(E_ACCESSDENIED, nameof(E_ACCESSDENIED), Rights,
            "This account may not make snapshots.", "Run as administrator ('Run as administrator', or a task with highest privileges), or as a member of Backup Operators."),

        new(VSS_E_BAD_STATE, nameof(VSS_E_BAD_STATE), OwnMistake,
            "The shadow copy service was asked at the wrong moment.", $"This is a mistake of the program that asked: report it, with the log. {EventLog}"),
        new(VSS_E_OBJECT_NOT_FOUND, nameof(VSS_E_OBJECT_NOT_FOUND), OwnMistake,
            "There is no such volume or snapshot; a snapshot that was there has been deleted or dropped.", "'vssadmin list shadows' lists what there is. If a snapshot vanished, the event log 'System', source volsnap, says why."),
        new(VSS_E_OBJECT_ALREADY_EXISTS, nameof(VSS_E_OBJECT_ALREADY_EXISTS), OwnMistake,
            "The volume is in the set already.", "This is a mistake of the program that asked: report it, with the log."),
        new(E_INVALIDARG, nameof(E_INVALIDARG), OwnMistake,
            "The shadow copy service was given something that it does not understand.", "This is a mistake of the program that asked: report it, with the log."),
    ];
}
