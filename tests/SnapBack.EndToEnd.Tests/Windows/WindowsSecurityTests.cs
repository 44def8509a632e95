using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Windows;

/// <summary>
/// Security descriptors under Wine, which makes them of Unix modes: the access list of an owner, a group and everybody. Within that they are read, set,
/// compared and recorded as on Windows; a C program beside the product tells what both sides have.
/// </summary>
public sealed class WindowsSecurityTests(WindowsMachine machine) : IClassFixture<WindowsMachine>
{
    private const int Copied = 1;

    private static readonly (string Path, string Mode)[] Files =
        [("private.txt", "600"), ("shared.txt", "644"), ("open.txt", "666"), ("folder/program", "755"), ("folder/none.txt", "400"), ("folder/deep/read-only.txt", "444")];

    [SkippableFact]
    public void AccessRulesArriveAndASecondRunFindsNothingToDo()
    {
        WindowsBackup backup = Prepared();

        ShellResult first = backup.Mirror("--copy", "DATS", "--dir-copy", "DAT");
        ShellResult second = backup.Mirror("--copy", "DATS", "--dir-copy", "DAT");

        first.ExitCode.ShouldBe(Copied, first.Output + first.Error);
        second.ExitCode.ShouldBe(0, second.Output + second.Error);
        Descriptors(backup.Destination).ShouldBe(Descriptors(backup.Source));
        Descriptors(backup.Source).Distinct().Count().ShouldBeGreaterThan(2, "Wine tells modes apart");
        WindowsListing.Of(backup.Destination).ShouldBe(WindowsListing.Of(backup.Source));
        backup.Sql("SELECT group_concat(DISTINCT security) FROM v_security WHERE path != ''").ShouldBe("exact");
    }

    [SkippableFact]
    public void OneChangedAccessRuleIsSetAndNoByteCopied()
    {
        WindowsBackup backup = Prepared();
        backup.Mirror("--copy", "DATS").MustEndWith(Copied);
        Shell.Run("chmod", ["600", backup.In("shared.txt")]).MustSucceed();

        ShellResult second = backup.Mirror("--copy", "DATS", "--json");

        second.ExitCode.ShouldBeLessThan(8, second.Output + second.Error);
        JsonElement[] handled = [.. backup.Rows("files", "last").Where(row => row.GetProperty("action").GetString() != "none")];
        handled.Select(row => $"{row.GetProperty("path").GetString()} {row.GetProperty("action").GetString()}").ShouldBe(["shared.txt update-security"]);
        Descriptors(backup.Destination).ShouldBe(Descriptors(backup.Source));
    }

    [SkippableFact]
    public void WhatWineDoesNotTakeIsToldOnceAndKeptInTheCatalog()
    {
        WindowsBackup backup = Prepared();

        ShellResult first = backup.Mirror("--copy", "DATSOU", "--dir-copy", "DAT", "--json");

        first.ExitCode.ShouldBe(Copied, first.Output + first.Error);
        first.Lines.Count(line => line.Contains("\"type\":\"notice\"", StringComparison.Ordinal) && line.Contains("security-not-kept", StringComparison.Ordinal)).ShouldBe(1, first.Output);
        WindowsListing.Of(backup.Destination).ShouldBe(WindowsListing.Of(backup.Source));
        backup.Sql("SELECT group_concat(DISTINCT security) FROM v_security WHERE path != ''").ShouldBe("adjusted");
        backup.Mirror("--copy", "DATSOU", "--dir-copy", "DAT").MustEndWith(0);
    }

    [SkippableFact]
    public void WithoutTheLetterAccessRulesAreNotCarriedOver()
    {
        WindowsBackup backup = Prepared();

        backup.Mirror("--copy", "DAT").MustEndWith(Copied);

        backup.Sql("SELECT count(*) FROM v_security").ShouldBe("0");
        backup.Sql("SELECT count(*) FROM descriptor").ShouldBe("0");
    }

    private WindowsBackup Prepared()
    {
        WindowsBackup backup = new(machine.Bed);
        foreach ((string path, string mode) in Files)
        {
            Shell.Run("chmod", [mode, backup.Write(path, path)]).MustSucceed();
        }

        Shell.Run("setfattr", ["-n", "user.DOSATTRIB", "-v", "\"0x6\"", backup.Write("hidden.txt", "hidden")]).MustSucceed();
        Shell.Run("chmod", ["750", backup.In("folder/deep")]).MustSucceed();
        return backup;
    }

    private string[] Descriptors(string root)
    {
        string[] paths = [.. Files.Select(file => file.Path), "folder", "folder/deep"];
        ShellResult told = machine.Bed.RunProgram(
            WineBed.Compile(Path.Join(AppContext.BaseDirectory, "Programs", "descriptor.c")), [.. paths.Select(path => WineBed.WindowsPath(Path.Join(root, path)))]);
        return told.MustSucceed().Lines;
    }
}
