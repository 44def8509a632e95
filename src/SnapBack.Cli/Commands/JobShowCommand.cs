using System.CommandLine;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;
using SnapBack.Diagnosis;
using SnapBack.Errors;
using SnapBack.Jobs;
using SnapBack.Paths;

namespace SnapBack.Cli.Commands;

/// <summary><c>job show</c>: the job as it would run, defaults and command line included, as JSON.</summary>
internal sealed class JobShowCommand : CliCommand
{
    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: false);
    private readonly BackupOptions _options = new();
    private readonly Option<string?> _explain = Opt.Text("--explain", "PATH", "say whether the job takes this path of the source, and which rule says so");

    /// <summary>Makes the command.</summary>
    public JobShowCommand()
        : base("show", "print the job as it would run, defaults included, as JSON")
    {
        Add(_jobFile);
        _options.AddJobOptions(this);
        Add(_explain);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["job show [JOBFILE] [options]", "job show JOBFILE --explain PATH"],
        Arguments = [("JOBFILE", "a job file; options on the command line win over it")],
        Examples =
        [
            ("job show nightly.json --mode mirror", "see what the job would be with another mode"),
            ("job show nightly.json --explain docs/draft.tmp", "is it backed up, and if not, why"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        _options.Check(line);
        Job job = JobSource.Load(line.GetValue(_jobFile), _options.Overrides(line), this);
        if (line.GetValue(_explain) is not { } path)
        {
            environment.Out.WriteLine(JobJson.Of(job));
            return 0;
        }

        foreach (string sentence in Explain(job, path))
        {
            environment.Out.WriteLine(sentence);
        }

        return 0;
    }

    private static IReadOnlyList<string> Explain(Job job, string path)
    {
        try
        {
            IReadOnlyList<string> sentences = new PathExplanation(job, SystemPorts.ForThisSystem(job, Serilog.Core.Logger.None)).Of(path);
            return sentences.Count > 0
                ? sentences
                : throw new SnapBackException(ErrorCode.Usage, $"'{DisplayText.Escape(path)}' lies in no source of the job.", "Give a full path in a source, or a path below it.");
        }
        catch (TreeException failure)
        {
            throw new SnapBackException(ErrorCode.SourceUnreadable, $"The source can't be read: {failure.Error.Message}. Nothing was touched.", "Check the path, and run as an account that may read it.", failure);
        }
    }
}
