using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;

namespace SnapBack.Cli.Commands;

/// <summary><c>job</c>: the commands about job files.</summary>
internal sealed class JobCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "job";

    /// <summary>What it is for.</summary>
    public const string Summary = "make, check and show job files";

    /// <summary>Makes the group.</summary>
    public JobCommand()
        : base(Word, Summary)
    {
        Add(new JobInitCommand());
        Add(new JobValidateCommand());
        Add(new JobShowCommand());
        Add(new JobImportCommand());
        Add(new JobExportCommand());
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["job COMMAND ..."],
        Examples =
        [
            ("job validate nightly.json", "check a job file before a task is built on it"),
            ("job import nightly.RCJ", "see a robocopy job file as one of SnapBack"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment) =>
        throw CommandLine.NeedsCommand(this);
}
