namespace SnapBack.Errors;

/// <summary>
/// Stable codes of everything that ends a run, printed as <c>SBnnnn</c>. A number is never reused. Each has a heading in
/// <c>docs/errors.md</c>; a test compares the two lists.
/// </summary>
public enum ErrorCode
{
    /// <summary>The command line can't be understood.</summary>
    Usage = 1001,

    /// <summary>The job file can't be read.</summary>
    JobFileUnreadable = 1002,

    /// <summary>The job file is not valid JSON.</summary>
    JobFileSyntax = 1003,

    /// <summary>A key or a value in the job is wrong.</summary>
    JobInvalid = 1004,

    /// <summary>A robocopy command line can't be understood or lacks something.</summary>
    RobocopyLine = 1005,

    /// <summary>A robocopy job file (RCJ) can't be read, written or understood.</summary>
    RobocopyJobFile = 1006,

    /// <summary>Two switches of a robocopy command line exclude each other.</summary>
    RobocopyClash = 1007,

    /// <summary>The log file that a robocopy command line names can't be opened.</summary>
    LogUnusable = 1008,

    /// <summary>The file that an answer is to be written to can't be made.</summary>
    OutputUnusable = 1009,

    /// <summary>A source folder is missing or is not a folder.</summary>
    SourceMissing = 1101,

    /// <summary>Source and destination lie inside one another.</summary>
    Overlap = 1102,

    /// <summary>The destination can't be created or opened.</summary>
    DestinationUnusable = 1103,

    /// <summary>The source root can't be listed.</summary>
    SourceUnreadable = 1104,

    /// <summary>Another run works on the same destination.</summary>
    DestinationLocked = 1105,

    /// <summary>The folder for older versions at the destination is not safe to use.</summary>
    VersionStoreUnsafe = 1106,

    /// <summary>The mirror would delete more than it may.</summary>
    TooManyDeletions = 1201,

    /// <summary>A mirror's source is empty where the last run saw files.</summary>
    SourceEmpty = 1202,

    /// <summary>The source is a backup of the destination: the two look swapped.</summary>
    SourceIsBackup = 1203,

    /// <summary>The source lies on another volume than in earlier runs.</summary>
    SourceVolumeChanged = 1204,

    /// <summary>The destination's disk is not mounted.</summary>
    DestinationNotMounted = 1205,

    /// <summary>The destination is not the one that earlier runs wrote to.</summary>
    DestinationChanged = 1206,

    /// <summary>A mirror's destination holds the backup of another source.</summary>
    DestinationOfOther = 1207,

    /// <summary>Far more files changed since the last run than is usual for the job.</summary>
    TooManyChanges = 1208,

    /// <summary>A plan file can't be read or written, was changed, or is of another job.</summary>
    PlanFileUnusable = 1209,

    /// <summary>Source or destination moved on since a plan was made.</summary>
    PlanOutdated = 1210,

    /// <summary>A snapshot is required and could not be made.</summary>
    SnapshotRequired = 2001,

    /// <summary>The snapshot provider asked for does not exist here.</summary>
    SnapshotProviderUnknown = 2002,

    /// <summary>A snapshot that a command asked for could not be made or looked at.</summary>
    SnapshotFailed = 2003,

    /// <summary>There is no such snapshot of this program, or it is in use.</summary>
    SnapshotUnknown = 2004,

    /// <summary>The catalog can't be opened or written.</summary>
    CatalogUnusable = 3001,

    /// <summary>There is no catalog where one was expected.</summary>
    CatalogMissing = 3002,

    /// <summary>The catalog has no such run or path.</summary>
    NotInCatalog = 3003,

    /// <summary>A question in SQL is none, can't be answered, or takes too long.</summary>
    SqlRefused = 3004,

    /// <summary>The catalog can't be pruned as asked.</summary>
    PruneRefused = 3005,

    /// <summary>A report can't be written.</summary>
    ReportUnwritable = 3101,

    /// <summary>The system's scheduler refused, or is not there.</summary>
    SchedulerFailed = 4001,

    /// <summary>There is no such task of this program.</summary>
    ScheduleUnknown = 4002,

    /// <summary>A run with rights would obey a file that others can change.</summary>
    NotTrusted = 4003,

    /// <summary>A hook of the job failed, and the run depends on it.</summary>
    HookFailed = 4101,

    /// <summary>This version can't do that on this system.</summary>
    NotAvailable = 9001,
}
