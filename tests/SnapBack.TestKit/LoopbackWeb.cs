using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SnapBack.TestKit;

/// <summary>A web server on loopback that keeps what it is asked and gives the answers it was told to give, one per request; the last one again and again.</summary>
public sealed class LoopbackWeb : IDisposable
{
    /// <summary>In place of an answer: takes the request and says nothing.</summary>
    public const string Silence = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _answers;
    private readonly ConcurrentQueue<(string Line, string Body)> _requests = new();
    private readonly ConcurrentBag<TcpClient> _silenced = [];

    /// <summary>Starts; an answer is what follows <c>HTTP/1.1 </c>, such as <c>500 Oh</c>.</summary>
    public LoopbackWeb(params string[] answers)
    {
        _answers = new ConcurrentQueue<string>(answers.Length == 0 ? ["200 OK"] : answers);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Its address, without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>First line and body of each request, in order.</summary>
    public (string Line, string Body)[] Requests => [.. _requests];

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        foreach (TcpClient client in _silenced)
        {
            client.Dispose();
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
                await AnswerAsync(client).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using StreamReader reader = new(client.GetStream(), Encoding.UTF8, leaveOpen: true);
        string line = await reader.ReadLineAsync().ConfigureAwait(false) ?? string.Empty;
        int length = 0;
        for (string? header = await reader.ReadLineAsync().ConfigureAwait(false); !string.IsNullOrEmpty(header); header = await reader.ReadLineAsync().ConfigureAwait(false))
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[15..], CultureInfo.InvariantCulture) : length;
        }

        // What is posted here is ASCII, so that bytes and characters count alike.
        char[] body = new char[length];
        if (length > 0)
        {
            // It waits for more even when nothing is asked of it.
            await reader.ReadBlockAsync(body).ConfigureAwait(false);
        }

        _requests.Enqueue((line, new string(body)));
        string? answer = _answers.Count > 1 && _answers.TryDequeue(out string? next) ? next : _answers.TryPeek(out string? last) ? last : null;
        if (answer == Silence)
        {
            _silenced.Add(client);
            return;
        }

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).ConfigureAwait(false);
        client.Dispose();
    }
}
