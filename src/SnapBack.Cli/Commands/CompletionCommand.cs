using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>completion</c>: what a shell needs to complete words of this program, and what it asks then.</summary>
internal sealed class CompletionCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "completion";

    /// <summary>What it is for.</summary>
    public const string Summary = "print a script that lets a shell complete commands, options, runs and jobs";

    /// <summary>Makes the command.</summary>
    public CompletionCommand()
        : base(Word, Summary)
    {
        Add(new CompletionScriptCommand("bash", Completion.CompletionScripts.Bash, "source <(snapback completion bash)", "~/.bashrc"));
        Add(new CompletionScriptCommand("powershell", Completion.CompletionScripts.PowerShell, "snapback completion powershell | Out-String | Invoke-Expression", "$PROFILE"));
        Add(new CompletionWordsCommand());
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["completion bash", "completion powershell"],
        Examples = [("completion bash > /etc/bash_completion.d/snapback", "for all users of a machine")],
        ExitCodes = [("0", "printed"), ("16", "there is no such shell")],
        Remarks = ["The script knows no option by itself: it asks the snapback on the PATH, so it stays right when that is updated."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment) => throw CommandLine.NeedsCommand(this);
}
