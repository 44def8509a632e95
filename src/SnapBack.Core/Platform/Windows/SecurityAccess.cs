namespace SnapBack.Platform.Windows;

/// <summary>
/// Access rights of handles by which security descriptors are read and written
/// (https://learn.microsoft.com/windows/win32/secauthz/standard-access-rights, https://learn.microsoft.com/windows/win32/secauthz/sacl-access-right).
/// </summary>
internal static class SecurityAccess
{
    public const uint READ_CONTROL = 0x20000;
    public const uint WRITE_DAC = 0x40000;
    public const uint WRITE_OWNER = 0x80000;

    /// <summary>Reads and writes the SACL; takes SeSecurityPrivilege, or an open by backup intent with SeBackupPrivilege or SeRestorePrivilege.</summary>
    public const uint ACCESS_SYSTEM_SECURITY = 0x1000000;
}
