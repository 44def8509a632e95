using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;

namespace SnapBack.Cli.Commands;

/// <summary><c>job show</c>: the job as it would run, defaults and command line included, as JSON.</summary>
internal sealed class JobShowCommand : CliCommand
{
    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: false);
    private readonly BackupOptions _options = new();

    /// <summary>Makes the command.</summary>
    public JobShowCommand()
        : base("show", "print the job as it would run, defaults included, as JSON")
    {
        Add(_jobFile);
        _options.AddJobOptions(this);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["job show [JOBFILE] [options]"],
        Arguments = [("JOBFILE", "a job file; options on the command line win over it")],
        Examples = [("job show nightly.json --mode mirror", "see what the job would be with another mode")],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        _options.Check(line);
        environment.Out.WriteLine(JobJson.Of(JobSource.Load(line.GetValue(_jobFile), _options.Overrides(line), this)));
        return 0;
    }
}
