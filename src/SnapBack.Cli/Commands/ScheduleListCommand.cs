using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Scheduling;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule list</c>: the scheduled jobs of this machine.</summary>
internal sealed class ScheduleListCommand : CliCommand
{
    private static readonly Column<ScheduledTask>[] Columns =
    [
        new("name", t => t.Name, IsName: true),
        new("nextRun", t => t.NextRun),
        new("lastRun", t => t.LastRun),
        new("lastResult", t => t.LastResult),
        new("jobFile", t => t.JobFile, IsName: true),
        new("task", t => t.Task, IsName: true, IsDetail: true),
    ];

    private readonly CatalogOptions _format = new();

    /// <summary>Makes the command.</summary>
    public ScheduleListCommand()
        : base("list", "list the scheduled jobs of this machine")
    {
        _format.AddFormatTo(this);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule list [--format table|json|csv]"],
        Examples = [("schedule list", "when each job runs next, and how it ended last")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["Times and results are in the scheduler's own words. What backups did is told by 'snapback catalog runs'."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _format.Format(line);
        new RowOutput(environment).Write(format, Columns, environment.Scheduler().List());
        return 0;
    }
}
