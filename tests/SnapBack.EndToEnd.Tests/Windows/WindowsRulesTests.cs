using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>What a job says about attributes, moving, room and big files, by the published program for Windows.</summary>
public sealed class WindowsRulesTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const int Copied = 1;

    [SkippableFact]
    public void CopiedFilesGetAndLoseAttributesAndTheSourceKeepsItsOwn()
    {
        WindowsBackup backup = new(machine.Bed);
        Shell.Run("setfattr", ["-n", "user.DOSATTRIB", "-v", "\"0x2\"", backup.Write("hidden.txt", "hidden")]).MustSucceed();
        string[] options = ["--add-attributes", "R", "--remove-attributes", "H"];

        ShellResult first = backup.Mirror(options);
        ShellResult second = backup.Mirror(options);

        first.ExitCode.ShouldBe(Copied, first.Output + first.Error);
        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        Marks(backup.In("hidden.txt")).ShouldContain("2");
        Marks(backup.Out("hidden.txt")).ShouldNotContain("2");
        Shell.Run("stat", ["-c", "%A", backup.Out("hidden.txt")]).Output.ShouldNotContain("w");
    }

    [SkippableFact]
    public void WhatIsMovedLeavesTheSourceAndWhatIsLeftOutStays()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("folder/deep/file.txt", "file");
        backup.Write("kept/skipped.tmp", "skipped");
        string readOnly = backup.Write("read-only.txt", "read-only");
        Shell.Run("chmod", ["444", readOnly]).MustSucceed();

        ShellResult run = backup.Incremental("--move", "all", "--exclude-file", "*.tmp");

        run.ExitCode.ShouldBe(Copied, run.Output + run.Error);
        Shell.Run("find", [backup.Source, "-type", "f", "-printf", "%P"]).Output.Trim().ShouldBe("kept/skipped.tmp");
        Directory.Exists(backup.In("folder")).ShouldBeFalse();
        File.ReadAllText(backup.Out("folder/deep/file.txt")).ShouldBe("file");
        File.ReadAllText(backup.Out("read-only.txt")).ShouldBe("read-only");
    }

    [SkippableFact]
    public void ABigFileWhoseRunWasKilledIsTakenUp()
    {
        WindowsBackup backup = new(machine.Bed);
        byte[] content = System.Security.Cryptography.RandomNumberGenerator.GetBytes(30 * 1024 * 1024);
        File.WriteAllBytes(backup.In("big.bin"), content);
        using (RunningProgram first = backup.StartMirror("--json", "--restartable", "--bandwidth", "8M"))
        {
            first.Says("\"copying\"").ShouldBeTrue(first.Said);
            string blocks = Waiting(() => Parts(backup).FirstOrDefault(p => p.EndsWith(".blocks.tmp", StringComparison.Ordinal) && new FileInfo(p).Length > 128));
            first.IsRunning.ShouldBeTrue("the run ended too soon to prove anything");
            first.Kill();
            File.Exists(blocks).ShouldBeTrue();
        }

        ShellResult second = backup.Mirror("--restartable");

        second.ExitCode.ShouldBe(Copied, second.Output + second.Error);
        File.ReadAllBytes(backup.Out("big.bin")).AsSpan().SequenceEqual(content).ShouldBeTrue();
        Parts(backup).ShouldBeEmpty();
        backup.FindsNothingToDo();
        backup.IsMirrored();
    }

    [SkippableFact]
    public void WhereThereIsRoomAboveTheFloorNothingWaits()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "a");

        ShellResult run = backup.Mirror("--floor", "1M", "--hours", "0000-2400", "--unbuffered");

        run.ExitCode.ShouldBe(Copied, run.Output + run.Error);
        run.Output.ShouldNotContain("can't be found out");
    }

    private static string[] Parts(WindowsBackup backup) =>
        Directory.Exists(backup.Destination) ? Directory.GetFiles(backup.Destination, ".snapback-part-*") : [];

    private static string Marks(string file) => Shell.Run("getfattr", ["--only-values", "-n", "user.DOSATTRIB", file]).Output;

    private static string Waiting(Func<string?> what)
    {
        for (int i = 0; i < 600; i++)
        {
            if (what() is { } found)
            {
                return found;
            }

            Task.Delay(100).Wait();
        }

        throw new TimeoutException("It did not come.");
    }
}
