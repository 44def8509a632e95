using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Platform.Windows;

/// <summary>The calls that make a thread and a process fit for COM (https://learn.microsoft.com/windows/win32/api/combaseapi/). They answer with an HRESULT.</summary>
[SupportedOSPlatform("windows")]
internal static partial class ComCalls
{
    /// <summary>COINIT_MULTITHREADED.</summary>
    public const uint COINIT_MULTITHREADED = 0x0;

    /// <summary>Every call is authenticated and encrypted.</summary>
    public const uint RPC_C_AUTHN_LEVEL_PKT_PRIVACY = 6;

    /// <summary>A server may act for us on this machine.</summary>
    public const uint RPC_C_IMP_LEVEL_IMPERSONATE = 3;

    /// <summary>Calls carry the identity that the thread has at that moment.</summary>
    public const uint EOAC_DYNAMIC_CLOAKING = 0x40;

    /// <summary>Enters an apartment.</summary>
    [LibraryImport("ole32")]
    public static partial int CoInitializeEx(nint reserved, uint apartment);

    /// <summary>Leaves it.</summary>
    [LibraryImport("ole32")]
    public static partial void CoUninitialize();

    /// <summary>Sets the security of the whole process for COM; possible once, before anything else needs it.</summary>
    [LibraryImport("ole32")]
    public static partial int CoInitializeSecurity(
        nint descriptor, int services, nint service, nint reserved1, uint authentication, uint impersonation, nint list, uint capabilities, nint reserved3);
}
