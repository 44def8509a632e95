using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>The disk decides what is copied. A catalog that is gone or damaged costs time and a notice, never a file.</summary>
public sealed class CatalogLossTests
{
    [SkippableFact]
    public void WithoutItsCatalogTheNextRunCopiesNothing()
    {
        using BackupBed bed = Mirrored();
        TreeMarks before = TreeMarks.Of(bed.Destination);
        foreach (string file in Directory.GetFiles(bed.Program.State, "catalog.db*"))
        {
            File.Delete(file);
        }

        BackupAnswer answer = bed.Mirror();

        answer.ExitCode.ShouldBe(0, answer.Text);
        answer.Total("files.copied").ShouldBe(0);
        TreeMarks.Of(bed.Destination).TouchedSince(before).Except(["."]).ShouldBeEmpty();
        bed.ShouldBeEqual("/special/fifo", "/special/socket", "/special/null");
    }

    [SkippableFact]
    public void WithoutItsCatalogTheNextRunStillFindsWhatChanged()
    {
        using BackupBed bed = Mirrored();
        TreeChanges.Make(bed.Source, seed: 3, count: 20).ShouldNotBeEmpty();
        bed.Mirror();
        File.Delete(bed.Program.Catalog);
        BackupBed.Write(bed.InSource("many/00/added"), "added");

        bed.Mirror().ExitCode.ShouldBe(1);

        bed.ShouldBeEqual("/special/fifo", "/special/socket", "/special/null");
    }

    [SkippableTheory]
    [InlineData(0, 4096)]
    [InlineData(1, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0.5, 40_000)]
    [InlineData(0.9, 100)]
    [InlineData(0.1, 1)]
    public void ADamagedCatalogNeverStopsABackup(double place, int flipped)
    {
        using BackupBed bed = Mirrored();
        Damage(bed.Program.Catalog, place, flipped);
        BackupBed.Write(bed.InSource("many/00/added"), "added");

        BackupAnswer answer = bed.Unchecked("mirror");

        answer.ExitCode.ShouldBe(1, answer.Text);
        bed.ShouldBeEqual("/special/fifo", "/special/socket", "/special/null");
        bed.Unchecked("mirror").ExitCode.ShouldBe(0);
    }

    [SkippableTheory]
    [InlineData(0, 4096)]
    [InlineData(0.5, 0)]
    [InlineData(0.5, 40_000)]
    public void ACatalogThatIsSetAsideIsToldOf(double place, int flipped)
    {
        using BackupBed bed = Mirrored();
        bed.Mirror();
        Damage(bed.Program.Catalog, place, flipped);

        BackupAnswer answer = bed.Mirror();

        answer.ExitCode.ShouldBe(0, answer.Text);
        answer.Notices.ShouldContain("catalog-set-aside");
        Directory.GetFiles(bed.Program.State, "catalog.db.set-aside-*").ShouldNotBeEmpty();
    }

    private static BackupBed Mirrored()
    {
        BackupBed bed = new();
        VarietyTree.Create(bed.Source);
        bed.Mirror().ExitCode.ShouldBe(1);
        return bed;
    }

    // Nothing flipped: cut off there.
    private static void Damage(string file, double place, int flipped)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int at = Math.Min((int)(bytes.Length * place), bytes.Length - flipped);
        if (flipped == 0)
        {
            bytes = bytes[..(place == 1 ? 1 : at)];
        }

        for (int i = at; i < at + flipped; i++)
        {
            bytes[i] ^= 255;
        }

        File.WriteAllBytes(file, bytes);
    }
}
