using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using SnapBack.Paths;

namespace SnapBack.Cli.Composition;

/// <summary>
/// One event is one line: a line break in a file name or a message can't forge another. The text of an exception follows on lines
/// that begin with a bar, which no event does.
/// </summary>
internal sealed class LogLine : ITextFormatter
{
    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        string time = logEvent.Timestamp.ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);
        output.Write(time);
        output.Write(" [");
        output.Write(Level(logEvent.Level));
        output.Write("] ");
        output.WriteLine(DisplayText.Escape(logEvent.MessageTemplate.Render(logEvent.Properties, CultureInfo.InvariantCulture)));
        if (logEvent.Exception is { } exception)
        {
            foreach (string line in exception.ToString().ReplaceLineEndings("\n").Split('\n'))
            {
                output.Write("  | ");
                output.WriteLine(DisplayText.Escape(line));
            }
        }
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        LogEventLevel.Fatal => "FTL",
        LogEventLevel.Debug => "DBG",
        _ => "TRC",
    };
}
