using SnapBack.Cli.Commands;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli;

/// <summary>All verbs. Only the one that is called is made.</summary>
internal static class Verbs
{
    /// <summary>What this version can do, in the order of the overview.</summary>
    public static readonly IReadOnlyList<(string Name, string Summary, Func<CliCommand> Make)> All =
    [
        (BackupCommand.Word, BackupCommand.Summary, () => new BackupCommand()),
        (RobocopyCommand.Word, RobocopyCommand.Summary, () => new RobocopyCommand()),
        (RestoreCommand.Word, RestoreCommand.Summary, () => new RestoreCommand()),
        (VerifyCommand.Word, VerifyCommand.Summary, () => new VerifyCommand()),
        (CatalogCommand.Word, CatalogCommand.Summary, () => new CatalogCommand()),
        (ReportCommand.Word, ReportCommand.Summary, () => new ReportCommand()),
        (JobCommand.Word, JobCommand.Summary, () => new JobCommand()),
        (ScheduleCommand.Word, ScheduleCommand.Summary, () => new ScheduleCommand()),
        (SnapshotCommand.Word, SnapshotCommand.Summary, () => new SnapshotCommand()),
        (DoctorCommand.Word, DoctorCommand.Summary, () => new DoctorCommand()),
        (ExplainCommand.Word, ExplainCommand.Summary, () => new ExplainCommand()),
        (CompletionCommand.Word, CompletionCommand.Summary, () => new CompletionCommand()),
        (VersionCommand.Word, VersionCommand.Summary, () => new VersionCommand()),
        (HelpCommand.Word, HelpCommand.Summary, () => new HelpCommand()),
    ];

    /// <summary>The verb of that name, or null.</summary>
    public static CliCommand? Find(string name)
    {
        foreach ((string verb, _, Func<CliCommand> make) in All)
        {
            if (verb == name)
            {
                return make();
            }
        }

        return null;
    }
}
