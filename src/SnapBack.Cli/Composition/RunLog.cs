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
        try
        {
            Prepare(file is null, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"snapback: the log {Paths.DisplayText.Escape(path)} can't be written ({Paths.DisplayText.Escape(e.Message)}); going on without it.");
            return new RunLog(null, null);
        }

        TellOnce once = new(error);
        SelfLog.Enable(once.Tell);
        Logger logger = new LoggerConfiguration()
            .MinimumLevel.Is(LogEventLevel.Information)
            .WriteTo.File(
                new LogLine(),
                path,
                rollingInterval: file is null ? RollingInterval.Day : RollingInterval.Infinite,
                retainedFileCountLimit: DaysKept,
                fileSizeLimitBytes: null,
                shared: false)
            .CreateLogger();
        return new RunLog(logger, file is null ? path.Replace("snapback-.log", "snapback-*.log", StringComparison.Ordinal) : path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _logger?.Dispose();
        SelfLog.Disable();
    }

    private static void Prepare(bool isDaily, string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        if (isDaily)
        {
            PrivateFolder.Make(folder);
            return;
        }

        Directory.CreateDirectory(folder);
        using FileStream probe = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
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
