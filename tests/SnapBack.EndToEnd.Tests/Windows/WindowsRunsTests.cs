using System.Text.RegularExpressions;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>Runs of the published program for Windows that meet each other, a full disk, a mistake or a key.</summary>
public sealed partial class WindowsRunsTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const int Copied = 1;
    private const int Failed = 8;
    private const int NothingDone = 16;
    private const int Interrupted = 130;

    [SkippableFact]
    public void ASecondRunOnTheSameDestinationIsTurnedAwayAndAKilledOneBlocksNobody()
    {
        WindowsBackup backup = new(machine.Bed);
        Fill(backup);
        using (RunningProgram first = backup.StartMirror("--json", "--bandwidth", "200K"))
        {
            first.Says("\"copying\"").ShouldBeTrue(first.Said);

            ShellResult second = backup.Mirror();

            first.IsRunning.ShouldBeTrue("the first run ended too soon to prove anything");
            second.ExitCode.ShouldBe(NothingDone, second.Output + second.Error);
            second.Error.ShouldContain("SB1105");
            first.Kill();
        }

        backup.MirrorsOnceAndForAll();
        LeftOvers(backup).ShouldBeEmpty();
    }

    [SkippableFact]
    public void AfterCtrlCTheRunEndsInOrderAndTheNextOneFinishes()
    {
        WindowsBackup backup = new(machine.Bed);
        Fill(backup);
        using RunningProgram run = backup.StartMirror("--json", "--bandwidth", "200K");
        run.Says("\"copying\"").ShouldBeTrue(run.Said);

        run.Signal("INT");

        run.EndsWithin(TimeSpan.FromMinutes(1)).ShouldBeTrue(run.Said);
        run.ExitCode.ShouldBe(Interrupted, run.Said);
        backup.Sql("SELECT status FROM run ORDER BY id DESC LIMIT 1").ShouldBe("interrupted");
        LeftOvers(backup).ShouldBeEmpty();
        backup.MirrorsOnceAndForAll();
    }

    [SkippableFact]
    public void AFullDiskFailsTheFileAndLeavesNoHalfOne()
    {
        using LoopVolume small = LoopVolume.Create(VolumeKind.Tmpfs, megabytes: 2);
        WindowsBackup backup = new(machine.Bed, small.MountPoint);
        backup.Write("small.txt", "fits");
        File.WriteAllBytes(backup.In("large.bin"), new byte[6 * 1024 * 1024]);
        File.WriteAllText(backup.In("large.bin"), new string('x', 6 * 1024 * 1024));

        ShellResult run = backup.Mirror();

        run.ExitCode.ShouldBe(Copied | Failed, run.Output + run.Error);
        backup.Sql("SELECT path || ' ' || error_kind FROM v_run_files WHERE outcome = 'failed'").ShouldBe("large.bin disk-full");
        Directory.GetFiles(backup.Destination).Select(Path.GetFileName).ShouldBe(["small.txt"]);
    }

    [SkippableTheory]
    [InlineData(@"Q:\missing", null, "SB1101")]
    [InlineData(null, @"Q:\backup", "SB1103")]
    public void WhatIsNotThereIsToldBeforeAnythingIsTouched(string? source, string? destination, string code)
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "a");

        ShellResult run = machine.Bed.Run(
            "backup", "--source", source ?? WineBed.WindowsPath(backup.Source), "--destination", destination ?? WineBed.WindowsPath(backup.Destination), "--catalog", backup.Catalog);

        run.ExitCode.ShouldBe(NothingDone, run.Output + run.Error);
        run.Error.ShouldContain(code);
        Directory.Exists(backup.Destination).ShouldBeFalse();
    }

    [SkippableTheory]
    [InlineData(@"D:\", @"D:\inside")]
    [InlineData(@"D:\data", @"D:\DATA")]
    [InlineData(@"D:\data", @"E:\")]
    [InlineData(@"D:\data", @"E:\new")]
    [InlineData(@"E:\", @"\\?\D:\data\new")]
    public void SourceAndDestinationMayNotOverlapByWhateverNamesTheyGo(string source, string destination)
    {
        using WineBed bed = new();
        string drive = bed.MapDrive('d');
        Directory.CreateDirectory(Path.Join(drive, "data"));
        File.WriteAllText(Path.Join(drive, "data", "file.txt"), "text");
        bed.MapDrive('e', Path.Join(drive, "data"));

        ShellResult run = bed.Run("backup", "--source", source, "--destination", destination, "--catalog", WineBed.WindowsPath(bed.At("catalog.db")));

        run.ExitCode.ShouldBe(NothingDone, run.Output + run.Error);
        run.Error.ShouldContain("SB1102");
        Directory.GetFileSystemEntries(drive, "*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    [SkippableFact]
    public void ACatalogThatOthersMayWriteToIsRefused()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "a");
        string open = machine.Bed.Folder("open-to-all");
        Shell.Run("chmod", ["777", open]).MustSucceed();

        ShellResult run = machine.Bed.Run(
            "backup", "--source", WineBed.WindowsPath(backup.Source), "--destination", WineBed.WindowsPath(backup.Destination), "--catalog", WineBed.WindowsPath(open) + @"\catalog.db");

        run.ExitCode.ShouldBe(NothingDone, run.Output + run.Error);
        run.Error.ShouldContain("SB3001");
        run.Error.ShouldContain("can be written by other users");
        Directory.GetFiles(open).ShouldBeEmpty();
    }

    [SkippableFact]
    public void OutputIsPlainTextWithoutTerminalCodes()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a.txt", "a");

        ShellResult run = backup.Mirror();

        run.Output.ShouldContain("Result: success, 1 file copied");
        ControlCode().IsMatch(run.Output).ShouldBeFalse();
        run.Error.ShouldBeEmpty();
    }

    private static void Fill(WindowsBackup backup)
    {
        for (int i = 0; i < 20; i++)
        {
            backup.Write($"a/b/{i}.dat", new string((char)('a' + (i % 26)), 100_000));
        }
    }

    private static string[] LeftOvers(WindowsBackup backup) => Directory.GetFiles(backup.Destination, ".snapback-*", SearchOption.AllDirectories);

    [GeneratedRegex(@"\x1B")]
    private static partial Regex ControlCode();
}
