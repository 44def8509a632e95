using System.CommandLine;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Diagnosis;
using SnapBack.Jobs;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary><c>doctor</c>: says what stands in the way of a backup on this machine, or of one job.</summary>
internal sealed class DoctorCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "doctor";

    /// <summary>What it does, in a few words.</summary>
    public const string Summary = "check this machine, or one job, before a night depends on it";

    private static readonly Column<Finding>[] Columns =
    [
        new("check", f => f.Check),
        new("level", f => f.Level),
        new("finding", f => f.Text),
        new("advice", f => f.Advice),
    ];

    private readonly Argument<string?> _jobFile = JobSource.Argument(isRequired: false);
    private readonly Option<bool> _json = Opt.Flag("--json", "an array of objects: check, level, finding, advice");

    /// <summary>Makes the command.</summary>
    public DoctorCommand()
        : base(Word, Summary)
    {
        Add(_jobFile);
        Add(_json);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["doctor [JOBFILE] [--json]"],
        Arguments = [("JOBFILE", "also check whether this job would run")],
        Examples = [("doctor", "rights, services and snapshot support of this machine"), ("doctor nightly.json", "the same, and everything that job needs")],
        ExitCodes = [("0", "nothing failed; there may be warnings"), ("8", "a check failed"), ("16", "the job file is wrong"), ("70", "a bug in snapback; the log has the full text")],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        Job? job = line.GetValue(_jobFile) is { } file ? JobFile.Load(file, new JobOverrides()) : null;
        job = job is null ? null : job with { Catalog = DefaultPaths.Catalog(job.Catalog, environment) };
        List<Finding> findings = [];
        IEnumerable<Finding> unattended = job is null ? [] : SystemChecks.LookUnattended(line.GetValue(_jobFile)!, job, environment);
        IEnumerable<Finding> looking = SystemChecks.Look(job, environment.Cancellation).Concat(unattended).Select(finding =>
        {
            findings.Add(finding);
            return finding;
        });
        if (line.GetValue(_json))
        {
            new RowOutput(environment).Write(OutputFormat.Json, Columns, looking);
        }
        else
        {
            Tell(looking, environment);
        }

        return findings.Exists(f => f.Level == FindingLevel.Fail) ? ExitMask.Failed : 0;
    }

    // Told one by one as they come: asking all writers may take half a minute.
    private static void Tell(IEnumerable<Finding> looking, CliEnvironment environment)
    {
        Dictionary<FindingLevel, int> counts = [];
        foreach (Finding finding in looking)
        {
            environment.Cancellation.ThrowIfCancellationRequested();
            counts[finding.Level] = counts.GetValueOrDefault(finding.Level) + 1;
            environment.Out.WriteLine($"{finding.Level.ToString().ToUpperInvariant(),-4}  {finding.Check,-14} {finding.Text}");
            if (finding.Advice.Length > 0)
            {
                environment.Out.WriteLine($"{string.Empty,-20} {finding.Advice}");
            }
        }

        int failed = counts.GetValueOrDefault(FindingLevel.Fail);
        int warned = counts.GetValueOrDefault(FindingLevel.Warn);
        environment.Out.WriteLine();
        environment.Out.WriteLine(
            failed > 0 ? $"Result: {Words.Count(failed, "check")} FAILED, {Words.Count(warned, "warning")}. A backup would fail."
            : warned > 0 ? $"Result: {Words.Count(warned, "warning")}, nothing failed."
            : "Result: all is well.");
    }
}
