using System.Collections.Frozen;

namespace SnapBack.Cli.Explaining;

/// <summary>
/// What the errors of Windows that a backup meets mean, and what to do. Numbers and names:
/// https://learn.microsoft.com/windows/win32/debug/system-error-codes.
/// </summary>
internal static class Win32ErrorText
{
    private const string Rights = "Run as administrator, or as a member of Backup Operators: then SnapBack reads past the access rules of files.";
    private const string Network = "Check cable, server and share: 'net use' shows the connections. SnapBack tries again by itself ('--retry', '--retry-wait').";
    private const string Snapshot = "Take a snapshot: '--snapshot require' reads files that are open or locked.";
    private const string Disk = "Check the disk: 'chkdsk X:' and the event log 'System', sources disk and Ntfs. Back up what can still be read first.";
    private const string Free = "Free some space, or take a larger disk.";

    private static readonly FrozenDictionary<int, (string Name, string Meaning, string Advice)> Known = new Dictionary<int, (string, string, string)>
    {
        [2] = ("ERROR_FILE_NOT_FOUND", "There is no such file.", "It was deleted or renamed meanwhile; if it is there, check how its name is written."),
        [3] = ("ERROR_PATH_NOT_FOUND", "A folder on the way does not exist.", "Check the path. Mapped drives do not exist in scheduled tasks and elevated windows: write \\\\server\\share."),
        [4] = ("ERROR_TOO_MANY_OPEN_FILES", "No more files can be opened.", "Run with fewer '--threads'."),
        [5] = ("ERROR_ACCESS_DENIED", "This account may not do that.", Rights),
        [8] = ("ERROR_NOT_ENOUGH_MEMORY", "There is no memory left.", "Close programs, then run again with fewer '--threads'."),
        [15] = ("ERROR_INVALID_DRIVE", "There is no such drive.", "Connect the disk. Mapped drives do not exist in scheduled tasks and elevated windows: write \\\\server\\share."),
        [19] = ("ERROR_WRITE_PROTECT", "The disk is write-protected.", "Take the protection away, or give another destination."),
        [21] = ("ERROR_NOT_READY", "The drive is not ready.", "Connect the disk, insert the medium, or unlock BitLocker ('manage-bde -status')."),
        [23] = ("ERROR_CRC", "What the disk returned is damaged.", Disk),
        [31] = ("ERROR_GEN_FAILURE", "A device does not work properly.", Disk),
        [32] = ("ERROR_SHARING_VIOLATION", "Another program holds the file so that nobody else may open it.", Snapshot),
        [33] = ("ERROR_LOCK_VIOLATION", "Another program has locked a part of the file.", Snapshot),
        [39] = ("ERROR_HANDLE_DISK_FULL", "The disk is full.", Free),
        [50] = ("ERROR_NOT_SUPPORTED", "The file system or the server can't do that.", "'snapback doctor JOBFILE' shows what the destination can hold."),
        [51] = ("ERROR_REM_NOT_LIST", "The other computer can't be reached.", Network),
        [53] = ("ERROR_BAD_NETPATH", "The network path was not found.", Network),
        [54] = ("ERROR_NETWORK_BUSY", "The network is busy.", Network),
        [55] = ("ERROR_DEV_NOT_EXIST", "The share or the device is not there any more.", Network),
        [59] = ("ERROR_UNEXP_NET_ERR", "The network failed in an unexpected way.", Network),
        [64] = ("ERROR_NETNAME_DELETED", "The connection to the share broke off.", Network),
        [65] = ("ERROR_NETWORK_ACCESS_DENIED", "The server refused the access.", "Check the rights of the account on the share and in its file system; a task that runs as SYSTEM has no account on other machines."),
        [67] = ("ERROR_BAD_NET_NAME", "There is no such share on that server.", "'net view \\\\server' lists its shares."),
        [80] = ("ERROR_FILE_EXISTS", "The file is there already.", "Something else writes to the destination; run again when it has ended."),
        [87] = ("ERROR_INVALID_PARAMETER", "The system was given something that it does not understand.", "If it comes again, report it with the log."),
        [112] = ("ERROR_DISK_FULL", "The disk is full.", Free),
        [121] = ("ERROR_SEM_TIMEOUT", "A device or the network did not answer in time.", Network),
        [123] = ("ERROR_INVALID_NAME", "The name can't exist there.", "The destination's file system does not allow a character of it; robocopy gives this number for device paths of snapshots as well."),
        [145] = ("ERROR_DIR_NOT_EMPTY", "The folder is not empty.", "Something wrote into it meanwhile; the next run looks again."),
        [170] = ("ERROR_BUSY", "It is in use.", "Run again later."),
        [183] = ("ERROR_ALREADY_EXISTS", "It is there already.", "Something else writes to the destination; run again when it has ended."),
        [206] = ("ERROR_FILENAME_EXCED_RANGE", "The name or the path is too long for the destination.", "Shorten it, or give a destination with a shorter path."),
        [223] = ("ERROR_FILE_TOO_LARGE", "The file is larger than the destination's file system allows.", "FAT32 ends at 4 GB: format the disk as NTFS or exFAT."),
        [225] = ("ERROR_VIRUS_INFECTED", "The virus scanner holds the file for infected.", "Look at the scanner's quarantine."),
        [267] = ("ERROR_DIRECTORY", "It is no folder.", "It was replaced by a file meanwhile; the next run looks again."),
        [303] = ("ERROR_DELETE_PENDING", "The file is being deleted and still open somewhere.", "It vanishes when the last program closes it; run again later."),
        [362] = ("ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING", "The file lies in a cloud, and the program that fetches it does not run.", "Start OneDrive or its like in the account that the backup runs as, or make the files always available on this device."),
        [433] = ("ERROR_NO_SUCH_DEVICE", "The device is gone; in a snapshot: the snapshot is gone.", "Look in the event log 'System', source volsnap, why; 'vssadmin list shadowstorage' shows the room for snapshots."),
        [1117] = ("ERROR_IO_DEVICE", "The device failed.", Disk),
        [1167] = ("ERROR_DEVICE_NOT_CONNECTED", "The device was disconnected.", "Connect it again, then run again: SnapBack goes on where it stopped."),
        [1219] = ("ERROR_SESSION_CREDENTIAL_CONFLICT", "There is a connection to that server as another user already.", "'net use' shows it, 'net use \\\\server\\share /delete' ends it."),
        [1223] = ("ERROR_CANCELLED", "It was cancelled.", "Run again."),
        [1295] = ("ERROR_DISK_QUOTA_EXCEEDED", "The quota of this account on that disk is used up.", "Raise the quota, or free some space."),
        [1300] = ("ERROR_NOT_ALL_ASSIGNED", "A privilege that was asked for is not in this account's token.", Rights),
        [1307] = ("ERROR_INVALID_OWNER", "This account may not make that one the owner of a file.", "The privilege SeRestorePrivilege must hold at the server that has the files."),
        [1314] = ("ERROR_PRIVILEGE_NOT_HELD", "The account lacks a privilege.", Rights),
        [1326] = ("ERROR_LOGON_FAILURE", "User name or password are wrong.", "Enter them anew; for a scheduled task, in the task."),
        [1392] = ("ERROR_FILE_CORRUPT", "The file or folder is damaged.", Disk),
        [1450] = ("ERROR_NO_SYSTEM_RESOURCES", "Windows has no resources left for that.", "Run with fewer '--threads'."),
        [1453] = ("ERROR_WORKING_SET_QUOTA", "Windows has no resources left for that.", "Run with fewer '--threads'."),
        [1460] = ("ERROR_TIMEOUT", "It took too long.", "Run again; '--vss-timeout' gives snapshots more time."),
        [1617] = ("ERROR_DEVICE_REMOVED", "The device was removed.", "Connect it again, then run again."),
        [1920] = ("ERROR_CANT_ACCESS_FILE", "The system can't open this kind of file.", "Often a link of a store app or of another system; it can be left out with '--exclude-file'."),
        [4390] = ("ERROR_NOT_A_REPARSE_POINT", "It is no link.", "It was replaced meanwhile; the next run looks again."),
    }.ToFrozenDictionary();

    /// <summary>Name, meaning and advice; null for an error that is not in the table.</summary>
    public static (string Name, string Meaning, string Advice)? Find(int code) => Known.TryGetValue(code, out (string, string, string) text) ? text : null;

    /// <summary>The number of an error of that name; null when there is none.</summary>
    public static int? Find(string name) => Known.FirstOrDefault(known => string.Equals(known.Value.Name, name, StringComparison.OrdinalIgnoreCase)) is { Key: > 0 } found ? found.Key : null;
}
