namespace SnapBack.Robocopy;

/// <summary>
/// All switches: the one place that the reader of lines and job files, <c>/?</c>, the options in the log's header and <c>docs/robocopy.md</c> come
/// from. Which switches there are, their defaults and meanings: https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy
/// </summary>
public static class SwitchTable
{
    private const string CopyFamily = "copy";
    private const string DirCopyFamily = "dcopy";
    private const string LogFamily = "log";
    private const string SourceFamily = "source";
    private const string DestinationFamily = "destination";
    private const string AllAttributes = "RASHCNETO";

    /// <summary>Folders below, without those that would stay empty.</summary>
    public static readonly Switch Subfolders = Flag("/S", SwitchGroup.Copy, "copy the folders below as well, but none that would stay empty");

    /// <summary>Folders below, empty ones as well.</summary>
    public static readonly Switch AllSubfolders = Flag("/E", SwitchGroup.Copy, "copy the folders below as well, empty ones too (implies /S)");

    /// <summary>Depth.</summary>
    public static readonly Switch Levels = Number("/LEV", SwitchGroup.Copy, "go down n levels only; the source folder itself is level 1") with
    {
        Default = "0, all levels",
        Maximum = 1_000_000,
    };

    /// <summary>Restartable.</summary>
    public static readonly Switch Restartable = Flag("/Z", SwitchGroup.Copy, "resume a big file where the last attempt stopped") with
    {
        Difference = "What was copied before is checked block by block before it is taken up, which robocopy does not do; it goes together with /MT.",
    };

    /// <summary>Backup rights.</summary>
    public static readonly Switch Backup = Flag("/B", SwitchGroup.Copy, "read and write past access rules, with the backup and restore rights") with
    {
        Difference = "SnapBack uses these rights whenever the account has them; /B ends with 16 where it has not. Open files are read from the snapshot.",
    };

    /// <summary>Restartable, then backup rights.</summary>
    public static readonly Switch RestartableBackup = Flag("/ZB", SwitchGroup.Copy, "as /Z, and past access rules where access is denied") with { Difference = "As /Z and /B together." };

    /// <summary>Unbuffered.</summary>
    public static readonly Switch Unbuffered = Flag("/J", SwitchGroup.Copy, "copy past the system's file cache; good for very large files") with
    {
        Difference = "Files over 1 MB are brought to the disk at once and dropped from the cache, which does not bypass it but leaves it to others.",
    };

    /// <summary>Encrypted files as they are.</summary>
    public static readonly Switch RawEncrypted = Flag("/EFSRAW", SwitchGroup.Copy, "copy encrypted files without decrypting them") with
    {
        Priority = SwitchPriority.Should,
        Refusal = "This version can't copy encrypted files in their raw form; they fail one by one, with their names.",
    };

    /// <summary>What of a file.</summary>
    public static readonly Switch Copy = Letters("/COPY", SwitchGroup.Copy, "DATSOUX", "what to copy of files: Data, Attributes, Timestamps, Security (access rules), Owner, aUditing rules; X leaves named streams out") with
    {
        Default = "DAT",
        Family = CopyFamily,
    };

    /// <summary>With access rules.</summary>
    public static readonly Switch Security = Flag("/SEC", SwitchGroup.Copy, "copy access rules as well (/COPY:DATS)") with { Family = CopyFamily };

    /// <summary>Everything.</summary>
    public static readonly Switch CopyAll = Flag("/COPYALL", SwitchGroup.Copy, "copy all of a file (/COPY:DATSOU)") with { Family = CopyFamily };

    /// <summary>Nothing.</summary>
    public static readonly Switch NoCopy = Flag("/NOCOPY", SwitchGroup.Copy, "copy nothing of files; with /PURGE it only cleans up") with { Family = CopyFamily };

    /// <summary>Security also of files that are skipped.</summary>
    public static readonly Switch FixSecurity = Flag("/SECFIX", SwitchGroup.Copy, "set security on all files, on skipped ones too") with
    {
        Difference = "Security is compared first and written only where it differs.",
    };

    /// <summary>Times also of files that are skipped.</summary>
    public static readonly Switch FixTimes = Flag("/TIMFIX", SwitchGroup.Copy, "set times on all files, on skipped ones too") with
    {
        Difference = "Times are compared first and written only where they differ.",
    };

    /// <summary>Deletes extras.</summary>
    public static readonly Switch Purge = Flag("/PURGE", SwitchGroup.Copy, "delete what the source no longer has from the destination") with
    {
        Difference = "Deletes after copying, never below a folder that could not be listed, never through a link, and no more than /MAXDELETE allows. A failed deletion counts as a failure (8); with /STRICT it does not.",
    };

    /// <summary>Mirror.</summary>
    public static readonly Switch Mirror = Flag("/MIR", SwitchGroup.Copy, "mirror the tree (/E and /PURGE)") with
    {
        Difference = "As /PURGE; and a source that is empty where the last run saw files stops the run before anything is deleted.",
    };

    /// <summary>Files move.</summary>
    public static readonly Switch MoveFiles = Flag("/MOV", SwitchGroup.Copy, "delete source files after copying them") with
    {
        Difference = "A source file is deleted only after its copy is safe on the disk, and only when it has not changed since it was read. With /PURGE or /MIR no extras are deleted: after the first move the destination may have the only copy.",
    };

    /// <summary>Files and folders move.</summary>
    public static readonly Switch MoveAll = Flag("/MOVE", SwitchGroup.Copy, "delete source files and folders after copying them") with { Difference = "As /MOV; folders go when they are empty." };

    /// <summary>Adds attributes.</summary>
    public static readonly Switch AddAttributes = Letters("/A+", SwitchGroup.Copy, "RASHCNET", "give these attributes to copied files");

    /// <summary>Removes attributes.</summary>
    public static readonly Switch RemoveAttributes = Letters("/A-", SwitchGroup.Copy, AllAttributes, "take these attributes from copied files");

    /// <summary>Structure only.</summary>
    public static readonly Switch Create = Flag("/CREATE", SwitchGroup.Copy, "make folders and empty files only") with { Priority = SwitchPriority.Should };

    /// <summary>Short names.</summary>
    public static readonly Switch ShortNames = Flag("/FAT", SwitchGroup.Copy, "make files with short (8.3) names") with
    {
        Priority = SwitchPriority.Skip,
        Refusal = "SnapBack never changes a name, and short names would.",
    };

    /// <summary>No long paths.</summary>
    public static readonly Switch ShortPaths = Flag("/256", SwitchGroup.Copy, "do without paths longer than 256 characters") with
    {
        Priority = SwitchPriority.Skip,
        Refusal = "SnapBack copies paths of any length; leave the switch out.",
    };

    /// <summary>Runs again after changes.</summary>
    public static readonly Switch MonitorChanges = Number("/MON", SwitchGroup.Copy, "stay, and run again when more than n changes were seen") with { Priority = SwitchPriority.Should, Minimum = 1, Maximum = 1_000_000_000 };

    /// <summary>Runs again after minutes.</summary>
    public static readonly Switch MonitorMinutes = Number("/MOT", SwitchGroup.Copy, "stay, and run again after n minutes if something changed") with
    {
        ValueName = "m",
        Priority = SwitchPriority.Should,
        Minimum = 1,
        Maximum = 525_600,
    };

    /// <summary>Hours in which copies may start.</summary>
    public static readonly Switch RunHours = new("/RH", SwitchForm.Hours, SwitchGroup.Copy, "start copies only between these two times of the day")
    {
        ValueName = "hhmm-hhmm",
        Priority = SwitchPriority.Should,
    };

    /// <summary>Asks the hours for every file.</summary>
    public static readonly Switch HoursPerFile = Flag("/PF", SwitchGroup.Copy, "look at /RH before each file, not only before the run") with { Priority = SwitchPriority.Should };

    /// <summary>Gap between blocks.</summary>
    public static readonly Switch Gap = Number("/IPG", SwitchGroup.Copy, "pause n milliseconds after every 64 KB") with
    {
        Priority = SwitchPriority.Should,
        Maximum = 3_600_000,
        Difference = "/IoRate limits the bytes per second of all copies together and goes with /MT.",
    };

    /// <summary>Junctions as junctions.</summary>
    public static readonly Switch CopyJunctions = Flag("/SJ", SwitchGroup.Copy, "copy junctions as junctions, not what they lead to");

    /// <summary>Links as links.</summary>
    public static readonly Switch CopySymbolicLinks = Flag("/SL", SwitchGroup.Copy, "copy symbolic links as links, not what they lead to");

    /// <summary>Threads.</summary>
    public static readonly Switch Threads = new("/MT", SwitchForm.OptionalNumber, SwitchGroup.Copy, "copy n files at a time, 1 to 128")
    {
        ValueName = "n",
        Bare = "8",
        Default = "one per core, at least 2; 1 with /STRICT, /IPG or /LFSM",
        Minimum = 1,
        Maximum = 128,
        Difference = "Without it robocopy copies one file at a time. With it, log lines of a file stay together here.",
    };

    /// <summary>What of a folder.</summary>
    public static readonly Switch DirCopy = Letters("/DCOPY", SwitchGroup.Copy, "DATEX", "what to copy of folders: Data (named streams), Attributes, Timestamps, Extended attributes; X leaves named streams out") with
    {
        Default = "DA",
        Family = DirCopyFamily,
    };

    /// <summary>Nothing of a folder.</summary>
    public static readonly Switch NoDirCopy = Flag("/NODCOPY", SwitchGroup.Copy, "copy nothing of folders but their names") with { Family = DirCopyFamily };

    /// <summary>No offload.</summary>
    public static readonly Switch NoOffload = Flag("/NOOFFLOAD", SwitchGroup.Copy, "do not let the storage copy by itself") with
    {
        Priority = SwitchPriority.Should,
        Difference = "On Windows always so: every byte is read, so that its hash can be recorded.",
    };

    /// <summary>Compression on the wire.</summary>
    public static readonly Switch Compress = Flag("/COMPRESS", SwitchGroup.Copy, "ask the server to compress what goes over the network") with
    {
        Priority = SwitchPriority.Should,
        Difference = "Left to the share's own setting: SnapBack reads and writes files itself and can't ask for it file by file.",
    };

    /// <summary>Sparse files.</summary>
    public static readonly Switch Sparse = new("/SPARSE", SwitchForm.OptionalWord, SwitchGroup.Copy, "keep holes in files as holes (Y) or not (N)")
    {
        ValueName = "Y|N",
        Bare = "Y",
        Default = "Y",
        Words = ["Y", "N"],
        Priority = SwitchPriority.Should,
    };

    /// <summary>No block clones.</summary>
    public static readonly Switch NoClone = Flag("/NOCLONE", SwitchGroup.Copy, "do not share blocks between source and copy") with
    {
        Priority = SwitchPriority.Should,
        Difference = "On Windows always so: blocks are shared on btrfs and XFS under Linux only.",
    };

    /// <summary>Size of one read or write.</summary>
    public static readonly Switch IoSize = Size("/IoMaxSize", "most bytes of one read or write");

    /// <summary>Bytes per second.</summary>
    public static readonly Switch IoRate = Size("/IoRate", "most bytes per second, of all copies together");

    /// <summary>Files that are not throttled.</summary>
    public static readonly Switch Threshold = Size("/Threshold", "files smaller than this are not slowed down");

    /// <summary>Archive files.</summary>
    public static readonly Switch Archive = Flag("/A", SwitchGroup.Selection, "only files that have the Archive attribute");

    /// <summary>Archive files, then reset.</summary>
    public static readonly Switch ArchiveReset = Flag("/M", SwitchGroup.Selection, "as /A, and take the attribute from the source file afterwards") with
    {
        Difference = "Taken from the live file, and only when it has not changed since it was read.",
    };

    /// <summary>Files with one of these attributes.</summary>
    public static readonly Switch IncludeAttributes = Letters("/IA", SwitchGroup.Selection, AllAttributes, "only files that have one of these attributes");

    /// <summary>No files with one of these attributes.</summary>
    public static readonly Switch ExcludeAttributes = Letters("/XA", SwitchGroup.Selection, AllAttributes, "no files that have one of these attributes");

    /// <summary>No such files.</summary>
    public static readonly Switch ExcludeFiles = List("/XF", SwitchGroup.Selection, "file", "no files with these names, patterns or paths") with
    {
        Difference = "Names are matched as they are shown, never by a short (8.3) name behind them.",
    };

    /// <summary>No such folders.</summary>
    public static readonly Switch ExcludeFolders = List("/XD", SwitchGroup.Selection, "folder", "no folders with these names, patterns or paths") with
    {
        Difference = "Protects such folders from /PURGE at every depth, also inside a folder that is deleted.",
    };

    /// <summary>No changed files.</summary>
    public static readonly Switch ExcludeChanged = Flag("/XC", SwitchGroup.Selection, "no changed files (same time, other size)");

    /// <summary>No newer files.</summary>
    public static readonly Switch ExcludeNewer = Flag("/XN", SwitchGroup.Selection, "no files that are newer in the source");

    /// <summary>No older files.</summary>
    public static readonly Switch ExcludeOlder = Flag("/XO", SwitchGroup.Selection, "no files that are older in the source") with
    {
        Difference = "An interrupted copy can't pass for a newer file here: files get their name when they are complete.",
    };

    /// <summary>No extras.</summary>
    public static readonly Switch ExcludeExtra = Flag("/XX", SwitchGroup.Selection, "leave alone, and do not list, what only the destination has");

    /// <summary>No lonely files.</summary>
    public static readonly Switch ExcludeLonely = Flag("/XL", SwitchGroup.Selection, "nothing that only the source has: refresh what is there");

    /// <summary>Same files too.</summary>
    public static readonly Switch IncludeSame = Flag("/IS", SwitchGroup.Selection, "also copy files that are the same");

    /// <summary>Tweaked files too.</summary>
    public static readonly Switch IncludeTweaked = Flag("/IT", SwitchGroup.Selection, "also copy tweaked files (other attributes only)");

    /// <summary>Modified files too.</summary>
    public static readonly Switch IncludeModified = Flag("/IM", SwitchGroup.Selection, "also copy modified files (other change time only)");

    /// <summary>Largest.</summary>
    public static readonly Switch MaxSize = Number("/MAX", SwitchGroup.Selection, "no files larger than n bytes") with { Maximum = long.MaxValue };

    /// <summary>Smallest.</summary>
    public static readonly Switch MinSize = Number("/MIN", SwitchGroup.Selection, "no files smaller than n bytes") with { Maximum = long.MaxValue };

    /// <summary>Oldest.</summary>
    public static readonly Switch MaxAge = Age("/MAXAGE", "no files written before n days ago, or before that date");

    /// <summary>Newest.</summary>
    public static readonly Switch MinAge = Age("/MINAGE", "no files written within n days, or after that date");

    /// <summary>Longest unused.</summary>
    public static readonly Switch MaxLastAccess = Age("/MAXLAD", "no files unused for n days, or since that date");

    /// <summary>Shortest unused.</summary>
    public static readonly Switch MinLastAccess = Age("/MINLAD", "no files used within n days, or since that date");

    /// <summary>Two-second times.</summary>
    public static readonly Switch FatTimes = Flag("/FFT", SwitchGroup.Selection, "times that differ by up to two seconds are equal") with
    {
        Difference = "SnapBack asks the destination how exactly it keeps times and allows for that by itself.",
    };

    /// <summary>An hour's difference.</summary>
    public static readonly Switch DaylightSaving = Flag("/DST", SwitchGroup.Selection, "times that differ by exactly one hour are equal");

    /// <summary>No links.</summary>
    public static readonly Switch ExcludeLinks = Flag("/XJ", SwitchGroup.Selection, "no junctions and no symbolic links") with { Difference = LoopDifference };

    /// <summary>No links to folders.</summary>
    public static readonly Switch ExcludeFolderLinks = Flag("/XJD", SwitchGroup.Selection, "no junctions and no links to folders") with { Difference = LoopDifference };

    /// <summary>No links to files.</summary>
    public static readonly Switch ExcludeFileLinks = Flag("/XJF", SwitchGroup.Selection, "no links to files");

    /// <summary>Retries.</summary>
    public static readonly Switch Retries = Number("/R", SwitchGroup.Retry, "tries after a failure, per file") with
    {
        Default = "3; 1000000 with /STRICT",
        Difference = "Robocopy's own default stops at one locked file for a year. More than 1000000 counts as 1000000.",
    };

    /// <summary>Wait between retries.</summary>
    public static readonly Switch Wait = Number("/W", SwitchGroup.Retry, "seconds between the tries") with
    {
        Default = "5; 30 with /STRICT",
        Difference = "More than a day counts as a day.",
    };

    /// <summary>Remembers /R and /W.</summary>
    public static readonly Switch Remember = Flag("/REG", SwitchGroup.Retry, "keep this line's /R and /W as your defaults") with
    {
        Priority = SwitchPriority.Should,
        Difference = "Kept in the file defaults.RCJ of your SnapBack settings, which can be read and deleted; robocopy keeps them in the registry.",
    };

    /// <summary>Waits for a share.</summary>
    public static readonly Switch WaitForShare = Flag("/TBD", SwitchGroup.Retry, "also try again when a share's name is not found (error 67)") with { Priority = SwitchPriority.Should };

    /// <summary>Free space floor.</summary>
    public static readonly Switch LowFreeSpace = new("/LFSM", SwitchForm.OptionalSize, SwitchGroup.Retry, "pause rather than leave less than n bytes free at the destination")
    {
        ValueName = "n[KMG]",
        Bare = "10% of the volume",
        Priority = SwitchPriority.Should,
    };

    /// <summary>List only.</summary>
    public static readonly Switch ListOnly = Flag("/L", SwitchGroup.Logging, "only list: copy, stamp and delete nothing") with { Difference = "The run is recorded in the catalog as a plan." };

    /// <summary>All extras.</summary>
    public static readonly Switch ReportExtras = Flag("/X", SwitchGroup.Logging, "list all extra files, not only those that match");

    /// <summary>Skipped files.</summary>
    public static readonly Switch Verbose = Flag("/V", SwitchGroup.Logging, "list skipped files too, and why they are skipped");

    /// <summary>Times.</summary>
    public static readonly Switch ShowTimes = Flag("/TS", SwitchGroup.Logging, "show the source files' times");

    /// <summary>Full paths.</summary>
    public static readonly Switch ShowFullPaths = Flag("/FP", SwitchGroup.Logging, "show full paths");

    /// <summary>Bytes.</summary>
    public static readonly Switch ShowBytes = Flag("/BYTES", SwitchGroup.Logging, "show sizes in bytes");

    /// <summary>No sizes.</summary>
    public static readonly Switch NoSizes = Flag("/NS", SwitchGroup.Logging, "show no sizes");

    /// <summary>No classes.</summary>
    public static readonly Switch NoClasses = Flag("/NC", SwitchGroup.Logging, "show no file classes");

    /// <summary>No files.</summary>
    public static readonly Switch NoFileList = Flag("/NFL", SwitchGroup.Logging, "show no file names; failures are shown all the same");

    /// <summary>No folders.</summary>
    public static readonly Switch NoFolderList = Flag("/NDL", SwitchGroup.Logging, "show no folder names; files are shown with full paths");

    /// <summary>No progress.</summary>
    public static readonly Switch NoProgress = Flag("/NP", SwitchGroup.Logging, "show no percentages");

    /// <summary>Estimated end.</summary>
    public static readonly Switch ShowEta = Flag("/ETA", SwitchGroup.Logging, "show when a file's copy will be complete") with { Priority = SwitchPriority.Should };

    /// <summary>Log file.</summary>
    public static readonly Switch Log = Path("/LOG", SwitchGroup.Logging, "write the log to a file, over what is there") with { Family = LogFamily, Difference = LogDifference };

    /// <summary>Log file, appended.</summary>
    public static readonly Switch LogAppend = Path("/LOG+", SwitchGroup.Logging, "write the log to the end of a file") with { Family = LogFamily, Difference = LogDifference };

    /// <summary>Unicode log file.</summary>
    public static readonly Switch UnicodeLog = Path("/UNILOG", SwitchGroup.Logging, "as /LOG, in UTF-16") with { Family = LogFamily, Difference = LogDifference };

    /// <summary>Unicode log file, appended.</summary>
    public static readonly Switch UnicodeLogAppend = Path("/UNILOG+", SwitchGroup.Logging, "as /LOG+, in UTF-16") with { Family = LogFamily, Difference = LogDifference };

    /// <summary>Log and console.</summary>
    public static readonly Switch Tee = Flag("/TEE", SwitchGroup.Logging, "write to the console as well as to the log file");

    /// <summary>No header.</summary>
    public static readonly Switch NoHeader = Flag("/NJH", SwitchGroup.Logging, "write no header");

    /// <summary>No summary.</summary>
    public static readonly Switch NoSummary = Flag("/NJS", SwitchGroup.Logging, "write no summary");

    /// <summary>Unicode console.</summary>
    public static readonly Switch UnicodeConsole = Flag("/UNICODE", SwitchGroup.Logging, "write Unicode to the console") with
    {
        Difference = "Always so: the console gets UTF-8, into a pipe as well.",
    };

    /// <summary>Undocumented.</summary>
    public static readonly Switch Debug = Flag("/DEBUG", SwitchGroup.Logging, "robocopy's own debugging aid") with
    {
        Priority = SwitchPriority.Skip,
        Refusal = "Its output is nowhere documented; leave the switch out.",
    };

    /// <summary>Job file to read.</summary>
    public static readonly Switch Job = Path("/JOB", SwitchGroup.Job, "take parameters from a job file") with
    {
        ValueName = "name",
        Difference = "Reads files in the console's code page as robocopy does, and UTF-8 and UTF-16 as well.",
    };

    /// <summary>Job file to write.</summary>
    public static readonly Switch Save = Path("/SAVE", SwitchGroup.Job, "save the parameters that stand before it to a job file") with
    {
        ValueName = "name",
        Difference = "Saves /MT as well, and says which switches behind it are not saved.",
    };

    /// <summary>Ends after the line was read.</summary>
    public static readonly Switch Quit = Flag("/QUIT", SwitchGroup.Job, "end after the line was read: show the parameters, copy nothing");

    /// <summary>No source.</summary>
    public static readonly Switch NoSource = Flag("/NOSD", SwitchGroup.Job, "no source folder is given, on purpose") with { Family = SourceFamily };

    /// <summary>No destination.</summary>
    public static readonly Switch NoDestination = Flag("/NODD", SwitchGroup.Job, "no destination folder is given, on purpose") with { Family = DestinationFamily };

    /// <summary>Source, in job files.</summary>
    public static readonly Switch Source = Path("/SD", SwitchGroup.Job, "the source folder, in a job file") with { ValueName = "path", Family = SourceFamily };

    /// <summary>Destination, in job files.</summary>
    public static readonly Switch Destination = Path("/DD", SwitchGroup.Job, "the destination folder, in a job file") with { ValueName = "path", Family = DestinationFamily };

    /// <summary>Files to take.</summary>
    public static readonly Switch IncludeFiles = List("/IF", SwitchGroup.Job, "file", "only files with these names or patterns");

    /// <summary>Snapshot policy.</summary>
    public static readonly Switch Vss = new("/VSS", SwitchForm.OptionalWord, SwitchGroup.SnapBack, "read from a snapshot: or do nothing, where possible, or never")
    {
        ValueName = "require|prefer|never",
        Bare = "prefer",
        Default = "prefer; never with /STRICT",
        Words = ["require", "prefer", "never"],
    };

    /// <summary>Catalog.</summary>
    public static readonly Switch Catalog = Path("/CATALOG", SwitchGroup.SnapBack, "catalog that records the run") with { Default = "the machine's" };

    /// <summary>Reads back.</summary>
    public static readonly Switch Verify = Flag("/VERIFY", SwitchGroup.SnapBack, "read back every copied file and compare its hash");

    /// <summary>Keeps what is overwritten.</summary>
    public static readonly Switch Versions = Flag("/VERSIONS", SwitchGroup.SnapBack, "move what would be overwritten or deleted to the version store first");

    /// <summary>Deletion limit.</summary>
    public static readonly Switch MaxDelete = new("/MAXDELETE", SwitchForm.Limit, SwitchGroup.SnapBack, "stop before the first deletion when there would be more than n, or n% of the destination")
    {
        ValueName = "n[%]",
        Default = "50%, at least 100; 100% with /STRICT",
    };

    /// <summary>Change limit.</summary>
    public static readonly Switch MaxChange = new("/MAXCHANGE", SwitchForm.Limit, SwitchGroup.SnapBack, "stop before the first change when more than n files of the backup, or n% of them, changed or are gone")
    {
        ValueName = "n[%]",
        Default = "40%, or more where the job's runs had more; 100% with /STRICT",
    };

    /// <summary>Lifts the guards of the source.</summary>
    public static readonly Switch AcceptSource = Flag("/ACCEPTSOURCE", SwitchGroup.SnapBack, "this once: the source may lie on another volume than before, or be a backup itself") with
    {
        Default = "accepted with /STRICT",
    };

    /// <summary>Lifts the guards of the destination.</summary>
    public static readonly Switch AcceptDestination = Flag("/ACCEPTDEST", SwitchGroup.SnapBack, "this once: the destination may be another, an emptied or a foreign one") with
    {
        Default = "accepted with /STRICT",
    };

    /// <summary>Machine-readable log.</summary>
    public static readonly Switch JsonLog = Path("/JSONLOG", SwitchGroup.SnapBack, "write one JSON object per line to a file, as backup --json does");

    /// <summary>Robocopy's own defaults.</summary>
    public static readonly Switch Strict = Flag("/STRICT", SwitchGroup.SnapBack, "robocopy's own defaults and quirks where SnapBack's are safer");

    /// <summary>All switches, in the order of the help.</summary>
    public static readonly IReadOnlyList<Switch> All =
    [
        Subfolders, AllSubfolders, Levels, Restartable, Backup, RestartableBackup, Unbuffered, RawEncrypted, Copy, Security, CopyAll, NoCopy, FixSecurity,
        FixTimes, Purge, Mirror, MoveFiles, MoveAll, AddAttributes, RemoveAttributes, Create, ShortNames, ShortPaths, MonitorChanges, MonitorMinutes,
        RunHours, HoursPerFile, Gap, CopyJunctions, CopySymbolicLinks, Threads, DirCopy, NoDirCopy, NoOffload, Compress, Sparse, NoClone,
        IoSize, IoRate, Threshold,
        Archive, ArchiveReset, IncludeAttributes, ExcludeAttributes, ExcludeFiles, ExcludeFolders, ExcludeChanged, ExcludeNewer, ExcludeOlder, ExcludeExtra,
        ExcludeLonely, IncludeSame, IncludeTweaked, IncludeModified, MaxSize, MinSize, MaxAge, MinAge, MaxLastAccess, MinLastAccess, FatTimes, DaylightSaving,
        ExcludeLinks, ExcludeFolderLinks, ExcludeFileLinks,
        Retries, Wait, Remember, WaitForShare, LowFreeSpace,
        ListOnly, ReportExtras, Verbose, ShowTimes, ShowFullPaths, ShowBytes, NoSizes, NoClasses, NoFileList, NoFolderList, NoProgress, ShowEta, Log, LogAppend,
        UnicodeLog, UnicodeLogAppend, Tee, NoHeader, NoSummary, UnicodeConsole, Debug,
        Job, Save, Quit, NoSource, NoDestination, Source, Destination, IncludeFiles,
        Vss, Catalog, Verify, Versions, MaxDelete, MaxChange, AcceptSource, AcceptDestination, JsonLog, Strict,
    ];

    /// <summary>
    /// The switches that the header of a log repeats, in its order. Those that say where something is (log, job file, folders) and lists have lines of
    /// their own or none; /COPY, /DCOPY, /R and /W stand there even when they were not given. The order was read off published logs.
    /// </summary>
    public static readonly IReadOnlyList<Switch> Echoed =
    [
        Verbose, ShowTimes, ShowFullPaths, ShowBytes, ReportExtras, NoSizes, NoClasses, NoFolderList, NoFileList, NoSummary, NoHeader, ListOnly, Tee,
        Subfolders, AllSubfolders, DirCopy, NoDirCopy, Copy, Security, CopyAll, NoCopy, FixSecurity, FixTimes, MoveFiles, MoveAll, Purge, Mirror, Create,
        Archive, ArchiveReset, IncludeAttributes, ExcludeAttributes, AddAttributes, RemoveAttributes,
        Restartable, Backup, RestartableBackup, Unbuffered, NoOffload, Compress, Sparse, NoClone, NoProgress, ShowEta, Levels,
        ExcludeLinks, ExcludeFolderLinks, ExcludeFileLinks, CopyJunctions, CopySymbolicLinks,
        ExcludeOlder, ExcludeNewer, ExcludeChanged, ExcludeExtra, ExcludeLonely, IncludeSame, IncludeTweaked, IncludeModified,
        MaxSize, MinSize, MaxAge, MinAge, MaxLastAccess, MinLastAccess, FatTimes, DaylightSaving,
        IoSize, IoRate, Threshold, Gap, RunHours, HoursPerFile, MonitorChanges, MonitorMinutes, WaitForShare, LowFreeSpace, Threads, Retries, Wait,
    ];

    private const string LoopDifference = "Without it links are followed, but a link that leads back to a folder on the way is not: no endless nesting.";
    private const string LogDifference = "A missing folder is made. The log has the same layout; SnapBack's own lines stand behind the summary.";

    private static readonly Dictionary<string, Switch> ByName = All.ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The switch of that name, which begins with a slash and has no value; null when there is none.</summary>
    public static Switch? Find(string name) => ByName.GetValueOrDefault(name);

    private static Switch Flag(string name, SwitchGroup group, string help) => new(name, SwitchForm.Flag, group, help);

    private static Switch Number(string name, SwitchGroup group, string help) => new(name, SwitchForm.Number, group, help) { ValueName = "n" };

    private static Switch Path(string name, SwitchGroup group, string help) => new(name, SwitchForm.Path, group, help) { ValueName = "file" };

    private static Switch List(string name, SwitchGroup group, string value, string help) => new(name, SwitchForm.List, group, help) { ValueName = value };

    private static Switch Age(string name, string help) =>
        new(name, SwitchForm.Age, SwitchGroup.Selection, help) { ValueName = "n", Maximum = 99_991_231 };

    private static Switch Letters(string name, SwitchGroup group, string letters, string help) => new(name, SwitchForm.Letters, group, help) { ValueName = letters, Letters = letters };

    private static Switch Size(string name, string help) => new(name, SwitchForm.Size, SwitchGroup.Throttling, help)
    {
        ValueName = "n[KMG]",
        Priority = SwitchPriority.Should,
        Minimum = 1,
        Maximum = long.MaxValue,
        Difference = "Holds for all copies together, with any /MT.",
    };
}
