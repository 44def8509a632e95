using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SnapBack.Cli.Composition;

/// <summary>
/// Facts about standard output that the runtime's console does not tell, or only after it has sent start-up sequences to the terminal.
/// </summary>
internal static partial class StandardOutput
{
    private const int Descriptor = 1;
    private const short PollError = 0x0008; // POLLERR, poll(2)
    private const int GetWindowSize = 0x5413; // TIOCGWINSZ, ioctl_tty(2)
    private const int UsualWidth = 80;

    /// <summary>
    /// True when standard output is a pipe that nobody reads: the console stream swallows EPIPE, so that a long listing into <c>| head</c> would be
    /// computed to its end for nobody.
    /// </summary>
    public static bool IsClosed() => OperatingSystem.IsLinux() && HasError();

    /// <summary>Columns of the terminal; 80 when they can't be found out.</summary>
    public static int Width() => OperatingSystem.IsLinux() ? WindowWidth() : ConsoleWidth();

    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and int width ? width : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    [SupportedOSPlatform("linux")]
    private static bool HasError()
    {
        PollDescriptor descriptor = new() { File = Descriptor };
        return Poll(ref descriptor, 1, 0) == 1 && (descriptor.Returned & PollError) != 0;
    }

    [SupportedOSPlatform("linux")]
    private static int WindowWidth()
    {
        WindowSize size = default;
        return Control(Descriptor, GetWindowSize, ref size) == 0 && size.Columns > 0 ? size.Columns : UsualWidth;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int file, nuint request, ref WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int File;
        public short Asked;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelsX;
        public ushort PixelsY;
    }
}
