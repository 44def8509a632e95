using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>The bed that the other tests of the Windows program stand on.</summary>
public sealed class WineBedTests
{
    [SkippableFact]
    public void ThePublishedProgramStarts()
    {
        using WineBed bed = new();

        ShellResult version = bed.Run("version");

        version.MustSucceed().Output.ShouldContain("win-x64");
    }

    [SkippableFact]
    public void AFileHeldOpenWithoutSharingIsClosedToEveryOtherProgram()
    {
        using WineBed bed = new();
        string drive = bed.MapDrive('d');
        File.WriteAllText(Path.Join(drive, "locked.txt"), "text");
        string comspec = Path.Join(bed.DriveC, "windows", "system32", "cmd.exe");
        bed.RunProgram(comspec, "/c", "type D:\\locked.txt").Output.ShouldBe("text");

        using (bed.HoldOpen("-", @"D:\locked.txt"))
        {
            bed.RunProgram(comspec, "/c", "type D:\\locked.txt").ExitCode.ShouldNotBe(0);
        }

        bed.RunProgram(comspec, "/c", "type D:\\locked.txt").Output.ShouldBe("text");
    }
}
