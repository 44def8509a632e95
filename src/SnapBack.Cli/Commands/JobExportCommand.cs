using System.CommandLine;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Jobs;
using SnapBack.Robocopy;

namespace SnapBack.Cli.Commands;

/// <summary><c>job export</c>: a job file as a robocopy job file (RCJ).</summary>
internal sealed class JobExportCommand : CliCommand
{
    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: true);
    private readonly Option<string?> _to = Opt.Text("--to", "RCJFILE", "write it there, over what is there (standard output)");

    /// <summary>Makes the command.</summary>
    public JobExportCommand()
        : base("export", "write a job file as a robocopy job file")
    {
        Add(_jobFile);
        Add(_to);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["job export JOBFILE [--to RCJFILE]"],
        Arguments = [("JOBFILE", "a job file with one source and one destination")],
        Examples = [("job export nightly.json --to nightly.RCJ", "then: snapback robocopy /JOB:nightly")],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["What robocopy's language has no word for is told on standard error, and left out."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        string file = line.GetRequiredValue(_jobFile)!;
        Job job = JobFile.Load(file, JobOverrides.None, environment.Clock);
        (RobocopyLine made, IReadOnlyList<LineRemark> remarks) = LineFromJob.Make(job, JobFile.Texts(file));
        if (line.GetValue(_to) is { } to)
        {
            RobocopySource.Write(made, RcjFile.PathOf(to), environment);
        }
        else
        {
            environment.Out.Write(RcjWriter.Write(made, Path.ChangeExtension(Path.GetFullPath(file), ".RCJ"), environment.Clock.GetLocalNow()).ReplaceLineEndings());
            environment.Out.Flush();
        }

        foreach (LineRemark remark in remarks)
        {
            environment.Error.WriteLine($"{(remark.IsWarning ? "WARNING: " : string.Empty)}{remark.Subject}: {remark.Text}.");
        }

        return 0;
    }
}
