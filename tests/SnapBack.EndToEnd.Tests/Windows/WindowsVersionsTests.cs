using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>Older versions, kept and brought back by the published program for Windows.</summary>
public sealed class WindowsVersionsTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    [SkippableFact]
    public void WhatIsOverwrittenOrDeletedIsKeptAndComesBack()
    {
        WindowsBackup backup = new(machine.Bed);
        backup.Write("docs/edited.txt", "first");
        backup.Write("docs/deleted.txt", "gone soon");
        backup.Write("kind", "a file");
        Keep(backup);
        backup.Write("docs/edited.txt", "second one");
        File.Delete(backup.In("docs/deleted.txt"));
        File.Delete(backup.In("kind"));
        backup.Write("kind/inside", "a folder");

        Keep(backup);

        File.ReadAllText(backup.Out("docs/edited.txt")).ShouldBe("second one");
        File.ReadAllText(backup.Out(".snapback/versions/2/docs/edited.txt")).ShouldBe("first");
        File.ReadAllText(backup.Out(".snapback/versions/2/docs/deleted.txt")).ShouldBe("gone soon");
        File.ReadAllText(backup.Out(".snapback/versions/2/kind")).ShouldBe("a file");
        backup.Sql("SELECT count(*) FROM v_versions WHERE moved_by = 2 AND from_run = 1 AND dropped_by IS NULL").ShouldBe("3");
        string back = Path.Join(Path.GetDirectoryName(backup.Source)!, "back");
        ShellResult restore = machine.Bed.Run("restore", "--catalog", backup.Catalog, "--run", "1", "--to", WineBed.WindowsPath(back));
        restore.ExitCode.ShouldBe(0, restore.Output + restore.Error);
        File.ReadAllText(Path.Join(back, "docs/edited.txt")).ShouldBe("first");
        File.ReadAllText(Path.Join(back, "docs/deleted.txt")).ShouldBe("gone soon");
        File.ReadAllText(Path.Join(back, "kind")).ShouldBe("a file");
    }

    private static void Keep(WindowsBackup backup)
    {
        ShellResult run = backup.Mirror("--keep-versions", "--max-delete", "100%", "--max-change", "100%");
        run.ExitCode.ShouldBeLessThan(8, run.Output + run.Error);
    }
}
