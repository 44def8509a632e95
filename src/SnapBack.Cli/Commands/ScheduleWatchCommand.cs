using System.CommandLine;
using System.Globalization;
using SnapBack.Catalog;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rows;
using SnapBack.Paths;
using SnapBack.Runs;

namespace SnapBack.Cli.Commands;

/// <summary><c>schedule watch</c>: fails when a job has had no success for too long. A backup that never starts sends no message; this one does.</summary>
internal sealed class ScheduleWatchCommand : CliCommand
{
    private const int UsualHours = 26;

    private static readonly Column<JobAge>[] Columns =
    [
        new("job", a => a.Job),
        new("state", a => a.IsLate ? "late" : "ok"),
        new("lastSuccess", a => a.LastSuccess),
        new("hours", a => a.Hours, IsNumber: true),
        new("lastRun", a => a.LastRun),
        new("lastStatus", a => a.LastStatus),
    ];

    private readonly CatalogOptions _catalog = new();
    private readonly Option<string[]?> _jobs = Opt.List("--job", "NAME", "these jobs, also when they never ran (every job of the catalog)");
    private readonly Option<string?> _hours = Opt.Text("--hours", "N", $"a job is late when its last success is older ({UsualHours})");

    /// <summary>Makes the command.</summary>
    public ScheduleWatchCommand()
        : base("watch", "fail when a job has had no success for too long")
    {
        _catalog.AddTo(this);
        Add(_jobs);
        Add(_hours);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["schedule watch [--job NAME...] [--hours N] [--catalog FILE] [--format table|json|csv]"],
        Examples = [("schedule watch --job nightly --hours 26", "for a monitor, or for a task of its own at noon")],
        ExitCodes = [("0", "every job had a success in time"), ("8", "a job is late, or never had one"), ("16", "not answered: usage, or there is no catalog"), ("70", "a bug in snapback; the log has the full text")],
        Remarks = ["A success is a backup that came to its end with an exit mask under 8. Plans don't count."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        OutputFormat format = _catalog.Format(line);
        int hours = Hours(line);
        using CatalogReader reader = _catalog.Open(line, environment);
        ILookup<string, RunRow> runs = reader.Runs().Where(run => run.Kind == "backup").ToLookup(run => run.Job, StringComparer.Ordinal);
        IEnumerable<string> jobs = line.GetValue(_jobs) is { Length: > 0 } named ? named : runs.Select(job => job.Key).Order(StringComparer.Ordinal);
        JobAge[] ages = [.. jobs.Select(job => Age(job, runs[job], hours, environment.Clock.GetUtcNow()))];
        new RowOutput(environment).Write(format, Columns, ages);
        return Array.Exists(ages, age => age.IsLate) ? ExitMask.Failed : 0;
    }

    private static JobAge Age(string job, IEnumerable<RunRow> runs, int hours, DateTimeOffset now)
    {
        RunRow? last = runs.MaxBy(run => run.Id);
        DateTimeOffset? success = runs.Where(run => run.Status == "completed" && run.ExitCode < ExitMask.Failed).MaxBy(run => run.Id)?.Ended;
        double? age = success is { } ended ? (now - ended).TotalHours : null;
        // A success in the future is a clock that was wrong once: it says nothing about tonight.
        return new JobAge(job, age is not (>= -1 and var passed) || passed > hours, success, age is { } h ? (long)h : null, last?.Started, last?.Status);
    }

    private int Hours(ParseResult line) =>
        line.GetValue(_hours) is not { } text ? UsualHours
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int hours) && hours > 0 ? hours
        : throw CommandLine.Usage($"--hours '{DisplayText.Escape(text)}' must be a whole number above 0.", this);

    private sealed record JobAge(string Job, bool IsLate, DateTimeOffset? LastSuccess, long? Hours, DateTimeOffset? LastRun, string? LastStatus);
}
