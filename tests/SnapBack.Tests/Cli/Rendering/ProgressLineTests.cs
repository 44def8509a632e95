using Shouldly;
using SnapBack.Cli;
using SnapBack.Cli.Rendering;
using SnapBack.Runs;
using Xunit;

namespace SnapBack.Tests.Cli.Rendering;

public sealed class ProgressLineTests
{
    [Fact]
    public void CopyingShowsFilesBytesRateAndTimeLeft()
    {
        RunProgress progress = new(RunPhase.Copying, 1234, 5678, 1L << 30, 3L << 30, 2, TimeSpan.FromSeconds(75));

        ProgressLine.Text(progress, 100 << 20).ShouldBe("Copying  1,234 of 5,678 files  1.000 g of 3.000 g  100.00 m/s  0:00:20 left  2 failed  0:01:15");
    }

    [Fact]
    public void PlanningShowsWhatWasSeen()
    {
        ProgressLine.Text(new RunProgress(RunPhase.Planning, 99999, 0, 0, 0, 0, TimeSpan.FromSeconds(3)), 0).ShouldBe("Planning  99,999 seen  0:00:03");
    }

    [Fact]
    public void TheLineIsRewrittenAtMostFiveTimesASecondAndNeverWiderThanTheWindow()
    {
        using StringWriter output = new();
        ProgressLine line = new(new CliEnvironment { Out = output, Error = TextWriter.Null, IsTerminal = true, Width = () => 30 });

        for (int i = 0; i < 100; i++)
        {
            line.Show(new RunProgress(RunPhase.Copying, i, 100, i * 1000, 100000, 0, TimeSpan.FromMilliseconds(i * 10)));
        }

        string[] shown = output.ToString().Split("\r\e[K", StringSplitOptions.RemoveEmptyEntries);
        shown.Length.ShouldBe(5);
        shown.ShouldAllBe(text => text.Length <= 29);
        shown.ShouldAllBe(text => !text.Contains('\n', StringComparison.Ordinal));
    }
}
