using System.Text;

namespace SnapBack.Hooks;

/// <summary>
/// What a hook says on both of its streams, line by line and not without end: past a limit it is read, so that the program does not wait for us, and thrown
/// away. Told one line at a time.
/// </summary>
internal sealed class HookOutput
{
    /// <summary>Most characters that are passed on.</summary>
    public const int Most = 64 * 1024;

    private const int LongestLine = 2000;

    // A service that the hook started may hold its streams open for as long as it lives.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<Task> _reading = [];
    private readonly Action<string> _say;
    private int _left = Most;
    private bool _isClosed;

    /// <param name="say">Takes a line; not called any more once <see cref="Close"/> has returned.</param>
    public HookOutput(Action<string> say)
    {
        _say = say;
    }

    /// <summary>Reads a stream to its end, on a thread of its own.</summary>
    public void Read(TextReader stream) =>
        _reading.Add(Task.Factory.StartNew(() => ReadAll(stream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Waits a moment for the last words of a program that has ended.</summary>
    public void Close()
    {
        Task.WaitAll([.. _reading], LastWords);
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    private void ReadAll(TextReader stream)
    {
        StringBuilder line = new();
        char[] buffer = new char[4096];
        try
        {
            for (int length; (length = stream.Read(buffer, 0, buffer.Length)) > 0;)
            {
                foreach (char c in buffer.AsSpan(0, length))
                {
                    Take(line, c);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The other end is gone, and with it what it had to say.
        }

        if (line.Length > 0)
        {
            Say(line);
        }
    }

    private void Take(StringBuilder line, char c)
    {
        bool isEnd = c == '\n';
        if (!isEnd)
        {
            line.Append(c);
        }

        if (isEnd || line.Length == LongestLine)
        {
            Say(line);
        }
    }

    private void Say(StringBuilder line)
    {
        string text = line.ToString().TrimEnd('\r');
        line.Clear();
        lock (_gate)
        {
            if (_isClosed || _left <= 0)
            {
                return;
            }

            _left -= text.Length + 1;
            _say(text);
            if (_left <= 0)
            {
                _say($"... it said more than {Most / 1024} KB; the rest is left out.");
            }
        }
    }
}
