namespace SnapBack.Snapshots.Vss;

/// <summary>
/// The contexts that are used. Backups use the first two alone, which are released with the session. Numbers: VSS_SNAPSHOT_CONTEXT,
/// https://learn.microsoft.com/windows/win32/api/vss/ne-vss-vss_snapshot_context.
/// </summary>
public enum VssContext
{
    /// <summary>Writers take part.</summary>
    Backup = 0,

    /// <summary>Without writers: what is on disk at the moment, as after a power cut.</summary>
    FileShareBackup = 0x10,

    /// <summary>Without writers, and it stays until it is deleted; what <c>snapshot create</c> makes. Explorer shows it under Previous Versions.</summary>
    ClientAccessible = 0x1D,
}
