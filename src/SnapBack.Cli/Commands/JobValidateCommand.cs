using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Cli.Commands;

/// <summary><c>job validate</c>: says whether a job file is right and its job could run on this machine. Touches nothing.</summary>
internal sealed class JobValidateCommand : CliCommand
{
    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: true);

    /// <summary>Makes the command.</summary>
    public JobValidateCommand()
        : base("validate", "say what is wrong with a job file, or that nothing is")
    {
        Add(_jobFile);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["job validate JOBFILE"],
        Arguments = [("JOBFILE", "the job file")],
        Examples = [("job validate nightly.json", "check a job file before a task is built on it")],
        ExitCodes = [("0", "the job is valid and its sources are there"), ("16", "it is not, or it can't be read"), ("70", "a bug in snapback; the log has the full text")],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        Job job = JobFile.Load(line.GetRequiredValue(_jobFile)!, new JobOverrides());
        JobCheck.Check(job);
        environment.Out.WriteLine($"The job {DisplayText.Escape(job.Name)} is valid ({Words.Of(job.Mode)}, snapshot: {Words.Of(job.Snapshot)}).");
        foreach (JobPair pair in job.Pairs)
        {
            environment.Out.WriteLine($"  {DisplayText.Escape(pair.Source)} -> {DisplayText.Escape(pair.Destination)}");
        }

        return 0;
    }
}
