using SnapBack.Paths;

namespace SnapBack.Cli.Rendering.Robocopy;

/// <summary>
/// Where the text of a log goes: a file, the console, or both. Seen within a tenth of a second. A file or console that can't be written any more is
/// told of once on standard error and left alone: it never ends a run. Thread-safe.
/// </summary>
internal sealed class LogOutput : IDisposable
{
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TextWriter _error;
    private readonly ITimer _flushing;
    private readonly string? _path;
    private TextWriter? _file;
    private TextWriter? _console;
    private bool _isFlushed = true;

    /// <param name="file">The log file, taken over, with CRLF as its line end; or null.</param>
    /// <param name="path">Its path.</param>
    /// <param name="console">The console, or null.</param>
    /// <param name="error">For the one word about what can't be written.</param>
    /// <param name="clock">For the flushing.</param>
    public LogOutput(TextWriter? file, string? path, TextWriter? console, TextWriter error, TimeProvider clock)
    {
        _file = file;
        _path = path;
        _console = console;
        _error = error;
        _flushing = clock.CreateTimer(_ => Flush(), null, FlushEvery, FlushEvery);
    }

    /// <summary>Writes text in which <c>\n</c> ends a line.</summary>
    public void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        lock (_gate)
        {
            _isFlushed = false;
            TryOnFile(file => Put(file, text));
            TryOnConsole(console => Put(console, text));
        }
    }

    /// <summary>Writes whole lines.</summary>
    public void WriteLines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Write(line + "\n");
        }
    }

    /// <summary>Hands on what is written.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (!_isFlushed)
            {
                _isFlushed = true;
                TryOnFile(file => file.Flush());
                TryOnConsole(console => console.Flush());
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _flushing.Dispose();
        Flush();
        lock (_gate)
        {
            TryOnFile(file => file.Dispose());
            _file = null;
            _console = null;
        }
    }

    private static void Put(TextWriter to, string text) => to.Write(to.NewLine == "\n" ? text : text.Replace("\n", to.NewLine, StringComparison.Ordinal));

    private void TryOnFile(Action<TextWriter> call)
    {
        if (_file is not null && WhyNot(_file, call) is { } why)
        {
            Leave(_file);
            _file = null;
            Tell($"the log file {DisplayText.Escape(_path ?? string.Empty)} can't be written any more ({DisplayText.Escape(why)}); the run goes on without it");
        }
    }

    private void TryOnConsole(Action<TextWriter> call)
    {
        if (_console is not null && WhyNot(_console, call) is { } why)
        {
            _console = null;
            Tell($"the screen can't be written any more ({DisplayText.Escape(why)}); the run goes on without it");
        }
    }

    private static string? WhyNot(TextWriter writer, Action<TextWriter> call)
    {
        try
        {
            call(writer);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return e.Message;
        }
    }

    // What its buffer still holds can't be written either; that was told already.
    private static void Leave(TextWriter file) => _ = WhyNot(file, f => f.Dispose());

    private void Tell(string what) => _ = WhyNot(_error, error => error.WriteLine($"snapback: {what}."));
}
