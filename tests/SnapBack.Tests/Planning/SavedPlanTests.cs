using System.Text.Json;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Tests.Runs;
using Xunit;

namespace SnapBack.Tests.Planning;

/// <summary>A plan that was looked at is the one that is carried out, or none is.</summary>
public sealed class SavedPlanTests : IDisposable
{
    private readonly RuleBed _bed = new();

    public SavedPlanTests()
    {
        _bed.Write("same.txt");
        _bed.Write("docs/changed.txt", "old");
        _bed.Write("docs/gone.txt");
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror };
        _bed.Run();
        _bed.Write("docs/changed.txt", "new text", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _bed.Write("new/b.txt");
        _bed.Write("new/bell\a and \"quotes\".txt");
        File.Delete(_bed.InSource("docs/gone.txt"));
        Shell.Run("python3", ["-c", "import os,sys; open(os.fsencode(sys.argv[1]) + b'/bytes-\\xff.txt', 'w').close()", _bed.InSource("new")]).MustSucceed();
        Shell.Run("ln", [_bed.InSource("new/b.txt"), _bed.InSource("docs/b too.txt")]).MustSucceed();
    }

    private string PlanFile => Path.Join(_bed.Root, "plan.jsonl");

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void ThePlanNamesEveryActionOnceAndTellsNamesExactly()
    {
        Save();

        JsonElement[] lines = [.. File.ReadAllLines(PlanFile).Select(l => JsonDocument.Parse(l).RootElement.Clone())];
        lines[0].GetProperty("mode").GetString().ShouldBe("mirror");
        lines[^1].GetProperty("actions").GetInt64().ShouldBe(lines.Length - 2);
        lines[1..^1].Select(l => $"{l.GetProperty("action")} {l.GetProperty("path")}").Order(StringComparer.Ordinal).ShouldBe(
        [
            "copy docs/changed.txt",
            "copy new/bell\a and \"quotes\".txt",
            "copy new/bytes-\\xFF.txt",
            "create-folder new",
            "delete docs/gone.txt",
            "link docs/b too.txt",
            "link new/b.txt",
        ]);
        lines.Single(l => l.TryGetProperty("pathBytes", out _)).GetProperty("pathBytes").GetBytesFromBase64().ShouldBe("new/bytes-"u8.ToArray().Concat([(byte)0xFF]).Concat(".txt"u8.ToArray()));
        File.ReadAllText(_bed.InDestination("docs/changed.txt")).ShouldBe("old");
    }

    [SkippableFact]
    public void TheReviewedPlanIsCarriedOutAsLongAsNothingMoved()
    {
        Save();

        RunResult run = CarryOut();

        run.Status.ShouldBe(RunStatus.Completed);
        Rsync.Differences(_bed.InSource(""), _bed.InDestination("")).ShouldBeEmpty();
        Refusal(CarryOut).Code.ShouldBe(ErrorCode.PlanOutdated, "it can be carried out once");
    }

    [SkippableFact]
    public void APlanThatIsOlderThanTheDestinationIsCarriedOutToo()
    {
        _bed.Job = _bed.Job with { Pairs = [_bed.Job.Pairs[0] with { Destination = Path.Join(_bed.Root, "fresh") }] };
        Save();
        Directory.Exists(Path.Join(_bed.Root, "fresh")).ShouldBeFalse();

        CarryOut().Status.ShouldBe(RunStatus.Completed);

        Rsync.Differences(_bed.InSource(""), Path.Join(_bed.Root, "fresh")).ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("source/same.txt", "edited", "now to be done: copy 'same.txt'")]
    [InlineData("source/docs/changed.txt", "edited again", "in the plan: copy 'docs/changed.txt' (8 bytes")]
    [InlineData("source/docs/gone.txt", "is back", "in the plan: delete 'docs/gone.txt'")]
    [InlineData("source/another.txt", "came", "now to be done: copy 'another.txt'")]
    [InlineData("destination/docs/changed.txt", "somebody edited the copy", "now to be done: copy 'docs/changed.txt'")]
    [InlineData("destination/stray.txt", "came", "now to be done: delete 'stray.txt'")]
    public void WhatMovedOnAtEitherSideIsNamedAndNothingIsDone(string path, string text, string difference)
    {
        Save();
        File.WriteAllText(Path.Join(_bed.Root, path), text);
        string[] before = TreeListing.Of(_bed.InDestination(""));

        SnapBackException refusal = Refusal(CarryOut);

        refusal.Code.ShouldBe(ErrorCode.PlanOutdated);
        refusal.Message.ShouldContain(difference);
        TreeListing.Of(_bed.InDestination("")).ShouldBe(before);
    }

    [SkippableFact]
    public void AFileWithTheSameSizeAndTimeThatIsAnotherFileIsNamed()
    {
        Save();
        string changed = _bed.InSource("docs/changed.txt");
        File.Move(changed, _bed.InSource("docs/aside"));
        _bed.Write("docs/changed.txt", "NEW TEXT", new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Delete(_bed.InSource("docs/aside"));

        Refusal(CarryOut).Message.ShouldContain("docs/changed.txt");
    }

    [SkippableFact]
    public void APlanThatWasEditedCutOffOrIsOfAnotherJobIsRefused()
    {
        Save();
        string[] lines = File.ReadAllLines(PlanFile);
        string whole = File.ReadAllText(PlanFile);

        File.WriteAllLines(PlanFile, lines.Where(l => !l.Contains("gone.txt", StringComparison.Ordinal)));
        Refusal(CarryOut).Message.ShouldContain("was changed since it was made");
        File.WriteAllLines(PlanFile, lines[..^1]);
        Refusal(CarryOut).Message.ShouldContain("is not whole");
        File.WriteAllText(PlanFile, string.Empty);
        Refusal(CarryOut).Code.ShouldBe(ErrorCode.PlanFileUnusable);
        File.WriteAllText(PlanFile, new string('x', 3_000_000));
        Refusal(CarryOut).Code.ShouldBe(ErrorCode.PlanFileUnusable);
        File.Delete(PlanFile);
        Refusal(CarryOut).Code.ShouldBe(ErrorCode.PlanFileUnusable);

        File.WriteAllText(PlanFile, whole);
        foreach (Job other in new[] { _bed.Job with { Name = "other" }, _bed.Job with { Mode = JobMode.Incremental }, _bed.Job with { Pairs = [_bed.Job.Pairs[0] with { Destination = Path.Join(_bed.Root, "other") }] } })
        {
            Refusal(() => Run(other with { PlanFile = PlanFile })).Message.ShouldContain("is the plan of another job");
        }

        Directory.Exists(Path.Join(_bed.Root, "other")).ShouldBeFalse();
    }

    [SkippableFact]
    public void APlanIsNeverWrittenOverAFileOrThroughALink()
    {
        string precious = Path.Join(_bed.Root, "precious");
        File.WriteAllText(precious, "precious");
        File.CreateSymbolicLink(PlanFile, precious);

        Refusal(Save).Message.ShouldContain("there is such a file already");

        File.ReadAllText(precious).ShouldBe("precious");
    }

    private void Save() => Run(_bed.Job with { IsDryRun = true, PlanOut = PlanFile }).Status.ShouldBe(RunStatus.Planned);

    private RunResult CarryOut() => Run(_bed.Job with { PlanFile = PlanFile });

    private RunResult Run(Job job) => new RunCoordinator(_bed.Ports()).Run(job, _bed.Events, default);

    private static SnapBackException Refusal(Func<object> run) => Should.Throw<SnapBackException>(() => run());

    private static SnapBackException Refusal(Action run) => Should.Throw<SnapBackException>(run);
}
