using System.Text;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace SnapBack.Cli.Composition;

/// <summary>
/// The log of a command: beside the catalog a file per day, of which 31 are kept, or the one file that the job names. A log that can't be
/// written is told of once on standard error; the command goes on without it.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private const int DaysKept = 31;

    private readonly Logger? _logger;

    private RunLog(Logger? logger, string? path)
    {
        _logger = logger;
        Path = path;
    }

    /// <summary>Where to write; does nothing when the log could not be opened.</summary>
    public ILogger Logger => _logger ?? Serilog.Core.Logger.None;

    /// <summary>Full path of the log file, with a pattern for the day where there is a file per day; null when there is no log.</summary>
    public string? Path { get; }

    /// <summary>Opens the file <paramref name="file"/>, or when it is null the daily one beside <paramref name="catalog"/> (a full path).</summary>
    public static RunLog Open(string? file, string catalog, TextWriter error)
    {
        string path = file is null
            ? System.IO.Path.Join(System.IO.Path.GetDirectoryName(catalog), "logs", "snapback-.log")
            : System.IO.Path.GetFullPath(file);
        TellOnce once = new(error);
        SelfLog.Enable(once.Tell);
        LogFile? named = null;
        try
        {
            named = file is null || LogFileOpening.IsNowhere(path) ? null : new LogFile(path);
            LoggerConfiguration logging = new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Information);
            Logger logger = named is not null ? logging.WriteTo.Sink(named).CreateLogger() : file is null ? Daily(logging, path) : logging.CreateLogger();
            named = null;
            return new RunLog(logger, file is null ? path.Replace("snapback-.log", "snapback-*.log", StringComparison.Ordinal) : path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"snapback: the log {Paths.DisplayText.Escape(path)} can't be written ({Paths.DisplayText.Escape(e.Message)}); going on without it.");
            return new RunLog(null, null);
        }
        finally
        {
            named?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _logger?.Dispose();
        SelfLog.Disable();
    }

    private static Logger Daily(LoggerConfiguration logging, string path)
    {
        PrivateFolder.Make(System.IO.Path.GetDirectoryName(path)!);
        return logging.WriteTo
            .File(new LogLine(), path, rollingInterval: RollingInterval.Day, retainedFileCountLimit: DaysKept, fileSizeLimitBytes: null, shared: false)
            .CreateLogger();
    }

    /// <summary>The one file that somebody named, where others may put things. Writes each event at once. Thread-safe.</summary>
    private sealed class LogFile : ILogEventSink, IDisposable
    {
        private readonly Lock _turn = new();
        private readonly LogLine _line = new();
        private readonly FileStream _file;
        private readonly StreamWriter _text;

        public LogFile(string path)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? throw new IOException("it is a folder"));
            _file = LogFileOpening.Open(path, isAppended: true);
            _text = new StreamWriter(_file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        public void Emit(LogEvent logEvent)
        {
            lock (_turn)
            {
                _line.Format(logEvent, _text);
                _text.Flush();
            }
        }

        public void Dispose()
        {
            try
            {
                _text.Dispose();
            }
            catch (IOException)
            {
                // What it could not write was told when it was written.
                _file.Dispose();
            }
        }
    }

    /// <summary>Passes on the first message and no other.</summary>
    private sealed class TellOnce(TextWriter error)
    {
        private int _told;

        public void Tell(string message)
        {
            if (Interlocked.Exchange(ref _told, 1) == 0)
            {
                error.WriteLine($"snapback: the log can't be written ({Paths.DisplayText.Escape(message)}); going on without it.");
            }
        }
    }
}
