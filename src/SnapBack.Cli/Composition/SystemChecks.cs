using Serilog.Core;
using SnapBack.Diagnosis;
using SnapBack.Jobs;

namespace SnapBack.Cli.Composition;

/// <summary>The checks of this system, and those of a job on it.</summary>
internal static class SystemChecks
{
    /// <summary>Looks at the machine, then at the job, if there is one; each finding comes when it is found.</summary>
    public static IEnumerable<Finding> Look(Job? job) => job is null ? Machine() : Machine().Concat(new JobChecks(SystemPorts.ForThisSystem(job, Logger.None)).Look(job));

    private static IEnumerable<Finding> Machine()
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsChecks.ForThisMachine(SystemPorts.VssEngines())
                .Look(DriveInfo.GetDrives().Where(drive => drive.DriveType == DriveType.Fixed).Select(drive => drive.Name));
        }

        return OperatingSystem.IsLinux() ? LinuxChecks.Look() : [];
    }
}
