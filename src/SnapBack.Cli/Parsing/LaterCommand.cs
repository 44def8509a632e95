using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Errors;

namespace SnapBack.Cli.Parsing;

/// <summary>A verb that the manual knows and this version does not have: it says so, whatever stands behind it, and touches nothing.</summary>
internal sealed class LaterCommand : CliCommand
{
    private readonly string _fullName;

    /// <summary>Takes the last word of the verb and the verb as it is typed.</summary>
    public LaterCommand(string name, string fullName)
        : base(name, string.Empty)
    {
        _fullName = fullName;
        Hidden = true;
        TreatUnmatchedTokensAsErrors = false;
    }

    /// <inheritdoc/>
    public override HelpContent Help => new();

    /// <inheritdoc/>
    public override bool ChecksCommandLine => false;

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment) =>
        throw new SnapBackException(
            ErrorCode.NotAvailable,
            $"The command '{_fullName}' is planned, but this version does not have it yet. Nothing was touched.",
            "'snapback help' lists what this version can do.");
}
