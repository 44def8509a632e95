using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule remove</c>: takes a job out of the scheduler.</summary>
internal sealed class ScheduleRemoveCommand : CliCommand
{
    private readonly Argument<string?> _name = new("NAME") { Arity = ArgumentArity.ExactlyOne };

    /// <summary>Makes the command.</summary>
    public ScheduleRemoveCommand()
        : base("remove", "take a job out of the scheduler")
    {
        Add(_name);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule remove NAME"],
        Arguments = [("NAME", "as 'schedule list' tells it")],
        Examples = [("schedule remove nightly", "it runs no more by itself")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        environment.Scheduler().Remove(line.GetRequiredValue(_name)!);
        environment.Out.WriteLine("Removed. The job file, the backups and the catalog stay as they are.");
        return 0;
    }
}
