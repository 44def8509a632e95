using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule show</c>: the definition as the scheduler holds it.</summary>
internal sealed class ScheduleShowCommand : CliCommand
{
    private readonly Argument<string?> _name = new("NAME") { Arity = ArgumentArity.ExactlyOne };

    /// <summary>Makes the command.</summary>
    public ScheduleShowCommand()
        : base("show", "print a task or its units as the scheduler holds them")
    {
        Add(_name);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule show NAME"],
        Arguments = [("NAME", "as 'schedule list' tells it")],
        Examples = [("schedule show nightly", "what Task Scheduler or systemd has")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        environment.Out.WriteLine(environment.Scheduler().Show(line.GetRequiredValue(_name)!));
        return 0;
    }
}
