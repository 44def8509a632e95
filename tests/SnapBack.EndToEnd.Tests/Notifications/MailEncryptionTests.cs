using System.Text;
using Shouldly;
using SnapBack.TestKit;
using Xunit;

namespace SnapBack.EndToEnd.Tests.Notifications;

/// <summary>Mail over STARTTLS, with a real certificate that the program's process trusts, or does not.</summary>
public sealed class MailEncryptionTests : IDisposable
{
    private const int Copied = 1;

    private readonly NotifyBed _bed = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _bed.Dispose();
    }

    [SkippableFact]
    public void AMailIsSentEncryptedToAServerThatIsTrusted()
    {
        Require.Linux();
        using LoopbackMail server = new(_authority.Localhost);

        Run(server, "localhost", isTrusted: true).MustEndWith(Copied).Error.ShouldBeEmpty();

        server.Mails.ShouldHaveSingleItem().ShouldContain("Subject: job: The backup is complete");
        server.OpenCommands.Select(line => line.Split(' ')[0]).ShouldBe(["EHLO", "STARTTLS"], "nothing else crosses the network in the open");
        server.Commands.ShouldContain(Password);
        _bed.SecretsAreKept();
    }

    [SkippableTheory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", true)]
    public void AServerThatNobodyVouchesForGetsNothing(string name, bool isTrusted)
    {
        Require.Linux();
        using LoopbackMail server = new(_authority.Localhost);

        ShellResult run = Run(server, name, isTrusted);

        run.ExitCode.ShouldBe(Copied, run.Error);
        run.Error.ShouldContain("WARNING: Notification 1 (mail) was not delivered: the mail server's certificate is not trusted");
        server.Mails.ShouldBeEmpty();
        server.Commands.Select(line => line.Split(' ')[0]).ShouldBe(["EHLO", "STARTTLS"]);
        _bed.SecretsAreKept();
    }

    [SkippableFact]
    public void AServerThatOffersNoEncryptionGetsNothing()
    {
        Require.Linux();
        using LoopbackMail server = new();

        ShellResult run = Run(server, "localhost", isTrusted: true);

        run.ExitCode.ShouldBe(Copied, run.Error);
        run.Error.ShouldContain("WARNING: Notification 1 (mail) was not delivered: the mail server could not be reached, or offers no encryption");
        server.Mails.ShouldBeEmpty();
        server.Commands.ShouldNotContain(line => line.StartsWith("AUTH", StringComparison.Ordinal) || line == Password);
    }

    private static string Password => Convert.ToBase64String(Encoding.ASCII.GetBytes(NotifyBed.Canary));

    private ShellResult Run(LoopbackMail server, string name, bool isTrusted) => _bed.Run(
        $$"""
        { "kind": "mail", "server": "{{name}}", "port": {{server.Port}}, "from": "a@example.org", "to": "b@example.org", "user": "me", "password": { "env": "MAIL_PASSWORD" }, "tries": 1 }
        """,
        ("MAIL_PASSWORD", NotifyBed.Canary),
        ("SSL_CERT_FILE", isTrusted ? _bed.File("authority.pem", _authority.Pem) : _bed.File("none.pem", string.Empty)));
}
