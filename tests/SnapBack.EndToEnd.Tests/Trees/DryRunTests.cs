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

    [SkippableTheory]
    [InlineData("mirror")]
    [InlineData("incremental")]
    public void ADryRunChangesNothingAndItsNumbersAreThoseOfTheRunThatFollows(string mode)
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);
        bed.Mirror();
        TreeChanges.Make(bed.Source, seed: 2, count: 20);
        // With one thread, because which name of a hard-linked file is met first, and so is copied where the others are linked, depends on the walk.
        TreeMarks marks = TreeMarks.Of(bed.Destination);
        string[] listing = TreeListing.Of(bed.Destination);

        BackupAnswer dry = bed.Unchecked(mode, "--dry-run", "--threads", "1");

        TreeMarks.Of(bed.Destination).TouchedSince(marks).ShouldBeEmpty();
        TreeListing.Of(bed.Destination).ShouldBe(listing);
        JsonElement recorded = bed.Program.Rows("runs", "--last", "1")[0];
        (recorded.GetProperty("kind").GetString(), recorded.GetProperty("status").GetString()).ShouldBe(("plan", "planned"));
        JsonElement[] planned = Said(bed);
        BackupAnswer real = mode == "mirror" ? bed.Mirror("--threads", "1") : bed.Incremental("--threads", "1");
        dry.ExitCode.ShouldBe(real.ExitCode, dry.Text);
        Totals.Select(total => $"{total} {dry.Total(total)}").ShouldBe(Totals.Select(total => $"{total} {real.Total(total)}"));
        planned.Select(Decision).ShouldBe(Said(bed).Select(Decision));
    }

    [SkippableFact]
    public void ADryRunDoesNotMakeTheDestination()
    {
        using BackupBed bed = new();
        VarietyTree.Create(bed.Source);

        BackupAnswer dry = bed.Unchecked("mirror", "--dry-run");

        dry.ExitCode.ShouldBe(1, dry.Text);
        dry.Text.ShouldNotContain("does not keep", customMessage: "what is not there can't be asked");
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

    private static string Decision(JsonElement row) => $"{BackupBed.MarkOf(row)} {row.GetProperty("class")} {row.GetProperty("action")}";
}
