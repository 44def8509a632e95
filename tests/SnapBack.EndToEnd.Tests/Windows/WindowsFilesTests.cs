using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>The published program for Windows copies what Windows has, each in two runs of which the second finds nothing to do.</summary>
public sealed class WindowsFilesTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const int Copied = 1;
    private const int Failed = 8;

    [SkippableFact]
    public void TheQuickstartJobIsDoneOnceAndTheSecondRunFindsNothingToDo()
    {
        WineBed bed = machine.Bed;
        string job = bed.Folder("quickstart");
        Shell.Run("cp", ["-r", Checkout.At("samples", "quickstart") + "/.", job]).MustSucceed();
        string file = WineBed.WindowsPath(Path.Join(job, "job.json"));

        ShellResult first = bed.Run("backup", file);
        ShellResult second = bed.Run("backup", file);

        first.ExitCode.ShouldBe(Copied, first.Output + first.Error);
        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        WindowsListing.Of(Path.Join(job, "backup")).ShouldBe(WindowsListing.Of(Path.Join(job, "documents")));
        File.Exists(bed.DefaultCatalog).ShouldBeTrue("the catalog lies in %ProgramData%");
    }

    [SkippableFact]
    public void AFileHeldOpenWithoutSharingIsTheOnlyOneThatFails()
    {
        WindowsBackup backup = new(machine.Bed);
        string locked = backup.Write("data/locked.db", "held by a program");
        backup.Write("data/free.txt", "free");
        backup.Write("other.txt", "free as well");

        using (machine.Bed.HoldOpen("-", WineBed.WindowsPath(locked)))
        {
            ShellResult run = backup.Mirror();

            run.ExitCode.ShouldBe(Copied | Failed, run.Output + run.Error);
            JsonElement failure = backup.Rows("files", "last").Single(row => row.GetProperty("outcome").GetString() == "failed");
            failure.GetProperty("path").GetString().ShouldBe("data/locked.db");
            backup.Sql("SELECT error_kind || ' ' || error_code FROM v_run_files WHERE outcome = 'failed'").ShouldBe("in-use 32");
            run.Output.ShouldContain("error 32");
            File.Exists(backup.Out("data/locked.db")).ShouldBeFalse();
            File.ReadAllText(backup.Out("data/free.txt")).ShouldBe("free");
            File.ReadAllText(backup.Out("other.txt")).ShouldBe("free as well");
        }

        backup.MirrorsOnceAndForAll();
    }

    [SkippableFact]
    public void ALockedFileKeepsTheCopyThatThereIs()
    {
        WindowsBackup backup = new(machine.Bed);
        string locked = backup.Write("locked.db", "old");
        backup.Mirror().MustEndWith(Copied);
        File.WriteAllText(locked, "newer");

        using (machine.Bed.HoldOpen("-", WineBed.WindowsPath(locked)))
        {
            backup.Mirror().MustEndWith(Failed);
        }

        File.ReadAllText(backup.Out("locked.db")).ShouldBe("old");
        backup.MirrorsOnceAndForAll();
    }

    [SkippableFact]
    public void AProgramThatLetsOthersReadDisturbsNothing()
    {
        WindowsBackup backup = new(machine.Bed);
        string shared = backup.Write("shared.log", "written on and on");

        using RunningProgram holder = machine.Bed.HoldOpen("rw", WineBed.WindowsPath(shared));

        backup.MirrorsOnceAndForAll();
    }

    [SkippableFact]
    public void AnIncrementalRunAddsAndUpdatesAndDeletesNothing()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("same.txt", "same");
        backup.Write("changed.txt", "old");
        backup.Write("gone/gone.txt", "gone");
        backup.Incremental().MustEndWith(Copied);
        File.WriteAllText(backup.In("changed.txt"), "new and longer");
        backup.Write("added/deep/new.txt", "new");
        backup.RemoveTree("gone");

        ShellResult second = backup.Incremental("--json");
        ShellResult third = backup.Incremental();

        second.ExitCode.ShouldBe(Copied | 2, second.Output + second.Error);
        Summary(second).GetProperty("totals").GetProperty("files").GetProperty("copied").GetInt64().ShouldBe(2);
        third.ExitCode.ShouldBe(2, third.Output + third.Error);
        File.ReadAllText(backup.Out("gone/gone.txt")).ShouldBe("gone");
        File.ReadAllText(backup.Out("changed.txt")).ShouldBe("new and longer");
        File.ReadAllText(backup.Out("added/deep/new.txt")).ShouldBe("new");
    }

    [SkippableFact]
    public void AMirrorDeletesWhatTheSourceNoLongerHas()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("stays.txt", "stays");
        Shell.Run("chmod", ["444", backup.Write("old/read-only.txt", "read-only")]).MustSucceed();
        Shell.Run("setfattr", ["-n", "user.DOSATTRIB", "-v", "\"0x6\"", backup.Write("old/deep/hidden.txt", "hidden")]).MustSucceed();
        backup.Write("kind", "a file that becomes a folder");
        backup.Write("kind2/x", "a folder that becomes a file");
        backup.MirrorsOnceAndForAll();
        backup.RemoveTree("old");
        File.Delete(backup.In("kind"));
        backup.Write("kind/inside.txt", "now a folder");
        backup.RemoveTree("kind2");
        backup.Write("kind2", "now a file");

        ShellResult second = backup.Mirror("--max-delete", "100%");

        second.ExitCode.ShouldBeLessThan(Failed, second.Output + second.Error);
        Directory.Exists(backup.Out("old")).ShouldBeFalse();
        backup.FindsNothingToDo();
        backup.IsMirrored();
    }

    // Wine keeps a stream as a file of that name; what is proven here is that such a name is carried through, not how NTFS lists streams.
    [SkippableFact]
    public void WhatWasWrittenIsReadBackWhenAskedFor()
    {
        WindowsBackup backup = new(machine.Bed);
        byte[] bytes = new byte[700_001];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(backup.In("odd length.bin"), bytes);
        backup.Write("empty", string.Empty);
        Shell.Run("truncate", ["-s", "3M", backup.In("holes")]).MustSucceed();

        ShellResult run = backup.Mirror("--verify", "written");

        run.ExitCode.ShouldBe(Copied, run.Output + run.Error);
        backup.FindsNothingToDo();
        backup.IsMirrored();
    }

    [SkippableFact]
    public void WhatWindowsKeepsInTheRootOfAVolumeIsNeitherCopiedNorDeleted()
    {
        using WineBed bed = new();
        string source = bed.MapDrive('d');
        string destination = bed.MapDrive('e');
        foreach (string drive in new[] { source, destination })
        {
            Directory.CreateDirectory(Path.Join(drive, "System Volume Information"));
            Directory.CreateDirectory(Path.Join(drive, "$RECYCLE.BIN"));
            File.WriteAllText(Path.Join(drive, "System Volume Information", "tracking.log"), drive);
            File.WriteAllText(Path.Join(drive, "$RECYCLE.BIN", "desktop.ini"), drive);
        }

        File.WriteAllText(Path.Join(source, "pagefile.sys"), "pages");
        Directory.CreateDirectory(Path.Join(source, "folder"));
        File.WriteAllText(Path.Join(source, "folder", "pagefile.sys"), "a file like any other");
        File.WriteAllText(Path.Join(destination, "extra.txt"), "extra");
        string[] arguments = ["backup", "--source", @"D:\", "--destination", @"E:\", "--mode", "mirror", "--snapshot", "never", "--max-delete", "100%"];

        ShellResult first = bed.Run(arguments);
        ShellResult second = bed.Run(arguments);

        first.ExitCode.ShouldBe(Copied | 2, first.Output + first.Error);
        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        File.ReadAllText(Path.Join(destination, "System Volume Information", "tracking.log")).ShouldBe(destination);
        File.ReadAllText(Path.Join(destination, "$RECYCLE.BIN", "desktop.ini")).ShouldBe(destination);
        Directory.GetFileSystemEntries(destination, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(destination, path)).Where(path => !path.StartsWith(".snapback", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(["$RECYCLE.BIN", "$RECYCLE.BIN/desktop.ini", "System Volume Information", "System Volume Information/tracking.log", "folder", "folder/pagefile.sys"]);
    }

    [SkippableFact]
    public void AShadowCopyIsReadByItsDevicePath()
    {
        WineBed bed = machine.Bed;
        string device = bed.Folder("globalroot", "Device", "HarddiskVolumeShadowCopy7");
        bed.LinkDevice("globalroot", bed.At("globalroot"));
        string backups = bed.Folder("from-shadow-copy");
        Directory.CreateDirectory(Path.Join(device, "folder", "deep"));
        File.WriteAllText(Path.Join(device, "top.txt"), "top");
        File.WriteAllText(Path.Join(device, "folder", "deep", "file.txt"), "deep");
        string catalog = WineBed.WindowsPath(bed.At("shadow.db"));

        foreach (string root in new[] { @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7\", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7", @"\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7\folder" })
        {
            string destination = Path.Join(backups, Guid.NewGuid().ToString("N"));
            string[] arguments = ["backup", "--source", root, "--destination", WineBed.WindowsPath(destination), "--catalog", catalog, "--mode", "mirror", "--snapshot", "never"];
            ShellResult first = bed.Run(arguments);
            ShellResult second = bed.Run(arguments);

            first.ExitCode.ShouldBe(Copied, $"{root}: {first.Output}{first.Error}");
            second.ExitCode.ShouldBe(0, $"{root}: {second.Output}{second.Error}");
            WindowsListing.Of(destination).ShouldBe(WindowsListing.Of(root.EndsWith("folder", StringComparison.Ordinal) ? Path.Join(device, "folder") : device));
        }
    }

    [SkippableFact]
    public void ADryRunTellsAndChangesNothing()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("a/b.txt", "b");

        ShellResult dry = backup.Mirror("--dry-run");

        dry.ExitCode.ShouldBe(Copied, dry.Output + dry.Error);
        Directory.Exists(backup.Destination).ShouldBeFalse();
        backup.MirrorsOnceAndForAll();
    }

    private static JsonElement Summary(ShellResult run) => JsonDocument.Parse(run.Lines[^1]).RootElement;
}
