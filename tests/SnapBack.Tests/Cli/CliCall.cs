using SnapBack.Cli;
using SnapBack.Jobs;
using SnapBack.Runs;
using SnapBack.TestKit;

namespace SnapBack.Tests.Cli;

/// <summary>One call of the program in this process, with everything it printed.</summary>
internal sealed class CliCall
{
    private CliCall(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    public string[] Lines => Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public static CliCall Of(params string[] args) => With(environment => environment, args);

    public static CliCall With(Func<CliEnvironment, CliEnvironment> change, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        CliEnvironment environment = new()
        {
            Out = output,
            Error = error,
            Variable = _ => null,
            RunJob = (_, _, _, _) => throw new InvalidOperationException("A run was started."),
        };
        int code = SnapBackCommand.Run(args, change(environment));
        return new CliCall(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a backup whose pipeline is <paramref name="run"/>.</summary>
    public static CliCall Backup(Func<Job, IRunEvents, RunResult> run, Func<CliEnvironment, CliEnvironment> change, params string[] args)
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.At("source"));
        string[] all =
        [
            "backup", "--source", folder.At("source"), "--destination", folder.At("destination"), "--catalog", folder.At("state/catalog.db"), .. args,
        ];
        return With(environment => change(environment with { RunJob = (job, _, events, _) => run(job, events) }), all);
    }

    public static CliCall Backup(Func<Job, IRunEvents, RunResult> run, params string[] args) => Backup(run, environment => environment, args);
}
