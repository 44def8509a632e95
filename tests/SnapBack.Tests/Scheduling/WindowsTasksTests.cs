using System.Xml.Linq;
using Shouldly;
using SnapBack.Errors;
using SnapBack.Scheduling;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Scheduling;

/// <summary>What is asked of schtasks, on a folder in the place of Windows's own. The real program is asked by the tests under Wine.</summary>
public sealed class WindowsTasksTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _asked = [];
    private readonly Queue<int> _results = [];
    private ProgramAnswer _answer = new(0, string.Empty, string.Empty);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void AnInstalledTaskIsListedWithItsJobAndWhatTheSchedulerTells()
    {
        _answer = new ProgramAnswer(
            0,
            "\"PC\",\"\\Other\\task\",\"x\",\"y\",\"z\",\"a\",\"b\"\r\n\"PC\",\"\\SnapBack\\nightly\",\"22.11.2026 02:00:00\",\"Bereit\",\"Interaktiv, Hintergrund\",\"21.11.2026 02:00:00\",\"0\",\"SnapBack\"\r\n",
            string.Empty);
        Scheduler().Install(Nightly()).ShouldBe(@"\SnapBack\nightly");

        Scheduler().List().ShouldBe([new ScheduledTask("nightly", @"\SnapBack\nightly", @"C:\jobs\nightly.json", "22.11.2026 02:00:00", "21.11.2026 02:00:00", "0")]);
    }

    [Fact]
    public void InstallingAgainReplacesAndLeavesNoFileBehind()
    {
        Scheduler().Install(Nightly());
        Scheduler().Install(Nightly() with { TimeLimit = null });

        _asked.Count(line => line.StartsWith(@"/create /tn \SnapBack\nightly /xml ", StringComparison.Ordinal) && line.EndsWith(" /f", StringComparison.Ordinal)).ShouldBe(2);
        Scheduler().Show("nightly").ShouldContain("PT0S");
        Directory.GetFiles(_temp.Root).ShouldBeEmpty();
    }

    [Fact]
    public void ATaskThatSomebodyElseMadeIsNeitherReplacedNorStartedNorRemoved()
    {
        Directory.CreateDirectory(_temp.At("Tasks", "SnapBack"));
        File.WriteAllText(_temp.At("Tasks", "SnapBack", "nightly"), "<Task xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\"><RegistrationInfo><Source>Else</Source></RegistrationInfo></Task>");

        Should.Throw<SnapBackException>(() => Scheduler().Install(Nightly())).Code.ShouldBe(ErrorCode.SchedulerFailed);
        Should.Throw<SnapBackException>(() => Scheduler().Run("nightly")).Code.ShouldBe(ErrorCode.ScheduleUnknown);
        Should.Throw<SnapBackException>(() => Scheduler().Remove("nightly")).Code.ShouldBe(ErrorCode.ScheduleUnknown);
        Scheduler().List().ShouldBeEmpty();
        _asked.ShouldNotContain(line => line.StartsWith("/create", StringComparison.Ordinal) || line.StartsWith("/delete", StringComparison.Ordinal));
    }

    [Fact]
    public void TheSchedulersOwnWordsAreInTheMessageWhenItRefuses()
    {
        _answer = new ProgramAnswer(1, string.Empty, "ERROR: Access is denied.\r\n");

        SnapBackException refused = Should.Throw<SnapBackException>(() => Scheduler().Install(Nightly()));

        refused.Code.ShouldBe(ErrorCode.SchedulerFailed);
        refused.Message.ShouldContain("ERROR: Access is denied.");
        Directory.GetFiles(_temp.Root).ShouldBeEmpty();
    }

    [Fact]
    public void AUserIsAskedForThePasswordAndAManagedAccountIsNot()
    {
        Scheduler().Install(Nightly() with { RunAs = new RunAs(RunAsKind.User, @"CORP\joe") });
        Scheduler().Install(Nightly() with { RunAs = new RunAs(RunAsKind.ManagedService, @"CORP\svc$") });

        _asked[0].ShouldEndWith(@"/ru CORP\joe /f (asks)");
        _asked[^1].ShouldEndWith(@"/ru CORP\svc$ /rp  /f");
    }

    [Fact]
    public void ATryWaitsForItsResultAndLeavesNoTaskBehind()
    {
        // Not begun, queued, at work, done.
        _results.Enqueue(267011);
        _results.Enqueue(267045);
        _results.Enqueue(267009);
        _results.Enqueue(8);

        Scheduler().Try(Nightly(), CancellationToken.None).ShouldBe(8);

        _results.ShouldBeEmpty();
        _asked.Where(line => !line.StartsWith("/query", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ').Take(4))).ShouldBe(
            [@"/create /tn \SnapBack\nightly (check)", @"/run /tn \SnapBack\nightly (check)", @"/end /tn \SnapBack\nightly (check)", @"/delete /tn \SnapBack\nightly (check)"]);
        XDocument.Load(_temp.At("Tasks", "SnapBack", "nightly (check)")).Descendants().Single(e => e.Name.LocalName == "Triggers").HasElements.ShouldBeFalse();
    }

    [Fact]
    public void ATryOfWhichTheSchedulerTellsNothingHasNoResult() => Scheduler().Try(Nightly(), CancellationToken.None).ShouldBeNull();

    [Fact]
    public void ATryThatDoesNotEndIsEnded()
    {
        foreach (int _ in Enumerable.Range(0, 3))
        {
            _results.Enqueue(267009);
        }

        Scheduler().Try(Nightly() with { TimeLimit = TimeSpan.FromMilliseconds(3) }, CancellationToken.None).ShouldBeNull();

        _asked[^2].ShouldStartWith("/end");
        _asked[^1].ShouldStartWith("/delete");
    }

    [Fact]
    public void ATryTakesNoNameThatAnotherJobsTaskHas()
    {
        Scheduler().Install(Nightly() with { Name = "nightly (check)" });
        _asked.Clear();

        Should.Throw<SnapBackException>(() => Scheduler().Try(Nightly(), CancellationToken.None)).Code.ShouldBe(ErrorCode.SchedulerFailed);

        _asked.ShouldBeEmpty();
    }

    private static Schedule Nightly() => SomeSchedule.OnWindows() with { Name = "nightly", JobFile = @"C:\jobs\nightly.json" };

    // As schtasks does: the definition it is given lies in its folder afterwards.
    private WindowsTasks Scheduler() => new(
        _temp.Root,
        (arguments, asks) =>
        {
            _asked.Add(string.Join(' ', arguments) + (asks ? " (asks)" : string.Empty));
            if (arguments[0] == "/create" && _answer.ExitCode == 0)
            {
                string name = arguments[2][TaskXml.Folder.Length..];
                Directory.CreateDirectory(_temp.At("Tasks", "SnapBack"));
                File.WriteAllBytes(_temp.At("Tasks", "SnapBack", name), File.ReadAllBytes(arguments[4]));
            }

            if (arguments[0] == "/query" && _results.Count > 0)
            {
                return new ProgramAnswer(0, $"\"PC\",\"\\SnapBack\\nightly (check)\",\"-\",\"-\",\"-\",\"-\",\"{_results.Dequeue()}\",\"-\"\r\n", string.Empty);
            }

            return _answer;
        },
        TimeSpan.FromMilliseconds(1));
}
