using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SnapBack.TestKit;

/// <summary>
/// A mail server on loopback that speaks enough of RFC 5321, of AUTH LOGIN (RFC 4954) and, with a certificate, of STARTTLS (RFC 3207) to take mails, and
/// keeps all that it was told.
/// </summary>
public sealed class LoopbackMail : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _greetings;
    private readonly ConcurrentQueue<string> _open = new();
    private readonly ConcurrentQueue<string> _encrypted = new();
    private readonly ConcurrentQueue<string> _mails = new();
    private readonly X509Certificate2? _certificate;

    /// <summary>Starts; the greetings are said one per connection, the last one again and again.</summary>
    public LoopbackMail(params string[] greetings)
        : this(null, greetings)
    {
    }

    /// <summary>Starts a server that offers encryption with this certificate; null for one that offers none.</summary>
    public LoopbackMail(X509Certificate2? certificate, params string[] greetings)
    {
        _certificate = certificate;
        _greetings = new ConcurrentQueue<string>(greetings.Length == 0 ? ["220 loopback"] : greetings);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>All lines that are no part of a mail, those in the open first.</summary>
    public string[] Commands => [.. _open, .. _encrypted];

    /// <summary>Those of them that came without encryption.</summary>
    public string[] OpenCommands => [.. _open];

    /// <summary>The mails as they came, header and body.</summary>
    public string[] Mails => [.. _mails];

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
                await TalkAsync(client).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // This one hung up, or did not like the certificate; the next one may call.
                continue;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        string greeting = _greetings.Count > 1 && _greetings.TryDequeue(out string? next) ? next : _greetings.First();
        if (!await ConverseAsync(client.GetStream(), greeting).ConfigureAwait(false))
        {
            return;
        }

        using SslStream encrypted = new(client.GetStream(), leaveInnerStreamOpen: true);
        await encrypted.AuthenticateAsServerAsync(_certificate!).ConfigureAwait(false);
        await ConverseAsync(encrypted, null).ConfigureAwait(false);
    }

    // True when the other side wants to go on encrypted.
    private async Task<bool> ConverseAsync(Stream stream, string? greeting)
    {
        using StreamReader reader = new(stream, Encoding.UTF8, leaveOpen: true);
        await using StreamWriter writer = new(stream, Encoding.ASCII, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        if (greeting is not null)
        {
            await writer.WriteLineAsync(greeting).ConfigureAwait(false);
        }

        bool isOpen = stream is not SslStream;
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            (isOpen ? _open : _encrypted).Enqueue(line);
            switch (line)
            {
                case "STARTTLS" when isOpen && _certificate is not null:
                    await writer.WriteLineAsync("220 go ahead").ConfigureAwait(false);
                    return true;
                case "DATA":
                    await writer.WriteLineAsync("354 go on").ConfigureAwait(false);
                    _mails.Enqueue(await MailAsync(reader).ConfigureAwait(false));
                    await writer.WriteLineAsync("250 taken").ConfigureAwait(false);
                    break;
                default:
                    await writer.WriteLineAsync(Answer(line, isOpen && _certificate is not null)).ConfigureAwait(false);
                    break;
            }
        }

        return false;
    }

    private static string Answer(string line, bool offersEncryption) => line.Split(' ')[0] switch
    {
        "EHLO" => offersEncryption ? "250-loopback\r\n250-STARTTLS\r\n250 AUTH LOGIN" : "250-loopback\r\n250 AUTH LOGIN",
        // A name in the same line, or asked for; then the password.
        "AUTH" => line == "AUTH LOGIN" ? "334 VXNlcm5hbWU6" : "334 UGFzc3dvcmQ6",
        "MAIL" or "RCPT" or "RSET" => "250 ok",
        "QUIT" => "221 bye",
        _ => "235 you are in",
    };

    private static async Task<string> MailAsync(StreamReader reader)
    {
        StringBuilder mail = new();
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line && line != ".")
        {
            mail.Append(line).Append('\n');
        }

        return mail.ToString();
    }
}
