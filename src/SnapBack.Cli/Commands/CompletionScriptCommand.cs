using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>completion bash</c> and its like: prints the script of one shell.</summary>
internal sealed class CompletionScriptCommand : CliCommand
{
    private readonly string _script;
    private readonly string _line;
    private readonly string _profile;

    /// <param name="shell">Word for the shell.</param>
    /// <param name="script">The script.</param>
    /// <param name="line">What loads it.</param>
    /// <param name="profile">The file that such a line belongs into.</param>
    public CompletionScriptCommand(string shell, string script, string line, string profile)
        : base(shell, $"print the script for {(shell == "bash" ? shell : "PowerShell")}")
    {
        _script = script;
        _line = line;
        _profile = profile;
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = [$"completion {Name}"],
        ExitCodes = [("0", "printed")],
        Remarks = [$"In {_profile}: {_line}"],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        environment.Out.Write(_script.ReplaceLineEndings("\n") + "\n");
        return 0;
    }
}
