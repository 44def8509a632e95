using Shouldly;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.Tests.Jobs;

public sealed class NotifyReaderTests : IDisposable
{
    private const string Mail = "\"kind\": \"mail\", \"server\": \"mail.example.org\", \"from\": \"a@example.org\", \"to\": \"b@example.org\"";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllKindsAreRead()
    {
        Job job = Load(
            "{ " + Mail + ", \"when\": \"change\", \"user\": \"u\", \"password\": { \"env\": \"MAIL_PASSWORD\" } }",
            "{ \"kind\": \"webhook\", \"url\": \"https://example.org/x\", \"names\": true, \"when\": \"failure\" }",
            "{ \"kind\": \"ping\", \"url\": { \"file\": \"ping.url\" } }",
            "{ \"kind\": \"prometheus\", \"file\": \"backup.prom\" }",
            "{ \"kind\": \"eventlog\", \"when\": \"failure\", \"names\": true }",
            "{ \"kind\": \"ping\", \"url\": \"http://example.org\", \"tries\": 5, \"timeout\": 300 }");

        MailNotification mail = job.Notifications[0].ShouldBeOfType<MailNotification>();
        (mail.When, mail.Port, mail.Security, mail.User, mail.Password).ShouldBe((NotifyWhen.Change, 587, MailSecurity.Starttls, "u", new Secret("MAIL_PASSWORD", null)));
        mail.To.ShouldBe(["b@example.org"]);
        job.Notifications[1].ShouldBe(new WebhookNotification(NotifyWhen.Failure, new WebAddress("https://example.org/x", null), true));
        job.Notifications[2].ShouldBe(new PingNotification(NotifyWhen.Always, new WebAddress(null, new Secret(null, _folder.At("ping.url")))));
        job.Notifications[3].ShouldBe(new PrometheusNotification(NotifyWhen.Always, _folder.At("backup.prom")));
        job.Notifications[4].ShouldBe(new EventLogNotification(NotifyWhen.Failure, true));
        (job.Notifications[5].Tries, job.Notifications[5].Timeout).ShouldBe((5, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void TheExampleOfTheManualIsTaken()
    {
        string manual = File.ReadAllText(Checkout.At("docs", "notifications.md"));
        string example = manual.Split("```json\n")[1].Split("```")[0];

        JobFile.Load(_folder.File("job.json", example), JobOverrides.None).Notifications.Select(n => n.Kind).ShouldBe(["ping", "mail", "prometheus"]);
    }

    [Theory]
    [InlineData("{ " + Mail + ", \"user\": \"u\", \"password\": \"canary-4711\" }", "a password must not stand in a job file")]
    [InlineData("{ " + Mail + ", \"user\": \"u\", \"password\": { \"text\": \"canary-4711\" } }", "'password' must be an object with either 'env' or 'file'")]
    [InlineData("{ " + Mail + ", \"user\": \"u\" }", "'user' and 'password' go together")]
    [InlineData("{ " + Mail + ", \"tls\": \"none\", \"user\": \"u\", \"password\": { \"env\": \"P\" } }", "for everybody to read")]
    [InlineData("{ \"kind\": \"mail\", \"server\": \"m\", \"from\": \"a@example.org\", \"to\": [\"b@example.org\\r\\nBcc: c@example.org\"] }", "is no mail address")]
    [InlineData("{ \"kind\": \"mail\", \"server\": \"m\", \"from\": \"a@example.org\", \"to\": [] }", "'to' must be one or a list")]
    [InlineData("{ \"kind\": \"mail\", \"server\": \"m n\", \"from\": \"a@example.org\", \"to\": \"b@example.org\" }", "'server' must be the name")]
    [InlineData("{ \"kind\": \"ping\", \"url\": \"file:///canary-4711\" }", "'url' must be an address that begins with https:// or http://")]
    [InlineData("{ \"kind\": \"ping\", \"url\": \"https://u:canary-4711@example.org/\" }", "'url' must not hold a user name or a password")]
    [InlineData("{ \"kind\": \"ping\" }", "this notification has no 'url'")]
    [InlineData("{ \"kind\": \"pong\" }", "'kind' must be one of mail, webhook, ping, prometheus, eventlog, and 'pong' is not")]
    [InlineData("{ \"kind\": \"ping\", \"url\": \"https://example.org\", \"name\": true }", "a notification of the kind ping knows no key 'name'")]
    [InlineData("{ \"kind\": \"ping\", \"when\": \"never\", \"url\": \"https://example.org\" }", "'when' must be one of always, failure, change")]
    [InlineData("{ " + Mail + ", \"port\": 465 }", "port 465 is for mail that is encrypted from the first byte on, which this program does not speak")]
    [InlineData("{ " + Mail + ", \"tries\": 6 }", "'tries' must be")]
    [InlineData("{ " + Mail + ", \"timeout\": 0 }", "'timeout' must be")]
    [InlineData("{ \"kind\": \"eventlog\", \"tries\": 2 }", "a notification of the kind eventlog knows no key 'tries'")]
    [InlineData("\"mail\"", "a notification must be an object with a kind, not a text")]
    public void WhatIsWrongIsSaidWithItsPlaceAndNoSecret(string notification, string sentence)
    {
        SnapBackException error = Should.Throw<SnapBackException>(() => Load(notification));

        error.Code.ShouldBe(ErrorCode.JobInvalid);
        error.Message.ShouldContain(sentence);
        error.Message.ShouldMatch(@"job\.json:\d+:\d+: ");
        (error.Message + error.Hint).ShouldNotContain("canary-4711");
    }

    private Job Load(params string[] notifications) =>
        JobFile.Load(_folder.File("job.json", $"{{ \"source\": \"/s\", \"destination\": \"/d\", \"notify\": [ {string.Join(", ", notifications)} ] }}"), JobOverrides.None);
}
