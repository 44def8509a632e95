namespace Alphaleonis.Win32.Vss;

public enum VssSnapshotContext : uint
{
    Backup = 0,
    FileShareBackup = 0x10,
    ClientAccessible = 0x1D,
    All = 0xFFFFFFFF,
}

public enum VssBackupType
{
    Undefined = 0,
    Copy = 5,
}

public enum VssWriterState
{
    Unknown = 0,
    Stable = 1,
    WaitingForBackupComplete = 5,
    FailedAtFreeze = 9,
}

public enum VssError : uint
{
    Success = 0,
    WriterTimeout = 0x800423F2,
}

public enum VssProviderType
{
    Unknown = 0,
    System = 1,
    Software = 2,
    Hardware = 3,
}

[Flags]
public enum VssVolumeSnapshotAttributes
{
    Persistent = 0x1,
    NoAutoRelease = 0x8,
    NoWriters = 0x10,
    Differential = 0x20000,
}

public enum VssSnapshotState
{
    Unknown = 0,
    Created = 0xC,
}

public enum VssFileSpecificationBackupType
{
    None = 0,
}
