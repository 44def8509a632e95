using Shouldly;
using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>A source that looks as ransomware leaves it, and nights that only look so.</summary>
public sealed class RunGuardsTests
{
    private const int Files = 240;

    [SkippableTheory]
    [InlineData(JobMode.Mirror)]
    [InlineData(JobMode.Incremental)]
    public void AnEncryptedSourceDoesNotTakeThePlaceOfTheGoodCopy(JobMode mode)
    {
        using RuleBed twin = Filled(mode);
        Encrypt(twin, 0, 120);
        twin.Job = twin.Job with { MaxChange = new DeleteLimit(null, 100) };
        twin.Run().ExitCode.ShouldBe(1);
        File.ReadAllText(twin.InDestination("f/0.docx")).ShouldBe("encrypted", "with the guard lifted the good copy is lost");

        using RuleBed bed = Filled(mode);
        Encrypt(bed, 0, 120);
        SnapBackException refusal = Refusal(bed);

        refusal.Code.ShouldBe(ErrorCode.TooManyChanges);
        refusal.Message.ShouldContain("Of the 240 files that the backup holds, 120 (50 %) would be replaced or deleted: 120 have other content");
        refusal.Message.Split("'f/").Length.ShouldBe(4, "three examples");
        File.ReadAllText(bed.InDestination("f/0.docx")).ShouldBe("text");
    }

    [SkippableTheory]
    [InlineData(JobMode.Mirror)]
    [InlineData(JobMode.Incremental)]
    public void FilesThatCameAgainWithAFurtherEndingAreChanges(JobMode mode)
    {
        using RuleBed bed = Filled(mode);
        for (int i = 0; i < 120; i++)
        {
            File.Move(bed.InSource($"f/{i}.docx"), bed.InSource($"f/{i}.docx.locked"));
        }

        SnapBackException refusal = Refusal(bed);

        refusal.Code.ShouldBe(ErrorCode.TooManyChanges);
        refusal.Message.ShouldContain(", 120 (50 %)");
        refusal.Message.ShouldContain("120 came again with a further ending");
        bed.Job = bed.Job with { MaxChange = new DeleteLimit(120, 0) };
        bed.Run().ExitCode.ShouldBeLessThan(8);
    }

    [SkippableFact]
    public void DeletionsCountBesideChangesUnlessTheirOwnLimitWasSet()
    {
        using RuleBed bed = Filled(JobMode.Mirror);
        Encrypt(bed, 0, 100);
        for (int i = 100; i < 160; i++)
        {
            File.Delete(bed.InSource($"f/{i}.docx"));
        }

        Refusal(bed).Message.ShouldContain("160 (66.7 %) would be replaced or deleted: 100 have other content, 60 are to be deleted");
        bed.Job = bed.Job with { MaxDelete = new DeleteLimit(60, 0) };
        bed.Run().Totals.Deleted.ShouldBe(60);
    }

    [SkippableFact]
    public void DeletionsAloneAreTheBusinessOfTheirOwnLimit()
    {
        using RuleBed bed = Filled(JobMode.Mirror);
        for (int i = 0; i < 120; i++)
        {
            File.Delete(bed.InSource($"f/{i}.docx"));
        }

        bed.Run().Totals.Deleted.ShouldBe(120);
    }

    [SkippableFact]
    public void AFirstRunOverAnOldCopyIsNoChange()
    {
        using RuleBed bed = new();
        for (int i = 0; i < Files; i++)
        {
            bed.Write($"f/{i}.docx", "newer");
            bed.WriteAtDestination($"f/{i}.docx", "old", new DateTime(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        bed.Run().Totals.Files.Copied.ShouldBe(Files);
    }

    [SkippableFact]
    public void AttributesAloneAreNoChange()
    {
        using RuleBed bed = Filled(JobMode.Mirror);
        Shell.Run("chmod", ["-R", "g+w", bed.InSource("f")]).MustSucceed();

        RunResult run = bed.Run();

        run.Totals.MetadataUpdated.ShouldBeGreaterThanOrEqualTo(Files);
        run.Totals.FilesChanged.ShouldBe(0);
    }

    [SkippableFact]
    public void TheNextNightStopsAsWellUntilSomebodyLooks()
    {
        using RuleBed bed = Filled(JobMode.Mirror);
        Encrypt(bed, 0, 120);
        Refusal(bed);
        Refusal(bed).Code.ShouldBe(ErrorCode.TooManyChanges);

        bed.Job = bed.Job with { MaxChange = new DeleteLimit(null, 100) };
        bed.Run().Totals.FilesChanged.ShouldBe(120);
        bed.Job = bed.Job with { MaxChange = null };
        Encrypt(bed, 120, 240);
        Refusal(bed).Code.ShouldBe(ErrorCode.TooManyChanges, "one big night does not open the door");
    }

    [Theory]
    [InlineData(1000, new long[] { }, 400)]
    [InlineData(1000, new long[] { 900 }, 400)]
    [InlineData(1000, new long[] { 900, 20, 10 }, 400)]
    [InlineData(1000, new long[] { 250, 240, 10 }, 720)]
    [InlineData(120, new long[] { 10 }, 100)]
    public void TheLimitGrowsWithWhatIsUsualForTheJob(long held, long[] changed, long allowed)
    {
        IEnumerable<RunTotals> past = changed.Select(c => new RunTotals { FilesHeldBefore = 1000, FilesChanged = c }).Append(new RunTotals { FilesHeldBefore = 3, FilesChanged = 3 });

        RunGuards.AllowedChanges(held, past).ShouldBe(allowed);
    }

    private static void Encrypt(RuleBed bed, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            bed.Write($"f/{i}.docx", "encrypted", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
    }

    private static RuleBed Filled(JobMode mode)
    {
        RuleBed bed = new();
        for (int i = 0; i < Files; i++)
        {
            bed.Write($"f/{i}.docx");
        }

        bed.Job = bed.Job with { Mode = mode, MaxDelete = new DeleteLimit(null, 50) };
        bed.Run().ExitCode.ShouldBe(1);
        return bed;
    }

    private static SnapBackException Refusal(RuleBed bed)
    {
        string[] before = bed.AtDestination();
        SnapBackException refusal = Should.Throw<SnapBackException>(() => new RunCoordinator(bed.Ports()).Run(bed.Job, bed.Events, default));
        bed.AtDestination().ShouldBe(before);
        using CatalogReader reader = CatalogReader.Open(bed.Job.Catalog!);
        RunDetails last = reader.Show(reader.ResolveRun("last"));
        (last.Run.Status, last.Run.ExitCode, last.Message).ShouldBe(("failed", 16, refusal.Message));
        return refusal;
    }
}
