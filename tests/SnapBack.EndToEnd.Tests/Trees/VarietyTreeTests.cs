using System.Text;
using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>A tree with every kind of entry and name arrives whole, and is spoken of without harm.</summary>
public sealed class VarietyTreeTests
{
    private static readonly string[] Specials = ["fifo", "socket", "null"];

    [SkippableFact]
    public void EveryKindOfEntryArrivesAndASecondRunCopiesNothing()
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);

        BackupAnswer first = bed.Mirror();
        bed.ShouldBeEqual([.. Specials.Select(name => $"/special/{name}")]);
        TreeMarks mirrored = TreeMarks.Of(bed.Destination);
        BackupAnswer second = bed.Mirror();

        first.ExitCode.ShouldBe(1);
        second.ExitCode.ShouldBe(0, second.Text);
        second.Total("files.copied").ShouldBe(0);
        second.Total("files.skipped").ShouldBe(second.Total("files.total"));
        TreeMarks.Of(bed.Destination).TouchedSince(mirrored).ShouldBeEmpty();
    }

    [SkippableFact]
    public void AFolderThatLooksAsItDidLongAgoIsLeftAloneAndAChangeInItIsStillFound()
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);
        PassTheTimeInWhichAChangeCouldHide();
        bed.Mirror();
        bed.Mirror().ExitCode.ShouldBe(0);
        string victim = bed.InSource("nested/one/two/three/four/five/file.txt");
        DateTime written = File.GetLastWriteTimeUtc(victim);
        byte[] bytes = File.ReadAllBytes(victim);
        bytes[0] ^= 255;
        File.WriteAllBytes(victim, bytes);
        File.SetLastWriteTimeUtc(victim, written);

        bed.Mirror().ExitCode.ShouldBe(1);

        File.ReadAllBytes(bed.InDestination("nested/one/two/three/four/five/file.txt")).ShouldBe(bytes);
        bed.ShouldBeEqual([.. Specials.Select(name => $"/special/{name}")]);
        bed.Handled().Select(BackupBed.MarkOf).ShouldBe(["./nested/one/two/three/four/five/file.txt"]);
    }

    [SkippableFact]
    public void PathsOfAnyLengthArrive()
    {
        using BackupBed bed = new();
        VarietyTree.AddDeepPath(bed.Source);

        bed.Mirror().ExitCode.ShouldBe(1);

        TreeListing.Of(bed.Destination).ShouldBe(TreeListing.Of(bed.Source));
        bed.Mirror().ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void PipesSocketsAndDevicesAreRecordedAndNotCopied()
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);

        bed.Mirror();

        JsonElement[] rows = bed.Program.Rows("files", "last", "--class", "excluded");
        rows.Select(row => row.GetProperty("kind").GetString()).ShouldBe(["fifo", "character-device", "socket"], ignoreOrder: true);
        rows.ShouldAllBe(row => row.GetProperty("outcome").GetString() == "skipped");
        Directory.GetFileSystemEntries(bed.InDestination("special")).ShouldBeEmpty();
    }

    [SkippableFact]
    public void NamesInJsonCarryTheirExactBytes()
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);
        HashSet<string> names = [.. TreeMarks.Of(bed.Source).Paths.Where(path => path != ".")];

        BackupAnswer answer = bed.Mirror("--verbose");

        HashSet<string> told = [.. answer.Lines.Where(line => line.GetProperty("type").GetString() == "item" && line.GetProperty("path").GetString() != string.Empty).Select(BackupBed.MarkOf)];
        bed.Program.Rows("files", "last").Select(BackupBed.MarkOf).ShouldBe(names, ignoreOrder: true);
        bed.Program.Rows("ls", "last").Select(BackupBed.MarkOf).Except(names).ShouldBeEmpty();
        told.ShouldContain("./names/not\\x20utf-8\\x20\\xff\\xfe");
        told.Except(names).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("backup")]
    [InlineData("files")]
    [InlineData("ls")]
    [InlineData("json")]
    [InlineData("log")]
    public void NoOutputHoldsACharacterThatControlsATerminal(string output)
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);
        byte[] said = bed.Program.Mirror(bed.Source, bed.Destination, "--verbose", "--log", bed.At("log")).StandardOutput;

        byte[] bytes = output switch
        {
            "backup" => said,
            "log" => File.ReadAllBytes(bed.At("log")),
            "json" => bed.Program.Run("catalog", "--catalog", bed.Program.Catalog, "files", "last", "--format", output).MustSucceed().StandardOutput,
            _ => bed.Program.Run("catalog", "--catalog", bed.Program.Catalog, output, "last").MustSucceed().StandardOutput,
        };

        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        text.ShouldContain(output == "log" ? "Run" : "esc");
        text.Where(c => (char.IsControl(c) && c is not ('\n' or '\r')) || c is '\u202E' or '\u2028').ShouldBeEmpty();
    }

    // A file that changed within three seconds before a run is looked at again; older ones are known by their times.
    private static void PassTheTimeInWhichAChangeCouldHide() => Shell.Run("sleep", ["4"]).MustSucceed();
}
