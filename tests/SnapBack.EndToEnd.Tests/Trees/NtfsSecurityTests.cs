using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>
/// NTFS to NTFS, byte for byte: what Windows knows of 2,000 files and folders beside their content arrives, and is brought up to date by itself. The tree
/// is made, and the copy judged, by programs that know nothing of the product.
/// </summary>
public sealed class NtfsSecurityTests
{
    private const int HiddenAndSystem = 0x6;

    // Owner and group are accounts that no machine knows.
    private const int SeedOfForeigners = 1;

    private static readonly string[] All = ["--copy", "DATSOU", "--dir-copy", "DAT"];

    [SkippableFact]
    public void ATreeOfEverySortOfDescriptorArrivesByteForByteAndASecondRunTouchesNothing()
    {
        using NtfsBed bed = new();
        IReadOnlyDictionary<string, int> made = NtfsTree.Create(bed.Source);
        string[] source = NtfsTree.List(bed.Source);

        BackupAnswer first = bed.Mirror(All);

        first.ExitCode.ShouldBe(1, first.Text);
        NtfsTree.Differences(bed.Source, bed.Destination).ShouldBeEmpty();
        (made["files"] + made["folders"]).ShouldBe(2000);
        made["different descriptors"].ShouldBeGreaterThan(1000);
        IReadOnlyDictionary<string, string> mirrored = NtfsTree.Marks(bed.Destination);

        BackupAnswer second = bed.Mirror(All);

        second.ExitCode.ShouldBe(0, second.Text);
        NtfsTree.Touched(bed.Destination, mirrored).ShouldBeEmpty();
        bed.Program.Rows("files", "last").Where(row => row.GetProperty("action").GetString() != "none").ShouldBeEmpty();
        NtfsTree.List(bed.Source).ShouldBe(source, "the source was changed");
    }

    [SkippableFact]
    public void OneEntryChangedOnFiftyFilesSetsFiftyDescriptorsAndCopiesNoByte()
    {
        using NtfsBed bed = new();
        NtfsTree.Create(bed.Source, count: 400);
        bed.Mirror(All).ExitCode.ShouldBe(1);
        string[] changed = NtfsTree.ChangeAnEntry(bed.Source, files: 50);
        NtfsTree.Differences(bed.Source, bed.Destination).Length.ShouldBe(50);
        IReadOnlyDictionary<string, string> before = NtfsTree.Marks(bed.Destination);

        BackupAnswer second = bed.Mirror(All);

        second.ExitCode.ShouldBeLessThan(8, second.Text);
        second.Total("files.copied").ShouldBe(0);
        second.Total("bytes.copied").ShouldBe(0);
        JsonElement[] handled = [.. bed.Program.Rows("files", "last").Where(row => row.GetProperty("action").GetString() != "none")];
        handled.Select(row => row.GetProperty("action").GetString()).Distinct().ShouldBe(["update-security"]);
        handled.Select(row => row.GetProperty("path").GetString()).ShouldBe(changed, ignoreOrder: true);
        NtfsTree.Differences(bed.Source, bed.Destination).ShouldBeEmpty();
        NtfsTree.Touched(bed.Destination, before).ShouldBe(changed, ignoreOrder: true);
        bed.Mirror(All).ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void WithoutTheLettersNoDescriptorIsCarriedOver()
    {
        using NtfsBed bed = new();
        NtfsTree.Create(bed.Source, count: 60);

        bed.Mirror("--copy", "DAT").ExitCode.ShouldBe(1);

        NtfsTree.Differences(bed.Source, bed.Destination, "attributes", "times", "streams").ShouldBeEmpty();
        NtfsTree.Differences(bed.Source, bed.Destination, "acl").Length.ShouldBeGreaterThan(50);
    }

    [SkippableTheory]
    [InlineData("DATS", "dacl")]
    [InlineData("DATO", "owner", "group")]
    [InlineData("DATU", "sacl")]
    [InlineData("DATSO", "dacl", "owner", "group")]
    public void OnlyThePartsThatAreAskedForAreSet(string letters, params string[] parts)
    {
        using NtfsBed bed = new();
        string file = Path.Join(bed.Source, "file");
        BackupBed.Write(file, "content");
        NtfsTree.Give(file, "audited", seed: SeedOfForeigners);
        IReadOnlyDictionary<string, string> source = NtfsTree.PartsOf(file);

        bed.Mirror("--copy", letters).ExitCode.ShouldBe(1);

        IReadOnlyDictionary<string, string> copied = NtfsTree.PartsOf(Path.Join(bed.Destination, "file"));
        string[] all = ["owner", "group", "dacl", "sacl"];
        all.Where(part => copied[part] == source[part]).ShouldBe(parts, ignoreOrder: true);
    }

    [SkippableFact]
    public void FixSecurityPutsRightWhatSomebodyChangedAtTheDestinationAndNothingElse()
    {
        using NtfsBed bed = new();
        NtfsTree.Create(bed.Source, count: 100);
        bed.Mirror(All).ExitCode.ShouldBe(1);
        string[] changed = NtfsTree.ChangeAnEntry(bed.Destination, files: 7);
        IReadOnlyDictionary<string, string> before = NtfsTree.Marks(bed.Destination);

        bed.Mirror(All).ExitCode.ShouldBe(0);
        NtfsTree.Differences(bed.Source, bed.Destination).Length.ShouldBe(7, "without being asked the destination's descriptors are not looked at");
        BackupAnswer fixing = bed.Mirror([.. All, "--fix-security"]);

        fixing.ExitCode.ShouldBeLessThan(8, fixing.Text);
        fixing.Total("files.copied").ShouldBe(0);
        NtfsTree.Differences(bed.Source, bed.Destination).ShouldBeEmpty();
        NtfsTree.Touched(bed.Destination, before).ShouldBe(changed, ignoreOrder: true);
    }

    [SkippableFact]
    public void FixTimesPutsRightTimesThatSomebodyChangedAtTheDestination()
    {
        using NtfsBed bed = new();
        NtfsTree.Create(bed.Source, count: 60);
        bed.Mirror(All).ExitCode.ShouldBe(1);
        string folder = Directory.GetDirectories(bed.Destination).First(d => Path.GetFileName(d) != ".snapback");
        NtfsTree.SetTimes(folder, 116444736000000000);

        BackupAnswer fixing = bed.Mirror([.. All, "--fix-times"]);

        fixing.ExitCode.ShouldBeLessThan(8, fixing.Text);
        fixing.Total("files.copied").ShouldBe(0);
        NtfsTree.Differences(bed.Source, bed.Destination).ShouldBeEmpty();
    }

    [SkippableFact]
    public void TheRootOfTheDestinationKeepsItsOwnDescriptorUntilAsked()
    {
        using NtfsBed bed = new();
        BackupBed.Write(Path.Join(bed.Source, "file"), "content");
        NtfsTree.Give(bed.Source, "protected");
        Directory.CreateDirectory(bed.Destination);
        NtfsTree.Give(bed.Destination, "denying", seed: 9);
        string own = NtfsTree.Show(bed.Destination).Descriptor;

        bed.Mirror(All).ExitCode.ShouldBe(1);
        NtfsTree.Show(bed.Destination).Descriptor.ShouldBe(own);
        bed.Mirror(All).ExitCode.ShouldBe(0);
        bed.Mirror([.. All, "--root-security"]).ExitCode.ShouldBeLessThan(8);

        NtfsTree.Show(bed.Destination).Descriptor.ShouldBe(NtfsTree.Show(bed.Source).Descriptor);
        bed.Mirror([.. All, "--root-security"]).ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void TheCopyOfAVolumesRootIsNotHidden()
    {
        using NtfsBed bed = new();
        BackupBed.Write(Path.Join(bed.SourceVolume, "file"), "content");
        NtfsTree.Show(bed.SourceVolume).Attributes.ShouldBe("00000036", "mkfs.ntfs makes the root of a volume hidden and system");

        BackupAnswer first = bed.Mirror(bed.SourceVolume, All);

        first.ExitCode.ShouldBe(1, first.Text);
        (Convert.ToInt32(NtfsTree.Show(bed.Destination).Attributes, 16) & HiddenAndSystem).ShouldBe(0);
        bed.Mirror(bed.SourceVolume, All).ExitCode.ShouldBe(0);
    }

    [SkippableFact]
    public void ADestinationWithoutDescriptorsIsToldOfOnceAndTheCatalogKeepsThem()
    {
        using NtfsBed bed = new(VolumeKind.Ext4);
        NtfsTree.Create(bed.Source, count: 100, isNarrow: true);

        BackupAnswer first = bed.Mirror(All);
        BackupAnswer second = bed.Mirror(All);

        first.ExitCode.ShouldBe(1, first.Text);
        first.Lines.Count(line => line.GetProperty("type").GetString() == "notice" && line.GetProperty("text").GetString()!.Contains("ecurity", StringComparison.Ordinal)).ShouldBe(1, first.Text);
        first.Notices.ShouldContain("security-not-kept");
        second.ExitCode.ShouldBe(0, second.Text);
        second.Total("files.copied").ShouldBe(0);
        int different = NtfsTree.List(bed.Source, "acl").Select(line => line.Split('|')[^1]).Distinct().Count();
        bed.Sql("SELECT count(*) FROM descriptor").ShouldBe($"{different + 1}", "and that of the root");
    }

    [SkippableFact]
    public void FromNtfsToExt4AndBackTheVaultGivesEveryDescriptorBack()
    {
        using NtfsBed bed = new(VolumeKind.Ext4);
        NtfsTree.Create(bed.Source, count: 400, isNarrow: true);
        bed.Mirror(All).ExitCode.ShouldBe(1);
        string back = Path.Join(bed.SourceVolume, "back");

        ShellResult restore = bed.Program.Run("restore", "--catalog", bed.Program.Catalog, "--to", back);

        restore.ExitCode.ShouldBe(0, restore.Output + restore.Error);
        NtfsTree.Differences(bed.Source, back).ShouldBeEmpty();
        NtfsTree.Show(back).Descriptor.ShouldBe(NtfsTree.Show(bed.Source).Descriptor);
        bed.Program.Run("restore", "--catalog", bed.Program.Catalog, "--to", back).Output.ShouldContain("0 files restored");
    }

    [SkippableTheory]
    [InlineData("DATO", "owner", "group")]
    [InlineData("DATS", "dacl")]
    public void WhatWasNotRecordedOfADescriptorIsNotRestored(string letters, params string[] parts)
    {
        using NtfsBed bed = new();
        string file = Path.Join(bed.Source, "file");
        BackupBed.Write(file, "content");
        NtfsTree.Give(file, "audited", seed: SeedOfForeigners);
        bed.Mirror("--copy", letters).ExitCode.ShouldBe(1);
        string back = Path.Join(bed.SourceVolume, "back");

        bed.Program.Run("restore", "--catalog", bed.Program.Catalog, "--to", back).MustSucceed();

        IReadOnlyDictionary<string, string> restored = NtfsTree.PartsOf(Path.Join(back, "file"));
        IReadOnlyDictionary<string, string> source = NtfsTree.PartsOf(file);
        restored["dacl"].ShouldNotBeEmpty("everybody could do everything");
        source.Keys.Where(part => part != "control" && restored[part] == source[part]).ShouldBe(parts, ignoreOrder: true);
    }
}
