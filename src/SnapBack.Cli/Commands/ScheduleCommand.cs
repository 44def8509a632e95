using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule</c>: jobs that run by themselves, by the system's own scheduler.</summary>
internal sealed class ScheduleCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "schedule";

    /// <summary>What it is for.</summary>
    public const string Summary = "let jobs run by themselves, by Task Scheduler or systemd";

    /// <summary>Makes the group.</summary>
    public ScheduleCommand()
        : base(Word, Summary)
    {
        Add(new ScheduleInstallCommand());
        Add(new ScheduleExportCommand());
        Add(new ScheduleListCommand());
        Add(new ScheduleShowCommand());
        Add(new ScheduleRunCommand());
        Add(new ScheduleRemoveCommand());
        Add(new ScheduleWatchCommand());
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule install JOBFILE --daily 02:00", "schedule list", "schedule run NAME", "schedule remove NAME", "schedule export JOBFILE --daily 02:00 --to DIR --format task-xml|systemd"],
        Examples =
        [
            ("schedule install nightly.json --daily 02:00", "every night at two, as the system, also when the machine slept through it"),
            ("schedule watch --hours 26", "fails when a job has had no success for 26 hours"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment) => throw CommandLine.NeedsCommand(this);
}
