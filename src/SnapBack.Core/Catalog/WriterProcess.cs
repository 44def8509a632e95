using System.Diagnostics;
using System.Globalization;

namespace SnapBack.Catalog;

/// <summary>
/// Identity of a process that outlives the reuse of its number: number, start time, and the start of the system it runs on. On Linux from
/// <c>/proc</c> (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html), elsewhere from the process list.
/// </summary>
/// <param name="Id">The number.</param>
/// <param name="Started">Start time, in whatever text the system gives; only compared.</param>
/// <param name="BootId">Changes with every start of the system; empty where there is none to be had.</param>
internal sealed record WriterProcess(long Id, string Started, string BootId)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const string NotTold = "not told";
    private const int StateField = 0;
    private const int StartTimeField = 19;

    /// <summary>This process.</summary>
    public static WriterProcess Current => new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? string.Empty, ReadBootId());

    /// <summary>True when the process still runs, or can't be looked at.</summary>
    public bool IsAlive => BootId == ReadBootId() && StartOf(Id) is { } started && (started == Started || started == NotTold);

    private static string ReadBootId() => File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : string.Empty;

    // Null when there is no such process, or only the remains of one that nobody has asked about.
    private static string? StartOf(long id) => OperatingSystem.IsLinux() ? StartOnLinux(id) : StartElsewhere(id);

    private static string? StartOnLinux(long id)
    {
        try
        {
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            // The name in parentheses may hold blanks and parentheses; what follows the last one is numbers.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[StateField] is "Z" or "X" ? null : fields[StartTimeField];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? StartElsewhere(long id)
    {
        try
        {
            using Process process = Process.GetProcessById((int)id);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It runs, and this account may not look at it.
            return NotTold;
        }
    }
}
