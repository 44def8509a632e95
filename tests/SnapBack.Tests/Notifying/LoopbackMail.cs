using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SnapBack.Tests.Notifying;

/// <summary>A mail server on loopback that speaks enough of RFC 5321 and of AUTH LOGIN (RFC 4954) to take mails, and keeps all that it was told.</summary>
internal sealed class LoopbackMail : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _greetings;
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<string> _mails = new();

    /// <summary>Starts; the greetings are said one per connection, the last one again and again.</summary>
    public LoopbackMail(params string[] greetings)
    {
        _greetings = new ConcurrentQueue<string>(greetings.Length == 0 ? ["220 loopback"] : greetings);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>All lines that are no part of a mail.</summary>
    public string[] Commands => [.. _commands];

    /// <summary>The mails as they came, header and body.</summary>
    public string[] Mails => [.. _mails];

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client);
            }
            catch (IOException)
            {
                // This one hung up; the next one may call.
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
        using StreamReader reader = new(client.GetStream(), Encoding.UTF8);
        await using StreamWriter writer = new(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        string greeting = _greetings.Count > 1 && _greetings.TryDequeue(out string? next) ? next : _greetings.First();
        await writer.WriteLineAsync(greeting);
        while (await reader.ReadLineAsync() is { } line)
        {
            _commands.Enqueue(line);
            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                _mails.Enqueue(await MailAsync(reader));
                await writer.WriteLineAsync("250 taken");
                continue;
            }

            await writer.WriteLineAsync(line.Split(' ')[0] switch
            {
                "EHLO" => "250-loopback\r\n250 AUTH LOGIN",
                // A name in the same line, or asked for; then the password.
                "AUTH" => line == "AUTH LOGIN" ? "334 VXNlcm5hbWU6" : "334 UGFzc3dvcmQ6",
                "MAIL" or "RCPT" or "RSET" => "250 ok",
                "QUIT" => "221 bye",
                _ => "235 you are in",
            });
        }
    }

    private static async Task<string> MailAsync(StreamReader reader)
    {
        StringBuilder mail = new();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            mail.Append(line).Append('\n');
        }

        return mail.ToString();
    }
}
