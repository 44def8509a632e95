using Microsoft.Win32.SafeHandles;

namespace SnapBack.Platform.Windows;

/// <summary>
/// The two calls by which Windows hands out and takes the security descriptor of an open file. A port, so that what is decided around them is tested
/// against a model of them where there is no Windows. Thread-safe. Members return NTSTATUS.
/// </summary>
internal interface ISecurityCalls
{
    /// <summary>Reads a descriptor in self-relative form.</summary>
    /// <param name="handle">Open with READ_CONTROL, and ACCESS_SYSTEM_SECURITY for the SACL.</param>
    /// <param name="parts">Bits of <see cref="SecurityInformation"/>.</param>
    /// <param name="buffer">Takes it.</param>
    /// <param name="length">Its length in bytes; with STATUS_BUFFER_TOO_SMALL the one that is needed.</param>
    int Query(SafeFileHandle handle, uint parts, Span<byte> buffer, out int length);

    /// <summary>
    /// Writes parts of a descriptor. Nothing is inherited by it and nothing propagated: what is given is what the file has then, but that
    /// SE_DACL_AUTO_INHERITED and SE_SACL_AUTO_INHERITED stay only where their _REQ bits are set as well
    /// (https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-control).
    /// </summary>
    /// <param name="handle">Open with WRITE_OWNER for owner, group and label, WRITE_DAC for the DACL, ACCESS_SYSTEM_SECURITY for the SACL.</param>
    /// <param name="parts">Bits of <see cref="SecurityInformation"/>.</param>
    /// <param name="descriptor">Self-relative.</param>
    int Set(SafeFileHandle handle, uint parts, ReadOnlySpan<byte> descriptor);
}
