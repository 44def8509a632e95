using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Errors;

namespace SnapBack.Cli.Commands;

/// <summary><c>help</c>: the overview, or the help of one verb.</summary>
internal sealed class HelpCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "help";

    /// <summary>What it is for.</summary>
    public const string Summary = "print this overview, or the help of a command";

    private readonly Argument<string[]> _verb = new("COMMAND") { Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Makes the command.</summary>
    public HelpCommand()
        : base(Word, Summary)
    {
        Add(_verb);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["help [COMMAND]"],
        Arguments = [("COMMAND", "a command such as backup or catalog runs")],
        Examples = [("help backup", "all options of a backup")],
        ExitCodes = [("0", "printed"), ("16", "there is no such command")],
    };

    /// <summary>Prints what this version can do.</summary>
    public static void WriteOverview(TextWriter output)
    {
        output.WriteLine($"snapback {VersionCommand.Text}: backs up a tree from a snapshot, keeps a record of every file, never overwrites blindly");
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine("  snapback COMMAND ...");
        HelpWriter.Rows(output, "Commands", Verbs.All.Select(v => (v.Name, v.Summary)));
        output.WriteLine();
        output.WriteLine("First steps:");
        output.WriteLine("  snapback backup --source DIR --destination DIR --dry-run");
        output.WriteLine("      show what would be done, change nothing");
        output.WriteLine("  snapback catalog show last");
        output.WriteLine("      what the last run did");
        output.WriteLine();
        output.WriteLine("'snapback COMMAND --help' prints options with defaults, examples and exit codes.");
    }

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        if (line.GetValue(_verb) is not [string verb, .. string[] rest])
        {
            WriteOverview(environment.Out);
            return 0;
        }

        CliCommand command = Verbs.Find(verb) ?? throw Unknown(verb);
        ParseResult target = CommandLine.Parse(command, rest);
        if (CommandLine.CommandOf(target) is RawCommand raw)
        {
            raw.WriteHelp(environment.Out);
            return 0;
        }

        if (!CommandLine.CommandOf(target).ChecksCommandLine)
        {
            return CommandLine.CommandOf(target).Execute(target, environment);
        }

        if (command.Subcommands.Count > 0 && target.UnmatchedTokens.Count > 0)
        {
            throw Unknown($"{verb} {target.UnmatchedTokens[0]}");
        }

        HelpWriter.Write(environment.Out, target.CommandResult);
        return 0;
    }

    private static SnapBackException Unknown(string verb) =>
        new(ErrorCode.Usage, $"There is no command '{verb}'. Nothing was touched.", "'snapback help' lists what there is.");
}
