using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>The program for Windows as one file.</summary>
public sealed class SingleFileTests
{
    [SkippableFact]
    public void OneFileIsTheWholeProgramAndUnpacksNothingWhereOthersCanWrite()
    {
        using WineBed bed = new();
        string program = bed.At("snapback.exe");
        Shell.Run("cp", [WineBed.SingleFileProgram, program]).MustSucceed();
        string source = bed.Folder("source");
        File.WriteAllText(Path.Join(source, "a.txt"), "a");
        string destination = bed.At("destination");

        ShellResult version = bed.RunProgram(program, "version");
        ShellResult backup = bed.RunProgram(
            program, "backup", "--source", WineBed.WindowsPath(source), "--destination", WineBed.WindowsPath(destination), "--snapshot", "never");

        version.MustSucceed().Output.ShouldContain("win-x64");
        backup.ExitCode.ShouldBe(1, backup.Output + backup.Error);
        File.ReadAllText(Path.Join(destination, "a.txt")).ShouldBe("a");
        string[] unpacked = Shell.Run("find", [bed.DriveC, "-name", "e_sqlite3*"]).MustSucceed().Lines;
        unpacked.Length.ShouldBe(1);
        unpacked[0].ShouldStartWith(Path.Join(bed.DriveC, "ProgramData", "SnapBack", "lib"));
    }
}
