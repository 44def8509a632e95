using System.Text;
using SnapBack.Cli.Rendering.Robocopy;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Robocopy;
using SnapBack.Robocopy.Log;

namespace SnapBack.Cli.Composition;

/// <summary>
/// The log of one <c>snapback robocopy</c>: its file, if it has one, and the listener that fills it. Log files are in the OEM code page (on Windows the
/// system's, elsewhere 437; <see cref="OemCodePage.Variable"/> names another) or, as <c>/UNILOG</c>, in UTF-16; the console is in UTF-8.
/// </summary>
internal sealed class RobocopyLog : IDisposable
{
    private readonly LogOutput _output;
    private readonly LogStyle _style;
    private readonly LogHeader _header;
    private readonly TimeProvider _clock;

    private RobocopyLog(LogStyle style, LogHeader header, LogOutput output, RobocopyEvents events, TimeProvider clock)
    {
        _style = style;
        _header = header;
        _clock = clock;
        _output = output;
        Events = events;
    }

    /// <summary>What the run tells.</summary>
    public RobocopyEvents Events { get; }

    /// <summary>
    /// Opens the log. With a file the console is told its path and, unless it is to get the log too, nothing else.
    /// </summary>
    /// <exception cref="SnapBackException"><see cref="ErrorCode.LogUnusable"/>; what robocopy says then was written to the console.</exception>
    public static RobocopyLog Open(LogStyle style, LogHeader header, CliEnvironment environment)
    {
        TextWriter? file = style.File is { } place ? OpenFile(place, environment) : null;
        if (style.File is { } named)
        {
            environment.Out.WriteLine();
            environment.Out.WriteLine($" Log File : {LogText.Escape(named.Path)}");
            environment.Out.Flush();
        }

        TextWriter? console = file is null || style.IsOnConsoleToo ? environment.Out : null;
        LogOutput output = new(file, style.File?.Path, console, environment.Error, environment.Clock);
        RobocopyEvents events = new(style, header, output, environment.Error, environment.Clock, Path.GetTempPath(), OperatingSystem.IsWindows());
        return new RobocopyLog(style, header, output, events, environment.Clock);
    }

    /// <summary>Writes why the command ends without a run, as robocopy does: what it knows with a time and a code, the rest as a plain sentence.</summary>
    public void Refuse(SnapBackException failure)
    {
        string message = $"{failure.Message} ({failure.CodeText})";
        IReadOnlyList<string> lines = failure.Code switch
        {
            ErrorCode.SourceMissing => Error(ErrorKind.NotFound, LogOperation.AccessingSourceFolder, _header.Source, message),
            ErrorCode.SourceUnreadable => Error(ErrorKind.AccessDenied, LogOperation.ScanningSourceFolder, _header.Source, message),
            ErrorCode.DestinationUnusable => Error(ErrorKind.AccessDenied, LogOperation.AccessingDestinationFolder, _header.Destination, message),
            _ => [LogLines.Fatal(message)],
        };
        Events.Refuse([.. lines, string.Empty]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Events.Dispose();
        _output.Dispose();
    }

    private IReadOnlyList<string> Error(ErrorKind kind, string operation, string? folder, string message) =>
        LogLines.Error(_clock.GetLocalNow(), Win32Code.Of(kind), operation, LogText.Folder(folder ?? string.Empty, _style.Separator), message);

    private static TextWriter OpenFile(LogPlace place, CliEnvironment environment)
    {
        if (LogFileOpening.IsNowhere(place.Path))
        {
            return TextWriter.Null;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place.Path) ?? place.Path);
            FileStream file = LogFileOpening.Open(place.Path, place.IsAppended);
            return new StreamWriter(file, EncodingOf(place, file.Length == 0, environment), bufferSize: 16 * 1024) { NewLine = "\r\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            foreach (string line in LogLines.Error(environment.Clock.GetLocalNow(), CodeOf(e), LogOperation.OpeningLogFile, LogText.Escape(place.Path), e.Message))
            {
                environment.Out.WriteLine(line);
            }

            throw new SnapBackException(
                ErrorCode.LogUnusable,
                $"The log file '{DisplayText.Escape(place.Path)}' can't be opened: {DisplayText.Escape(e.Message.TrimEnd('.'))}. Nothing was copied or deleted.",
                "Name a file in a folder that this account may write to; a link or a file that is not a plain one is not written to.",
                e);
        }
    }

    // The system's own code on Windows; elsewhere the two that say what readers need to know.
    private static int CodeOf(Exception failure) =>
        OperatingSystem.IsWindows() && (failure.HResult & 0xFFFF0000) == 0x80070000 ? failure.HResult & 0xFFFF
        : Win32Code.Of(failure is UnauthorizedAccessException ? ErrorKind.AccessDenied : ErrorKind.Unknown);

    private static Encoding EncodingOf(LogPlace place, bool isNew, CliEnvironment environment)
    {
        if (place.IsUnicode)
        {
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: isNew);
        }

        Encoding encoding = (Encoding)OemText.Encoding(OemCodePage.Of(environment)).Clone();

        // Not the letter that looks alike: a name that is not there is better than another one.
        encoding.EncoderFallback = EncoderFallback.ReplacementFallback;
        return encoding;
    }
}
