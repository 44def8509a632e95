using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SnapBack.Platform.Windows;

/// <summary>
/// A mutex that all sessions of a machine share and that administrators, backup operators and the system alone may hold, whoever of them made it first.
/// The mutex of .NET would carry the rights of its maker.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class GlobalMutex
{
    // All rights for administrators (BA), backup operators (BO) and the system (SY), none for others:
    // https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format
    private const string Rights = "D:P(A;;GA;;;BA)(A;;GA;;;BO)(A;;GA;;;SY)";

    private const uint SDDL_REVISION_1 = 1;
    private const uint MUTEX_MODIFY_STATE = 0x1;
    private const uint SYNCHRONIZE = 0x00100000;

    /// <summary>Makes or opens it, not held; null when that is refused.</summary>
    public static Mutex? Open(string name)
    {
        if (ConvertStringSecurityDescriptorToSecurityDescriptor(Rights, SDDL_REVISION_1, out nint descriptor, out _) == 0)
        {
            return null;
        }

        try
        {
            SecurityAttributes attributes = new() { Length = (uint)sizeof(SecurityAttributes), Descriptor = descriptor };
            nint handle = CreateMutexEx(&attributes, name, 0, MUTEX_MODIFY_STATE | SYNCHRONIZE);
            return handle == 0 ? null : new Mutex { SafeWaitHandle = new SafeWaitHandle(handle, ownsHandle: true) };
        }
        finally
        {
            _ = LocalFree(descriptor);
        }
    }

    [LibraryImport("advapi32", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int ConvertStringSecurityDescriptorToSecurityDescriptor(string text, uint revision, out nint descriptor, out uint length);

    [LibraryImport("kernel32", EntryPoint = "CreateMutexExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint CreateMutexEx(SecurityAttributes* attributes, string name, uint flags, uint access);

    [LibraryImport("kernel32")]
    private static partial nint LocalFree(nint memory);

    // SECURITY_ATTRIBUTES
    private struct SecurityAttributes
    {
        public uint Length;
        public nint Descriptor;
        public int IsInherited;
    }
}
