using System.CommandLine;
using System.Globalization;
using SnapBack.Cli.Explaining;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;

namespace SnapBack.Cli.Commands;

/// <summary><c>explain</c>: what a code means and what to do.</summary>
internal sealed class ExplainCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "explain";

    /// <summary>What it is for.</summary>
    public const string Summary = "tell in words what an exit code, SB code or Windows error means";

    private const string Robocopy = "robocopy";
    private const string Win32 = "win32";

    private readonly Argument<string[]> _code = new("CODE") { Arity = ArgumentArity.OneOrMore };

    /// <summary>Makes the command.</summary>
    public ExplainCommand()
        : base(Word, Summary)
    {
        Add(_code);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["explain CODE", "explain robocopy NUMBER", "explain win32 ERROR"],
        Arguments =
        [
            ("CODE", "an SB code such as SB1201, an exit code such as 9, an HRESULT such as 0x80042316 or its name, a Windows error above 31"),
            ("NUMBER", "an exit code of robocopy, 0 to 31"),
            ("ERROR", "a Windows error such as 5 or ERROR_ACCESS_DENIED"),
        ],
        Examples =
        [
            ("explain SB1201", "why a mirror stopped before deleting"),
            ("explain robocopy 11", "what robocopy meant by 11"),
            ("explain 0x80042316", "why no snapshot could be made"),
        ],
        ExitCodes = [("0", "explained"), ("16", "there is no such code")],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        switch (line.GetRequiredValue(_code))
        {
            case [Robocopy, string number]:
                ExplainExitCode(number, Robocopy, environment.Out);
                return 0;
            case [Win32, string error]:
                Tell(Win32ErrorText.Find(error) is { } known ? HResultText.ExplainWin32(known) : ExplainWin32(error), error, environment.Out);
                return 0;
            case [Win32]:
                throw CommandLine.Usage("'explain win32' needs the number of the error.", this);
            case [Robocopy]:
                throw CommandLine.Usage("'explain robocopy' needs the number that robocopy returned.", this);
            case [string code] when code.StartsWith("SB", StringComparison.OrdinalIgnoreCase):
                ExplainError(code, environment.Out);
                return 0;
            case [string code] when int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && (ExitCodeText.IsKnown(number) || !IsOfWindows(code)):
                ExplainExitCode(code, "snapback", environment.Out);
                return 0;
            case [string code]:
                Tell(ExplainNumber(code), code, environment.Out);
                return 0;
            default:
                throw CommandLine.Usage("One code at a time can be explained.", this);
        }
    }

    private static bool IsOfWindows(string code) => ExplainNumber(code).Count > 0;

    private static IReadOnlyList<string> ExplainNumber(string code) =>
        HResultText.TryRead(code, out int result) ? HResultText.Explain(result) : Win32ErrorText.Find(code) is { } named ? HResultText.ExplainWin32(named) : ExplainWin32(code);

    private static IReadOnlyList<string> ExplainWin32(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? HResultText.ExplainWin32(code) : [];

    private void Tell(IReadOnlyList<string> lines, string code, TextWriter output)
    {
        if (lines.Count == 0)
        {
            throw CommandLine.Usage($"Nothing is known of '{code}' here.", this, "'certutil -error CODE' (Windows) asks the system.");
        }

        output.WriteLine(lines[0]);
        foreach (string line in lines.Skip(1))
        {
            HelpWriter.Wrapped(output, line, string.Empty, 0);
        }
    }

    private void ExplainError(string text, TextWriter output)
    {
        if (!int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || !Enum.IsDefined((ErrorCode)number))
        {
            throw CommandLine.Usage($"There is no code '{text}'.", this, "SB codes have four digits, such as SB1201.");
        }

        output.WriteLine($"SB{number:0000} ({Words.Of((ErrorCode)number).Replace('-', ' ')})");
        foreach (string paragraph in ErrorCodeText.Of((ErrorCode)number))
        {
            HelpWriter.Wrapped(output, paragraph, string.Empty, 0);
        }
    }

    private void ExplainExitCode(string text, string program, TextWriter output)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code))
        {
            throw CommandLine.Usage($"'{text}' is no exit code.", this);
        }

        bool isRobocopy = program == Robocopy;
        if (isRobocopy ? code is < 0 or > ExitCodeText.LargestMask : !ExitCodeText.IsKnown(code))
        {
            string range = isRobocopy ? "0 to 31" : "0 to 31, 70 and 130";
            throw CommandLine.Usage($"{program} has no exit code {code}: there are {range}.", this, code < 0 ? "A negative code means that the process was killed." : string.Empty);
        }

        output.WriteLine($"{program} exit code {code}: {ExitCodeText.Verdict(code)}");
        foreach ((int bit, string meaning) in ExitCodeText.BitsOf(code))
        {
            output.WriteLine($"  {bit,2}  {meaning}");
        }

        if (ExitCodeText.Advice(code) is { Length: > 0 } advice)
        {
            output.WriteLine($"What to do: {advice}");
        }
    }
}
