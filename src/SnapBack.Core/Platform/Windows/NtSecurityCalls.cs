using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SnapBack.Platform.Windows;

/// <summary>The calls of this machine's Windows. Declarations turned into spans, no decisions.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class NtSecurityCalls : ISecurityCalls
{
    public int Query(SafeFileHandle handle, uint parts, Span<byte> buffer, out int length)
    {
        uint needed = 0;
        int status;
        fixed (byte* b = buffer)
        {
            status = Ntdll.NtQuerySecurityObject(handle, parts, b, (uint)buffer.Length, &needed);
        }

        length = (int)Math.Min(needed, int.MaxValue);
        return status;
    }

    public int Set(SafeFileHandle handle, uint parts, ReadOnlySpan<byte> descriptor)
    {
        fixed (byte* d = descriptor)
        {
            return Ntdll.NtSetSecurityObject(handle, parts, d);
        }
    }
}
