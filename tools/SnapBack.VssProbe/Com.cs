using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.VssProbe;

/// <summary>The two calls into the system that a probe needs beside the service's own.</summary>
[SupportedOSPlatform("windows")]
internal static partial class Com
{
    private const uint PacketPrivacy = 6;
    private const uint Identify = 2;
    private const uint DynamicCloaking = 0x40;

    /// <summary>
    /// Lets writers call back into this process, which the default security refuses
    /// (https://learn.microsoft.com/windows/win32/vss/security-considerations-for-requestors); what became of it.
    /// </summary>
    public static unsafe string InitializeSecurity()
    {
        int result = CoInitializeSecurity(null, -1, null, null, PacketPrivacy, Identify, null, DynamicCloaking, null);
        return $"CoInitializeSecurity: 0x{result:X8}";
    }

    /// <summary>GUID path of the volume that is mounted at a drive or folder, which ends in a backslash.</summary>
    public static unsafe string VolumeAt(string mountPoint)
    {
        const int Length = 64;
        char* name = stackalloc char[Length];
        return GetVolumeNameForVolumeMountPoint(mountPoint, name, Length) != 0
            ? new string(name)
            : throw new FormatException($"'{mountPoint}' is not where a volume is mounted: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("ole32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static unsafe partial int CoInitializeSecurity(
        void* descriptor, int count, void* services, void* reserved, uint level, uint impersonation, void* list, uint capabilities, void* reserved3);

    [LibraryImport("kernel32.dll", EntryPoint = "GetVolumeNameForVolumeMountPointW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static unsafe partial int GetVolumeNameForVolumeMountPoint(string mountPoint, char* name, uint length);
}
