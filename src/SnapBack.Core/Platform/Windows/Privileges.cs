using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Platform.Windows;

/// <summary>
/// The privileges by which Windows lets a backup read and write past access rules
/// (https://learn.microsoft.com/windows/win32/secauthz/privilege-constants). They are asked for one by one: the call that enables several reports
/// success even when some of them are not held, and does not tell which.
/// </summary>
public static unsafe class Privileges
{
    /// <summary>Read any file, whatever its access rules.</summary>
    public const string Backup = "SeBackupPrivilege";

    /// <summary>Write any file, and give it any owner.</summary>
    public const string Restore = "SeRestorePrivilege";

    /// <summary>Read and write audit rules.</summary>
    public const string Security = "SeSecurityPrivilege";

    /// <summary>Take what belongs to others, as a last resort.</summary>
    public const string TakeOwnership = "SeTakeOwnershipPrivilege";

    /// <summary>Enables for the whole process what the account has. To be called before the first file is touched.</summary>
    /// <returns>One outcome per privilege, in a fixed order.</returns>
    [SupportedOSPlatform("windows")]
    public static IReadOnlyList<PrivilegeOutcome> EnableForBackup() => [.. new[] { Backup, Restore, Security, TakeOwnership }.Select(Enable)];

    [SupportedOSPlatform("windows")]
    private static PrivilegeOutcome Enable(string name)
    {
        int code = TryEnable(name);
        return new PrivilegeOutcome(name, code == Win32Error.ERROR_SUCCESS, code);
    }

    [SupportedOSPlatform("windows")]
    private static int TryEnable(string name)
    {
        if (!Advapi32.OpenProcessToken(Kernel32.GetCurrentProcess(), Advapi32.TOKEN_ADJUST_PRIVILEGES | Advapi32.TOKEN_QUERY, out nint token))
        {
            return Marshal.GetLastPInvokeError();
        }

        try
        {
            if (!Advapi32.LookupPrivilegeValue(null, name, out long identifier))
            {
                return Marshal.GetLastPInvokeError();
            }

            Advapi32.TokenPrivilege wanted = new() { Count = 1, Identifier = identifier, Attributes = Advapi32.SE_PRIVILEGE_ENABLED };

            // It succeeds also when nothing was enabled; only the error code tells (ERROR_NOT_ALL_ASSIGNED).
            _ = Advapi32.AdjustTokenPrivileges(token, false, &wanted, 0, null, null);
            return Marshal.GetLastPInvokeError();
        }
        finally
        {
            _ = Kernel32.CloseHandle(token);
        }
    }
}
