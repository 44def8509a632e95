using SnapBack.Errors;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Composition;

/// <summary>The scheduler of this system, and how this program is called by it.</summary>
internal static class SystemScheduler
{
    private const string UnitFolder = "/etc/systemd/system";

    /// <summary>Task Scheduler or systemd.</summary>
    public static IScheduler ForThisSystem()
    {
        if (OperatingSystem.IsWindows())
        {
            // By its full path: nothing that is called schtasks elsewhere is started with these rights.
            string system32 = Environment.SystemDirectory;
            return new WindowsTasks(system32, (arguments, asks) => CapturedProgram.Run(Path.Join(system32, "schtasks.exe"), arguments, asks), TimeSpan.FromSeconds(1));
        }

        return OperatingSystem.IsLinux()
            ? new SystemdTimers(UnitFolder, arguments => CapturedProgram.Run("/usr/bin/systemctl", arguments))
            : throw new SnapBackException(ErrorCode.NotAvailable, "This system has no scheduler that SnapBack knows. Nothing was touched.", "'schedule export' writes a task or units for another one.");
    }

    /// <summary>This program, and what has to stand before its arguments: the runtime and a library when it is no program of its own.</summary>
    public static IReadOnlyList<string> OwnProgram()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The process has no path.");
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [program, Path.Join(AppContext.BaseDirectory, "snapback.dll")] : [program];
    }
}
