using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Platform.Windows;

/// <summary>
/// The calls of advapi32.dll that this program makes (https://learn.microsoft.com/windows/win32/api/securitybaseapi/). Declarations only, no decisions.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Advapi32
{
    public const uint TOKEN_ADJUST_PRIVILEGES = 0x20;
    public const uint TOKEN_QUERY = 0x8;
    public const uint SE_PRIVILEGE_ENABLED = 0x2;

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool OpenProcessToken(nint process, uint access, out nint token);

    [LibraryImport("advapi32", EntryPoint = "LookupPrivilegeValueW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool LookupPrivilegeValue(string? system, string name, out long identifier);

    [LibraryImport("advapi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AdjustTokenPrivileges(
        nint token, [MarshalAs(UnmanagedType.Bool)] bool disableAll, TokenPrivilege* wanted, uint length, void* before, uint* needed);

    /// <summary>TOKEN_PRIVILEGES for one privilege.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct TokenPrivilege
    {
        public uint Count;
        public long Identifier;
        public uint Attributes;
    }
}
