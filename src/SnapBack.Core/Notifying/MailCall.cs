using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Text;
using SnapBack.Jobs;

namespace SnapBack.Notifying;

/// <summary>One try to hand a mail to its server.</summary>
internal sealed class MailCall
{
    private const int FirstPermanent = 500;

    private readonly MailNotification _mail;
    private readonly RunNews _news;
    private readonly string? _page;

    /// <summary>Takes the mail, the run, and the report as a page; null for none.</summary>
    public MailCall(MailNotification mail, RunNews news, string? page)
    {
        _mail = mail;
        _news = news;
        _page = page;
    }

    /// <summary>Sends it.</summary>
    /// <param name="password">The password; null for a server that asks for none.</param>
    /// <param name="limit">Ends the try.</param>
    /// <exception cref="DeliveryException">It was not taken.</exception>
    public async Task Send(string? password, CancellationToken limit)
    {
        using MailMessage message = Message();
        using SmtpClient client = new(_mail.Server, _mail.Port) { EnableSsl = _mail.Security == MailSecurity.Starttls };
        if (password is not null)
        {
            client.Credentials = new NetworkCredential(_mail.User, password);
        }

        try
        {
            await client.SendMailAsync(message, limit).ConfigureAwait(false);
        }
        catch (SmtpFailedRecipientException e)
        {
            // The others have it by now: another try would send it to them again.
            throw new DeliveryException($"the mail server refused a receiver ({Code(e.StatusCode)})", isFinal: true, e);
        }
        catch (SmtpException e) when (e.StatusCode != SmtpStatusCode.GeneralFailure)
        {
            throw new DeliveryException($"the mail server refused ({Code(e.StatusCode)})", isFinal: (int)e.StatusCode >= FirstPermanent, e);
        }
        catch (Exception e) when (IsDistrust(e))
        {
            throw new DeliveryException("the mail server's certificate is not trusted, so nothing was told to it", isFinal: true, e);
        }
        catch (Exception e) when (e is SmtpException or IOException or InvalidOperationException)
        {
            throw new DeliveryException("the mail server could not be reached, or offers no encryption", isFinal: false, e);
        }
    }

    private static bool IsDistrust(Exception e) => e is AuthenticationException || (e.InnerException is { } inner && IsDistrust(inner));

    private static string Code(SmtpStatusCode code) => $"{((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture)} {code}";

    private MailMessage Message()
    {
        MailMessage message = new()
        {
            From = new MailAddress(_mail.From),
            Subject = MailText.Subject(_news),
            SubjectEncoding = Encoding.UTF8,
            Body = MailText.Body(_news, _page is not null),
            BodyEncoding = Encoding.UTF8,
        };
        foreach (string receiver in _mail.To)
        {
            message.To.Add(new MailAddress(receiver));
        }

        // Programs that answer mails by themselves leave this one alone: RFC 3834.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (_page is not null)
        {
            message.Attachments.Add(new Attachment(new MemoryStream(Encoding.UTF8.GetBytes(_page)), "report.html", MediaTypeNames.Text.Html));
        }

        return message;
    }
}
