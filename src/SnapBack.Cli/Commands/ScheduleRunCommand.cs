using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule run</c>: starts a scheduled job now.</summary>
internal sealed class ScheduleRunCommand : CliCommand
{
    private readonly Argument<string?> _name = new("NAME") { Arity = ArgumentArity.ExactlyOne };

    /// <summary>Makes the command.</summary>
    public ScheduleRunCommand()
        : base("run", "start a scheduled job now, as its own account")
    {
        Add(_name);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule run NAME"],
        Arguments = [("NAME", "as 'schedule list' tells it")],
        Examples = [("schedule run nightly", "the first night, without waiting for it")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        environment.Scheduler().Run(line.GetRequiredValue(_name)!);
        environment.Out.WriteLine("Started. 'snapback catalog runs --last 1' shows how it goes.");
        return 0;
    }
}
