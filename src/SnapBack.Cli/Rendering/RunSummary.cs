using SnapBack.Catalog;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Reporting;
using SnapBack.Runs;

namespace SnapBack.Cli.Rendering;

/// <summary>
/// What a person reads when a run is over, worst first: warnings, failures, the table, the line in words. On a terminal the commands to
/// try next follow; in a file or a pipe they come before the table, so that <c>tail -n 1</c> finds the line in words.
/// </summary>
internal sealed class RunSummary
{
    private const int FailuresShown = 25;

    private readonly TextWriter _output;
    private readonly TimeZoneInfo _zone;
    private readonly Ink _ink;
    private readonly bool _isTerminal;
    private readonly string _catalogOption;

    /// <summary>Writes to the environment's standard output.</summary>
    /// <param name="environment">The world.</param>
    /// <param name="namedCatalog">The catalog that the job names, null for the machine's: commands must work as they are printed.</param>
    public RunSummary(CliEnvironment environment, string? namedCatalog)
    {
        _catalogOption = namedCatalog is null ? string.Empty : $" --catalog {ShellWord.Quote(namedCatalog)}";
        _output = environment.Out;
        _zone = environment.Clock.LocalTimeZone;
        _ink = new Ink(environment.CanColour);
        _isTerminal = environment.IsTerminal;
    }

    /// <summary>Writes the summary; a quiet one leaves out remarks, table and what to try next.</summary>
    public void Write(RunResult result, bool isQuiet)
    {
        WriteNotices(result, isQuiet);
        WriteFailures(result);
        if (!isQuiet)
        {
            if (!_isTerminal)
            {
                WriteNextSteps(result);
            }

            RobocopyTable.Write(_output, result.Totals, TimeZoneInfo.ConvertTime(result.Ended, _zone));
        }

        _output.WriteLine(Coloured(result, ResultLine.Of(result)));
        if (_isTerminal && !isQuiet)
        {
            WriteNextSteps(result);
        }
    }

    private void WriteNotices(RunResult result, bool isQuiet)
    {
        foreach (Notice notice in result.Notices.OrderByDescending(n => n.IsWarning).Where(n => n.IsWarning || !isQuiet))
        {
            string text = DisplayText.Escape(notice.Text);
            _output.WriteLine(notice.IsWarning ? $"{_ink.Yellow($"WARNING ({notice.Code}):")} {text}" : $"Note ({notice.Code}): {text}");
        }
    }

    private void WriteFailures(RunResult result)
    {
        if (result.FirstFailures.Count == 0)
        {
            return;
        }

        long failed = Math.Max(result.FirstFailures.Count, result.Totals.Files.Failed + result.Totals.Dirs.Failed);
        _output.WriteLine();
        _output.WriteLine(_ink.Red($"{Words.Count(failed, "failure")}:"));
        foreach (PathRecord failure in result.FirstFailures.Take(FailuresShown))
        {
            _output.WriteLine($"  {RecordText.FullPath(failure, result.Job)}");
            if (failure.Error is { } error)
            {
                WriteReason(error, failure.Attempts);
            }
        }

        long more = failed - Math.Min(FailuresShown, result.FirstFailures.Count);
        if (more > 0)
        {
            _output.WriteLine($"  and {more} more: snapback catalog files {result.RunId}{_catalogOption}");
        }
    }

    private void WriteReason(ActionError error, int attempts)
    {
        string tries = attempts > 1 ? $", after {attempts} tries" : string.Empty;
        _output.WriteLine($"      {DisplayText.Escape(error.ToString())}{tries}");
        string advice = Advice.For(error.Kind);
        if (advice.Length > 0)
        {
            _output.WriteLine($"      {advice}");
        }
    }

    private void WriteNextSteps(RunResult result)
    {
        _output.WriteLine();
        _output.WriteLine("What to try next:");
        Step($"snapback catalog files {result.RunId}{_catalogOption}", "every file of this run");
        Step($"snapback catalog show {result.RunId}{_catalogOption}", "all about this run");
        if (result.ExitCode >= ExitMask.Failed)
        {
            Step($"snapback explain {result.ExitCode}", "what this exit code means");
        }
        else
        {
            Step($"snapback catalog ls {result.RunId}{_catalogOption}", "the tree as this run backed it up");
        }
    }

    private void Step(string command, string what) => _output.WriteLine($"  {command,-32}  {what}");

    private string Coloured(RunResult result, string line) => result.Status switch
    {
        RunStatus.Completed => _ink.Green(line),
        RunStatus.Planned => line,
        RunStatus.Interrupted => _ink.Yellow(line),
        _ => _ink.Red(line),
    };
}
