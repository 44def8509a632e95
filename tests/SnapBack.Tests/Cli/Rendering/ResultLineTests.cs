using Shouldly;
using SnapBack.Cli.Rendering;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering;

public sealed class ResultLineTests
{
    [Theory]
    [InlineData(0, "Result: success, nothing to do")]
    [InlineData(1, "Result: success, 1 file copied")]
    [InlineData(47, "Result: success, 47 files copied")]
    public void ASuccessCountsItsFiles(long files, string line)
    {
        Line(SomeRun.Copied(files), RunStatus.Completed, files > 0 ? 1 : 0).ShouldBe(line);
    }

    [Theory]
    [InlineData(1, 0, "Result: FAILED, 1 file could not be copied")]
    [InlineData(2, 0, "Result: FAILED, 2 files could not be copied")]
    [InlineData(2, 45, "Result: FAILED, 2 files could not be copied, 45 files copied")]
    public void AFailureNamesWhatFailedFirst(long failed, long copied, string line)
    {
        Line(new RunTotals { Files = new Counts { Failed = failed, Copied = copied } }, RunStatus.Failed, 8).ShouldBe(line);
    }

    [Fact]
    public void FoldersThatCouldNotBeListedAreAFailure()
    {
        Line(new RunTotals { FailedScopes = 1, Dirs = new Counts { Failed = 1 }, Withheld = 3 }, RunStatus.Failed, 8)
            .ShouldBe("Result: FAILED, 1 folder could not be listed, 3 deletions held back");
    }

    [Fact]
    public void ADeletionIsNotNothing()
    {
        Line(new RunTotals { Deleted = 3 }, RunStatus.Completed, 2).ShouldBe("Result: success, 3 deleted");
    }

    [Fact]
    public void AFailureWithoutNumbersDoesNotLookLikeSuccess()
    {
        Line(new RunTotals(), RunStatus.Failed, 8).ShouldBe("Result: FAILED, see the warnings above");
        Line(new RunTotals(), RunStatus.Failed, 16).ShouldBe("Result: FAILED, nothing was done");
        Line(new RunTotals(), RunStatus.Running, 0).ShouldStartWith("Result: FAILED");
    }

    [Fact]
    public void APlanSaysWouldBe()
    {
        Line(new RunTotals { Files = new Counts { Copied = 12 }, Deleted = 3 }, RunStatus.Planned, 3).ShouldBe("Result: plan only, 12 files would be copied, 3 deleted");
        Line(new RunTotals { Files = new Counts { Copied = 1 } }, RunStatus.Planned, 1).ShouldBe("Result: plan only, 1 file would be copied");
        Line(new RunTotals(), RunStatus.Planned, 0).ShouldBe("Result: plan only, nothing to do");
    }

    [Fact]
    public void AnInterruptedRunSaysWhatWasDone()
    {
        Line(SomeRun.Copied(2), RunStatus.Interrupted, 130).ShouldBe("Result: interrupted, 2 files copied");
        Line(new RunTotals(), RunStatus.Interrupted, 130).ShouldBe("Result: interrupted, nothing was changed");
    }

    private static string Line(RunTotals totals, RunStatus status, int exitCode) => ResultLine.Of(SomeRun.Result(SomeRun.Job, totals, status, exitCode));
}
