using SnapBack.Cli.Composition;
using SnapBack.Cli.Rendering;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli;

/// <summary>
/// Tells why a command ended without a result: one sentence with its code on standard error, or with <c>--json</c> one object on standard
/// output. Knows the bare words of the command line only, because the line itself may be what is wrong.
/// </summary>
internal sealed class ErrorReport
{
    private const int LongestBugMessage = 200;

    private readonly IReadOnlyList<string> _args;
    private readonly CliEnvironment _environment;
    private readonly bool _isJson;

    /// <summary>Takes the command line as it was typed.</summary>
    public ErrorReport(IReadOnlyList<string> args, CliEnvironment environment)
    {
        _args = args;
        _environment = environment;
        _isJson = args.TakeWhile(a => a != "--").Contains("--json");
    }

    /// <summary>Tells of an error that the user can act on; returns the exit code.</summary>
    public int Tell(SnapBackException error) => Tell(error.CodeText, error.Message, error.Hint, InStyle(ExitMask.NothingDone));

    /// <summary>Tells of a cancellation that came before there was a run to record; returns the exit code.</summary>
    public int TellCancelled() => Tell("cancelled", "Interrupted before anything was changed.", string.Empty, ExitMask.Cancelled);

    /// <summary>Tells of a bug, with its full text in the log only; returns the exit code.</summary>
    public int TellBug(Exception error)
    {
        if (error is LoggedBugException logged)
        {
            return TellBug(logged.InnerException!, logged.Log);
        }

        return TellBug(error, BugLog.Write(error, _environment));
    }

    private int TellBug(Exception error, string? log)
    {
        string where = log is null ? "The log could not be written." : $"The full text is in {log}";
        string message = error.Message.Length > LongestBugMessage ? $"{error.Message[..LongestBugMessage]}..." : error.Message;
        return Tell("bug", $"This is a bug in snapback: {error.GetType().Name}: {message}", where, ExitMask.Bug);
    }

    private int Tell(string code, string message, string hint, int exitCode)
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
            return exitCode;
        }

        _environment.Error.WriteLine($"snapback: {code}: {DisplayText.Escape(message)}");
        if (hint.Length > 0)
        {
            _environment.Error.WriteLine($"  {DisplayText.Escape(hint)}");
        }

        return exitCode;
    }

    // A script that asked for 0 and 1 gets 0 and 1 also for a line that could not be read to its end.
    private int InStyle(int code)
    {
        bool isSimple = _args.Contains("--exit-codes=simple") || _args.Zip(_args.Skip(1)).Any(p => p is ("--exit-codes", "simple"));
        return ExitMask.InStyle(code, isSimple ? ExitCodeStyle.Simple : ExitCodeStyle.Robocopy);
    }
}
