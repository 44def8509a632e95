using System.CommandLine;
using SnapBack.Cli.Parsing;
using SnapBack.Jobs;

namespace SnapBack.Cli.Commands;

/// <summary>Gets the job that a command line speaks of, from a job file, from options or from both.</summary>
internal static class JobSource
{
    /// <summary>The argument that names a job file.</summary>
    public static Argument<string?> Argument(bool isRequired) =>
        new("JOBFILE") { Arity = isRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne };

    /// <summary>The job, complete.</summary>
    /// <exception cref="Errors.SnapBackException">What is wrong with it.</exception>
    public static Job Load(string? jobFile, JobOverrides overrides, Command command)
    {
        if (jobFile is not null)
        {
            return JobFile.Load(jobFile, overrides);
        }

        if (overrides.Source is null || overrides.Destination is null)
        {
            string missing = (overrides.Source, overrides.Destination) switch
            {
                (null, null) => "There is nothing to back up: neither a job file nor --source and --destination are given.",
                (null, _) => "--source is missing.",
                _ => "--destination is missing.",
            };
            throw CommandLine.Usage(missing, command);
        }

        return JobFile.FromOverrides(overrides);
    }
}
