using System.Globalization;
using Shouldly;
using SnapBack.Jobs;
using SnapBack.Notifying;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Notifying;

/// <summary>What is written to the Windows Event Log, as far as it is the same on every system.</summary>
public sealed class EventTextTests
{
    private const int MostOfWindows = 31_839;

    [Fact]
    public void NumbersAndLevelsAreThoseOfTheManual()
    {
        string[] rows =
        [
            .. Enum.GetValues<RunClass>().Select(found =>
                string.Create(CultureInfo.InvariantCulture, $"| {EventText.Id(found)} | `{found.Word()}` | {EventText.Level(found)} |")),
        ];

        rows.ShouldBe(
        [
            "| 100 | `success` | Information |",
            "| 101 | `warnings` | Warning |",
            "| 102 | `failure` | Error |",
            "| 103 | `nothing-done` | Error |",
            "| 104 | `interrupted` | Error |",
        ]);
        string[] manual = File.ReadAllLines(Checkout.At("docs", "notifications.md"));
        rows.ShouldBeSubsetOf(manual);
    }

    [Fact]
    public void AnEventSaysWhatHappened()
    {
        ScriptedEventLog log = new();

        Tell("nightly", log).ShouldBeEmpty();

        (int id, _, IReadOnlyList<string> texts) = log.Events.ShouldHaveSingleItem();
        id.ShouldBe(103);
        texts[0].Split("\r\n").ShouldBe(["The backup could not be recorded.", $"Job nightly on {Environment.MachineName}", "The log of the run has the details."]);
        texts.Skip(1).ShouldBe(["nightly", "nothing-done", "", "", "", "", "", ""]);
    }

    [Fact]
    public void AHostileNameStaysText()
    {
        ScriptedEventLog log = new();

        TellNames("a%1b%%2\r\nError%{x}\u202E 100 %", log, "C:\\%1\r\nForged line %%5\0");

        foreach (string line in log.Events.Single().Texts.SelectMany(text => text.Split("\r\n")))
        {
            line.ShouldAllBe(c => !char.IsControl(c) && c != '\u202E');
            line.ShouldNotMatch("%[0-9{]", "a viewer would put another text in its place");
            line.ShouldNotStartWith("Error");
            line.ShouldNotStartWith("Forged");
        }

        log.Events[0].Texts[1].ShouldBe(@"a\x251b%\x252\x0D\x0AError\x25{x}\u202E 100 %");
    }

    [Fact]
    public void AnEventFitsIntoWhatWindowsTakes()
    {
        ScriptedEventLog log = new();

        TellNames(string.Concat(Enumerable.Repeat("\U0001F600", 9_000)), log, string.Concat(Enumerable.Repeat("x\U0001F600", 40_000)));

        IReadOnlyList<string> texts = log.Events.Single().Texts;
        texts.ShouldAllBe(text => text.Length < MostOfWindows);
        texts.Sum(text => (text.Length + 1) * 2).ShouldBeLessThan(60_000, "a record is 64 KB with its head");
        texts.Where(text => text.Length > 100).ShouldAllBe(text => text.EndsWith("...") && !char.IsHighSurrogate(text[text.Length - 4]));
    }

    [Fact]
    public void ASourceThatIsNotRegisteredIsSaidOnce()
    {
        ScriptedEventLog log = new(isKnown: false);
        Notifier notifier = Make(log);

        notifier.Tell(News("nightly"), CancellationToken.None).ShouldHaveSingleItem().ShouldContain("the source 'SnapBack' is not registered");
        notifier.Tell(News("nightly"), CancellationToken.None).ShouldBeEmpty();

        log.Events.Count.ShouldBe(2, "events are written all the same");
    }

    [Fact]
    public void ALogThatTakesNothingIsTold() =>
        Tell("nightly", new ScriptedEventLog(isKnown: false, error: 1722)).ShouldBe(["Notification 1 (eventlog) was not delivered: the event log did not take it (error 1722)."]);

    [Fact]
    public void ASystemWithoutSuchALogTellsThat() =>
        Tell("nightly", null).ShouldBe(["Notification 1 (eventlog) was not delivered: this system has no Windows Event Log."]);

    private static IReadOnlyList<string> Tell(string job, ScriptedEventLog? log) => Make(log).Tell(News(job), CancellationToken.None);

    private static void TellNames(string job, ScriptedEventLog log, string failure) =>
        Make(log, tellsNames: true).Tell(News(job, failure), CancellationToken.None).ShouldBeEmpty();

    private static RunNews News(string job, string failure = "The catalog can't be opened.") => RunNews.Read(new Job { Name = job, Pairs = [] }, null, failure);

    private static Notifier Make(ScriptedEventLog? log, bool tellsNames = false) =>
        new([new EventLogNotification(NotifyWhen.Always, tellsNames)], _ => null, TimeProvider.System, Patience.Usual, log);
}
