using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Errors;
using SnapBack.Runs;
using SnapBack.Snapshots;
using SnapBack.Snapshots.Vss;

namespace SnapBack.Cli.Commands;

/// <summary><c>snapshot writers</c>: the programs that prepare their files for shadow copies, and how they fare.</summary>
internal sealed class SnapshotWritersCommand : CliCommand
{
    private static readonly Column<WriterReport>[] Columns =
    [
        new("name", w => w.Name),
        new("isHealthy", w => w.IsHealthy),
        new("state", w => w.State),
        new("classId", w => w.ClassId.ToString("B"), IsDetail: true),
        new("instanceId", w => w.InstanceId.ToString("B"), IsDetail: true),
    ];

    private readonly SnapshotOptions _options;

    /// <summary>Makes the command.</summary>
    public SnapshotWritersCommand(SnapshotOptions options)
        : base("writers", "Windows: list the programs that take part in a snapshot")
    {
        _options = options;
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["snapshot writers [--format table|json|csv]"],
        Examples = [("snapshot writers", "who takes part in a snapshot, and who failed")],
        ExitCodes = [("0", "all are well"), ("8", "one or more failed"), .. ExitCodeRows.OfQuestion.Skip(1)],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _options.Format(line);
        VssSnapshotProvider vss = _options.TryVss(line, environment) ?? throw new SnapBackException(
            ErrorCode.NotAvailable, "Only Windows has writers: programs that prepare their files for a snapshot. Nothing was touched.", "docs/snapshots.md tells what a snapshot of this system holds.");
        try
        {
            IReadOnlyList<WriterReport> writers = vss.Writers(environment.Cancellation);
            new RowOutput(environment).Write(format, Columns, writers);
            return writers.All(writer => writer.IsHealthy) ? 0 : ExitMask.Failed;
        }
        catch (SnapshotException failure)
        {
            throw SnapshotOptions.Failed(failure);
        }
    }
}
