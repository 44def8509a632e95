using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Cli.Composition;

/// <summary>
/// Tells whether the reader of standard output is gone. The runtime's console stream swallows EPIPE, so that a long listing into
/// <c>| head</c> would be computed to its end for nobody. poll(2): POLLERR is set on the write end of a pipe without a reader.
/// </summary>
internal static partial class OutputPipe
{
    private const short PollError = 0x0008;
    private const int StandardOutput = 1;

    /// <summary>True when standard output is a pipe that nobody reads.</summary>
    public static bool IsClosed() => OperatingSystem.IsLinux() && HasError();

    [SupportedOSPlatform("linux")]
    private static bool HasError()
    {
        PollDescriptor descriptor = new() { File = StandardOutput };
        return Poll(ref descriptor, 1, 0) == 1 && (descriptor.Returned & PollError) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int File;
        public short Asked;
        public short Returned;
    }
}
