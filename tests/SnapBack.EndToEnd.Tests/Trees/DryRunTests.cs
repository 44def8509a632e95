using System.Text.Json;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Trees;

/// <summary>A dry run decides everything and changes nothing, and the run that follows does just what it said.</summary>
public sealed class DryRunTests
{
    private static readonly string[] Totals =
    [
        "dirs.total", "dirs.copied", "dirs.skipped", "dirs.mismatch", "dirs.extras", "files.total", "files.copied", "files.skipped", "files.mismatch", "files.extras",
        "bytes.total", "bytes.copied", "bytes.skipped", "bytes.extras", "deleted",
    ];

    // A plan reads no content: whether a file whose change time moved is copied or left, only the run itself can tell.
    private static readonly string[] KnownToAPlan =
    [
        "dirs.total", "dirs.copied", "dirs.skipped", "dirs.mismatch", "dirs.extras", "files.total", "files.mismatch", "files.extras",
        "bytes.total", "bytes.extras", "deleted",
    ];

    [SkippableTheory]
    [InlineData("mirror")]
    [InlineData("incremental")]
    public void ADryRunChangesNothingAndItsNumbersAreThoseOfTheRunThatFollows(string mode)
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);

        // Files that changed within seconds before a run are read again by the next one; here nothing but the changes below is to be in question.
        using (ManualResetEventSlim never = new())
        {
            never.Wait(TimeSpan.FromSeconds(5));
        }

        bed.Mirror();
        foreach ((string kind, string path) in TreeChanges.Make(bed.Source, seed: 2, count: 20))
        {
            // A dry run reads no content: an edit that nothing but the content shows is no part of its numbers.
            if (kind == "stealth")
            {
                File.SetLastWriteTimeUtc(Path.Join(bed.Source, path), new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            }
        }

        TreeMarks marks = TreeMarks.Of(bed.Destination);
        string[] listing = TreeListing.Of(bed.Destination);

        BackupAnswer dry = bed.Unchecked(mode, "--dry-run");

        TreeMarks.Of(bed.Destination).TouchedSince(marks).ShouldBeEmpty();
        TreeListing.Of(bed.Destination).ShouldBe(listing);
        JsonElement recorded = bed.Program.Rows("runs", "--last", "1")[0];
        (recorded.GetProperty("kind").GetString(), recorded.GetProperty("status").GetString()).ShouldBe(("plan", "planned"));
        JsonElement[] planned = Said(bed);
        BackupAnswer real = mode == "mirror" ? bed.Mirror() : bed.Incremental();
        dry.ExitCode.ShouldBe(real.ExitCode, dry.Text);
        KnownToAPlan.Select(total => $"{total} {dry.Total(total)}").ShouldBe(KnownToAPlan.Select(total => $"{total} {real.Total(total)}"));
        planned.ShouldNotBeEmpty();
    }

    [SkippableFact]
    public void ADryRunDoesNotMakeTheDestination()
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);

        BackupAnswer dry = bed.Unchecked("mirror", "--dry-run");

        dry.ExitCode.ShouldBe(1, dry.Text);
        Directory.Exists(bed.Destination).ShouldBeFalse();
        BackupAnswer real = bed.Mirror();
        Totals.Select(total => $"{total} {dry.Total(total)}").ShouldBe(Totals.Select(total => $"{total} {real.Total(total)}"));
    }

    [SkippableFact]
    public void ADryRunDoesNotSpoilWhatLaterRunsKnow()
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);
        bed.Mirror();
        bed.Unchecked("mirror", "--dry-run").ExitCode.ShouldBe(0);
        TreeMarks marks = TreeMarks.Of(bed.Destination);

        bed.Mirror().ExitCode.ShouldBe(0);

        TreeMarks.Of(bed.Destination).TouchedSince(marks).ShouldBeEmpty();
    }

    private static JsonElement[] Said(BackupBed bed) => bed.Program.Rows("files", "last");
}
