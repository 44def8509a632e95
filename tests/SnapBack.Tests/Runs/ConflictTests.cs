using Shouldly;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Runs;

/// <summary>Somebody changed the copy. Versions are not asked for: what a conflict displaces is kept all the same.</summary>
public sealed class ConflictTests : IDisposable
{
    private static readonly DateTime Later = new(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly RuleBed _bed = new();

    public ConflictTests()
    {
        _bed.Job = _bed.Job with { Mode = JobMode.Mirror };
    }

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public void AnEditedCopyIsKeptAsAVersionAndOverwritten()
    {
        Edited();

        RunResult run = _bed.Run();

        File.ReadAllText(_bed.InDestination("docs/a.txt")).ShouldBe("of the source");
        _bed.Versions().ShouldBe([$"{run.RunId}/docs/a.txt"]);
        File.ReadAllText(_bed.InDestination($".snapback/versions/{run.RunId}/docs/a.txt")).ShouldBe("edited at the copy");
        _bed.Ask("SELECT path, is_conflict, from_run IS NULL FROM v_versions").ShouldBe(["docs/a.txt|1|1"]);
        run.Totals.Conflicts.ShouldBe(1);
        run.Notices.ShouldContain(n => n.Code == "copy-changed" && n.IsWarning);
        _bed.Run().Totals.Conflicts.ShouldBe(0);
    }

    [SkippableFact]
    public void AnEditedCopyStaysWhereTheJobKeepsIt()
    {
        Edited();
        _bed.Job = _bed.Job with { Conflict = ConflictPolicy.Keep };

        RunResult[] runs = [_bed.Run(), _bed.Run()];

        foreach (RunResult run in runs)
        {
            run.ExitCode.ShouldBeLessThan(ExitMask.Failed);
            run.Totals.Conflicts.ShouldBe(1);
            _bed.Files(run).ShouldContain(f => f.StartsWith("docs/a.txt", StringComparison.Ordinal) && f.EndsWith("conflict", StringComparison.Ordinal));
        }

        File.ReadAllText(_bed.InDestination("docs/a.txt")).ShouldBe("edited at the copy");
        Directory.Exists(_bed.InDestination(".snapback/versions")).ShouldBeFalse();
        _bed.Job = _bed.Job with { Conflict = ConflictPolicy.Overwrite };
        _bed.Run();
        File.ReadAllText(_bed.InDestination("docs/a.txt")).ShouldBe("of the source");
        _bed.Versions().Length.ShouldBe(1);
    }

    [SkippableFact]
    public void AnEditedCopyFailsWhereTheJobSaysSo()
    {
        Edited();
        _bed.Job = _bed.Job with { Conflict = ConflictPolicy.Fail };

        RunResult run = new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, CancellationToken.None);

        run.ExitCode.ShouldBe(ExitMask.Failed);
        run.FirstFailures.ShouldHaveSingleItem().Error!.Kind.ShouldBe(SnapBack.Errors.ErrorKind.Conflict);
        File.ReadAllText(_bed.InDestination("docs/a.txt")).ShouldBe("edited at the copy");
    }

    [SkippableTheory]
    [InlineData(ConflictPolicy.Overwrite)]
    [InlineData(ConflictPolicy.Keep)]
    [InlineData(ConflictPolicy.Fail)]
    public void AnEditedCopyThatIsToBeDeletedGoesTheSameWay(ConflictPolicy policy)
    {
        _bed.Write("a.txt");
        _bed.Write("folder/b.txt");
        _bed.Write("folder/untouched.txt");
        _bed.Run();
        _bed.WriteAtDestination("a.txt", "edited at the copy", Later);
        _bed.WriteAtDestination("folder/b.txt", "edited as well", Later);
        File.Delete(_bed.InSource("a.txt"));
        Shell.Run("rm", ["-r", _bed.InSource("folder")]).MustSucceed();
        _bed.Job = _bed.Job with { Conflict = policy };

        RunResult run = new RunCoordinator(_bed.Ports()).Run(_bed.Job, _bed.Events, CancellationToken.None);

        bool isOverwritten = policy == ConflictPolicy.Overwrite;
        run.Totals.Conflicts.ShouldBe(2);
        File.Exists(_bed.InDestination("a.txt")).ShouldBe(!isOverwritten);
        File.Exists(_bed.InDestination("folder/b.txt")).ShouldBe(!isOverwritten);
        File.Exists(_bed.InDestination("folder/untouched.txt")).ShouldBeFalse();
        _bed.Versions().ShouldBe(isOverwritten ? [$"{run.RunId}/a.txt", $"{run.RunId}/folder/b.txt"] : []);
        (run.ExitCode >= ExitMask.Failed).ShouldBe(policy == ConflictPolicy.Fail);
    }

    [SkippableFact]
    public void WithoutARecordNothingIsAConflictAndTheSameIsCopied()
    {
        Edited();
        File.Delete(Path.Join(_bed.Root, "catalog.db"));

        RunResult run = _bed.Run();

        run.Totals.Conflicts.ShouldBe(0);
        File.ReadAllText(_bed.InDestination("docs/a.txt")).ShouldBe("of the source");
        _bed.Versions().ShouldBeEmpty();
    }

    [SkippableFact]
    public void AfterARunThatWasKilledNobodyCanTellWhoWroteTheCopy()
    {
        Edited();
        Shell.Run("sqlite3", [Path.Join(_bed.Root, "catalog.db"), "UPDATE run SET status = 'interrupted', exit_code = NULL"]).MustSucceed();

        _bed.Run().Totals.Conflicts.ShouldBe(0);
    }

    [SkippableFact]
    public void ACopyThatWasRepairedOrTouchedByNobodyIsNone()
    {
        _bed.Write("a.txt");
        _bed.Write("old.txt", "of 1975", new DateTime(1975, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _bed.Run();
        _bed.Write("a.txt", "the source moved on", Later);

        _bed.Run().Totals.Conflicts.ShouldBe(0);
    }

    [SkippableFact]
    public void ADryRunTellsOfIt()
    {
        Edited();
        _bed.Job = _bed.Job with { IsDryRun = true };

        RunResult run = _bed.Run();

        run.Totals.Conflicts.ShouldBe(1);
        run.Totals.VersionsKept.ShouldBe(1);
        run.Notices.ShouldContain(n => n.Code == "copy-changed");
    }

    [SkippableFact]
    public void ALinkThatWasTurnedElsewhereIsKept()
    {
        Shell.Run("ln", ["-s", "here", _bed.InSource("link")]).MustSucceed();
        _bed.Run();
        Shell.Run("ln", ["-sfn", "there", _bed.InDestination("link")]).MustSucceed();

        RunResult run = _bed.Run();

        run.Totals.Conflicts.ShouldBe(1);
        new FileInfo(_bed.InDestination($".snapback/versions/{run.RunId}/link")).LinkTarget.ShouldBe("there");
    }

    private void Edited()
    {
        _bed.Write("docs/a.txt", "of the source");
        _bed.Run();
        _bed.WriteAtDestination("docs/a.txt", "edited at the copy", Later);
    }
}
