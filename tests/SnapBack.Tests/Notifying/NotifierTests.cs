using Shouldly;
using SnapBack.Jobs;
using SnapBack.Notifying;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Notifying;

/// <summary>What is told without a record: the run could not be written down, and that is news as well.</summary>
public sealed class NotifierTests : IDisposable
{
    private const string Hostile = "night\"ly\\\r\nBcc: evil@example.org\r\n\r\n\u202Ebody";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AJobsNameEndsNoHeaderOfAMail()
    {
        using LoopbackMail server = new();

        Tell(Hostile, Mail(server)).ShouldBeEmpty();

        string mail = server.Mails.ShouldHaveSingleItem();
        string header = mail[..mail.IndexOf("\n\n", StringComparison.Ordinal)];
        header.ShouldNotContain("\nBcc:");
        server.Commands.Count(c => c.StartsWith("RCPT TO:", StringComparison.Ordinal)).ShouldBe(1);
        MailText.Subject(News(Hostile)).ShouldAllBe(c => !char.IsControl(c) && c != '\u202E');
    }

    [Fact]
    public void AJobsNameEndsNoLabelOfAMetric()
    {
        string file = _folder.At("backup.prom");

        Tell(Hostile, new PrometheusNotification(NotifyWhen.Always, file)).ShouldBeEmpty();

        string[] lines = File.ReadAllLines(file);
        lines.ShouldAllBe(line => line.StartsWith("# ", StringComparison.Ordinal) || line.StartsWith("snapback_last_run_status{job=\"night\\\"ly\\\\\\\\x0D\\\\x0ABcc", StringComparison.Ordinal));
        lines.Count(line => line.EndsWith(" 1", StringComparison.Ordinal)).ShouldBe(1);
        Directory.GetFiles(_folder.Root).ShouldBe([file], "no half-written file is left");
    }

    [Fact]
    public void AFileOfMetricsServesOneJob()
    {
        PrometheusNotification metrics = new(NotifyWhen.Always, _folder.At("backup.prom"));
        Tell(Hostile, metrics).ShouldBeEmpty();
        Tell(Hostile, metrics).ShouldBeEmpty();
        string mine = File.ReadAllText(metrics.File);

        string told = Tell("other", metrics).ShouldHaveSingleItem();

        told.ShouldStartWith($"Notification 1 (prometheus) was not delivered: the file '{metrics.File}' holds the metrics of the job 'night");
        told.ShouldAllBe(c => !char.IsControl(c));
        File.ReadAllText(metrics.File).ShouldBe(mine);
    }

    // Opening one waits until somebody writes into it.
    [SkippableFact]
    public void APipeInThePlaceOfAFileIsNotWaitedFor()
    {
        Require.Linux();
        string pipe = _folder.At("pipe");
        Shell.Run("mkfifo", [pipe]).MustSucceed();

        Tell("nightly", new PrometheusNotification(NotifyWhen.Always, pipe)).ShouldBe([$"Notification 1 (prometheus) was not delivered: the file '{pipe}' can't be looked at, so it stays as it is."]);
        Tell("nightly", new WebhookNotification(NotifyWhen.Always, new WebAddress(null, new Secret(null, pipe)), TellsNames: false)).ShouldBe([$"Notification 1 (webhook) was not delivered: the file '{pipe}' with a secret can't be read."]);
    }

    [Fact]
    public void NothingButMetricsIsOverwritten()
    {
        PrometheusNotification metrics = new(NotifyWhen.Always, _folder.File("passwd", "root:x:0:0\n"));

        Tell("nightly", metrics).ShouldBe([$"Notification 1 (prometheus) was not delivered: the file '{metrics.File}' holds something else than metrics of this program, and stays as it is."]);

        File.ReadAllText(metrics.File).ShouldBe("root:x:0:0\n");
    }

    [Fact]
    public void AJobSaysHowOftenItIsTried()
    {
        using LoopbackWeb web = new("500 Oh");

        Tell("nightly", Hook(web.Url) with { Tries = 2 }).ShouldHaveSingleItem().ShouldContain("after 2 tries");

        web.Requests.Length.ShouldBe(2);
    }

    [Fact]
    public void AServerThatRefusesForGoodIsAskedOnce()
    {
        using LoopbackWeb web = new("403 No");

        Tell("nightly", Hook(web.Url)).ShouldBe(["Notification 1 (webhook) was not delivered: the server answered 403."]);

        web.Requests.Length.ShouldBe(1);
    }

    [Fact]
    public void AFaultThatMayPassIsTriedAgain()
    {
        using LoopbackWeb web = new("500 Oh", "503 Wait", "200 OK");

        Tell("nightly", Hook(web.Url)).ShouldBeEmpty();

        web.Requests.Length.ShouldBe(3);
    }

    [Fact]
    public void AMailServerThatIsBusyIsTriedAgain()
    {
        using LoopbackMail server = new("421 busy", "220 loopback");

        Tell("nightly", Mail(server)).ShouldBeEmpty();

        server.Mails.Length.ShouldBe(1);
    }

    [Fact]
    public void AServerThatNeverAnswersIsGivenUp()
    {
        using LoopbackWeb web = new(LoopbackWeb.Silence);

        Tell("nightly", Hook(web.Url) with { Tries = 1, Timeout = TimeSpan.FromMilliseconds(100) }).ShouldBe(["Notification 1 (webhook) was not delivered: there was no answer within 0.1 seconds."]);
    }

    [Fact]
    public void NobodyIsLedElsewhere()
    {
        using LoopbackWeb other = new();
        using LoopbackWeb web = new($"302 Found\r\nLocation: {other.Url}/");

        Tell("nightly", Hook(web.Url)).ShouldHaveSingleItem().ShouldContain("302, a redirection");

        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void OneThatFailsKeepsNobodyElseFromBeingTold()
    {
        using LoopbackWeb web = new();

        Tell("nightly", Hook("http://127.0.0.1:1/"), new PingNotification(NotifyWhen.Always, new WebAddress(web.Url + "/u-u-i-d/?x=1", null))).ShouldHaveSingleItem();

        web.Requests.Select(r => r.Line).ShouldBe(["GET /u-u-i-d/fail?x=1 HTTP/1.1"]);
    }

    [Fact]
    public void ASecretThatIsMissingIsNamedByItsPlace()
    {
        WebhookNotification hook = new(NotifyWhen.Always, new WebAddress(null, new Secret("NOT_SET", null)), false);
        WebhookNotification odd = new(NotifyWhen.Always, new WebAddress(null, new Secret(null, _folder.File("url", "canary-4711\n"))), false);

        Tell("nightly", hook, odd).ShouldBe(
        [
            "Notification 1 (webhook) was not delivered: the environment variable 'NOT_SET' with a secret is not set.",
            $"Notification 2 (webhook) was not delivered: the secret in the file '{_folder.At("url")}' must be an address that begins with https:// or http://.",
        ]);
    }

    private static RunNews News(string job) => RunNews.Read(new Job { Name = job, Pairs = [] }, null, "The catalog can't be opened.");

    private static IReadOnlyList<string> Tell(string job, params Notification[] all) =>
        new Notifier(all, _ => null, TimeProvider.System, Fast, null).Tell(News(job), CancellationToken.None);

    private static Patience Fast => Patience.Usual with { FirstPause = TimeSpan.Zero };

    private static WebhookNotification Hook(string url) => new(NotifyWhen.Always, new WebAddress(url, null), false);

    private static MailNotification Mail(LoopbackMail server) =>
        new(NotifyWhen.Always, "127.0.0.1", server.Port, MailSecurity.None, "backup@example.org", ["admin@example.org"]);
}
