using SnapBack.Cli.Rendering;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli;

/// <summary>
/// Tells why a command ended without a result: one sentence with its code on standard error, or with <c>--json</c> one object on standard
/// output.
/// </summary>
internal sealed class ErrorReport
{
    private const int LongestBugMessage = 200;

    private readonly CliEnvironment _environment;
    private readonly bool _isJson;
    private readonly ExitCodeStyle _style;

    /// <summary>Takes where and how to tell.</summary>
    public ErrorReport(CliEnvironment environment, bool isJson, ExitCodeStyle style)
    {
        _environment = environment;
        _isJson = isJson;
        _style = style;
    }

    /// <summary>For a line that could not be read to its end: the bare words tell what was asked for.</summary>
    public static ErrorReport Of(IReadOnlyList<string> args, CliEnvironment environment)
    {
        bool isSimple = args.Contains("--exit-codes=simple") || args.Zip(args.Skip(1)).Any(p => p is ("--exit-codes", "simple"));
        return new ErrorReport(environment, args.TakeWhile(a => a != "--").Contains("--json"), isSimple ? ExitCodeStyle.Simple : ExitCodeStyle.Robocopy);
    }

    /// <summary>Tells of an error that the user can act on; returns the exit code.</summary>
    public int Tell(SnapBackException error) => Tell(error.CodeText, error.Message, error.Hint, ExitMask.InStyle(ExitMask.NothingDone, _style));

    /// <summary>Tells of a cancellation that came before there was a run to record; returns the exit code.</summary>
    public int TellCancelled() => Tell("cancelled", "Interrupted before anything was changed.", string.Empty, ExitMask.Cancelled);

    /// <summary>Tells of a bug; its full text is in <paramref name="log"/> only, null when that could not be written. Returns the exit code.</summary>
    public int TellBug(Exception error, string? log)
    {
        string where = log is null ? "The log could not be written." : $"The full text is in {log}";
        string message = error.Message.Length > LongestBugMessage ? $"{error.Message[..LongestBugMessage]}..." : error.Message;
        return Tell("bug", $"This is a bug in snapback: {error.GetType().Name}: {message}", where, ExitMask.Bug);
    }

    private int Tell(string code, string message, string hint, int exitCode)
    {
        if (!TryOutput(code, message, hint, exitCode))
        {
            _environment.Error.WriteLine($"snapback: {code}: {DisplayText.Escape(message)}");
            if (hint.Length > 0)
            {
                _environment.Error.WriteLine($"  {DisplayText.Escape(hint)}");
            }
        }

        return exitCode;
    }

    // False when standard error must tell it, because that is where it belongs or because standard output takes nothing any more.
    private bool TryOutput(string code, string message, string hint, int exitCode)
    {
        try
        {
            if (_isJson)
            {
                _environment.Out.WriteLine(JsonText.Object(json =>
                {
                    json.WriteString("type", "error");
                    json.WriteString("code", code);
                    json.WriteString("message", JsonText.Clean(message));
                    json.WriteString("hint", JsonText.Clean(hint));
                    json.WriteNumber("exitCode", exitCode);
                }));
            }

            // Both often end up in one file: what was printed before must stand before.
            _environment.Out.Flush();
            return _isJson;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
