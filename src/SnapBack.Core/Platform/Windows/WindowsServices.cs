using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Platform.Windows;

/// <summary>Asks the service control manager (https://learn.microsoft.com/windows/win32/services/service-functions). Starts and changes nothing.</summary>
public static unsafe partial class WindowsServices
{
    private const uint SC_MANAGER_CONNECT = 0x1;
    private const uint SERVICE_QUERY_CONFIG = 0x1;
    private const uint SERVICE_DISABLED = 0x4;
    private const int ERROR_SERVICE_DOES_NOT_EXIST = 1060;

    // QUERY_SERVICE_CONFIGW and its strings: never more than 8 KB.
    private const int ConfigBytes = 8192;
    private const int StartTypeAt = 4;

    /// <summary>The state of a service by its short name, such as <c>VSS</c>.</summary>
    [SupportedOSPlatform("windows")]
    public static ServiceState StateOf(string name)
    {
        nint manager = OpenSCManager(null, null, SC_MANAGER_CONNECT);
        if (manager == 0)
        {
            return ServiceState.Unknown;
        }

        try
        {
            nint service = OpenService(manager, name, SERVICE_QUERY_CONFIG);
            if (service == 0)
            {
                return Marshal.GetLastPInvokeError() == ERROR_SERVICE_DOES_NOT_EXIST ? ServiceState.Missing : ServiceState.Unknown;
            }

            try
            {
                byte* config = stackalloc byte[ConfigBytes];
                return !QueryServiceConfig(service, config, ConfigBytes, out _) ? ServiceState.Unknown
                    : *(uint*)(config + StartTypeAt) == SERVICE_DISABLED ? ServiceState.Disabled
                    : ServiceState.Ready;
            }
            finally
            {
                _ = CloseServiceHandle(service);
            }
        }
        finally
        {
            _ = CloseServiceHandle(manager);
        }
    }

    [LibraryImport("advapi32", EntryPoint = "OpenSCManagerW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint OpenSCManager(string? machine, string? database, uint access);

    [LibraryImport("advapi32", EntryPoint = "OpenServiceW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint OpenService(nint manager, string name, uint access);

    [LibraryImport("advapi32", EntryPoint = "QueryServiceConfigW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryServiceConfig(nint service, byte* config, uint bytes, out uint needed);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseServiceHandle(nint handle);
}
