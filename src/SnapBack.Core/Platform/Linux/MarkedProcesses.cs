using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace SnapBack.Platform.Linux;

/// <summary>
/// Processes that carry a mark in the environment they were started with (https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html): children inherit it, so
/// that all that a program has started is found, also when the parents in between have ended.
/// </summary>
[SupportedOSPlatform("linux")]
public static class MarkedProcesses
{
    private const int SIGTERM = 15;
    private const int SIGKILL = 9;
    private const int MostRounds = 20;

    /// <summary>Asks one process to end.</summary>
    /// <param name="process">Number of a child that was not waited for yet.</param>
    public static void AskToEnd(int process) => _ = Libc.kill(process, SIGTERM);

    /// <summary>Kills all that carry the mark, again until none is left that this account may end.</summary>
    /// <param name="mark">Name and value, as in <c>NAME=value</c>; nobody else has it.</param>
    public static void Kill(string mark)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(mark);
        for (int round = 0; round < MostRounds; round++)
        {
            // What was about to start another process when it was found may have left that one behind.
            bool hasKilled = false;
            foreach (int process in All())
            {
                hasKilled |= Carries(process, wanted) && TryKill(process, wanted);
            }

            if (!hasKilled)
            {
                return;
            }
        }
    }

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : 0)
        .Where(process => process > 0);

    private static bool Carries(int process, byte[] mark)
    {
        try
        {
            byte[] environment = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/environ"));
            return environment.AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The number may be another process's by now; the descriptor can't become one.
    private static bool TryKill(int process, byte[] mark)
    {
        int descriptor = (int)Libc.pidfd_open((nint)Libc.SYS_pidfd_open, process, 0);
        if (descriptor < 0)
        {
            return false;
        }

        try
        {
            return Carries(process, mark) && Libc.pidfd_send_signal((nint)Libc.SYS_pidfd_send_signal, descriptor, SIGKILL, 0, 0) == 0;
        }
        finally
        {
            _ = Libc.close(descriptor);
        }
    }
}
