using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using SnapBack.Catalog;
using SnapBack.Cli.Composition;
using SnapBack.Cli.Help;
using SnapBack.Cli.Parsing;
using SnapBack.Cli.Rendering;
using SnapBack.Errors;
using SnapBack.Paths;
using SnapBack.Reporting;

namespace SnapBack.Cli.Commands;

/// <summary><c>report</c>: what a run did, or how a job or all jobs fare, on the terminal or as a page.</summary>
internal sealed class ReportCommand : CliCommand
{
    /// <summary>The verb.</summary>
    public const string Word = "report";

    /// <summary>What it does, in a few words.</summary>
    public const string Summary = "tell what a run did, or how all jobs fare, for people";

    private const int FailuresShown = 25;
    private const int RunsShown = 14;

    private readonly Argument<string?> _run = new("RUN") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _html = Opt.Text("--html", "FILE", "write it as one self-contained page, over what is there");
    private readonly Option<string?> _job = Opt.Text("--job", "NAME", "the job over all its runs: a calendar of nights, and trends");
    private readonly Option<string?> _index = Opt.Text("--index", "DIR", "write the overview of all jobs into this folder, to be opened without a server");
    private readonly Option<bool> _open = Opt.Flag("--open", "show the page in the browser; without --html it is written beside the catalog's logs");
    private readonly Option<string?> _catalog = Opt.Text("--catalog", "FILE", "catalog database (the machine's)");

    /// <summary>Makes the command.</summary>
    public ReportCommand()
        : base(Word, Summary)
    {
        Add(_run);
        Array.ForEach<Option>([_html, _job, _index, _open, _catalog], Add);
    }

    /// <inheritdoc/>
    public override HelpContent Help => new()
    {
        Usage = ["report [RUN] [--html FILE] [--open]", "report --job NAME [--html FILE] [--open]", "report --index DIR [--open]"],
        Arguments = [("RUN", "a run's number, 'last', or 'last~N' for the N-th before it (last)")],
        Examples =
        [
            ("report", "the last run, on the terminal"),
            ("report last --html last.html", "the same as a page for a mail or a browser"),
            ("report --index /srv/www/backups", "an overview of all jobs, written anew each time"),
        ],
        ExitCodes = ExitCodeRows.OfQuestion,
        Remarks = ["A page holds no script and fetches nothing. It is made from the catalog alone, so the page of any run can be made again."],
    };

    /// <inheritdoc/>
    public override int Execute(ParseResult line, CliEnvironment environment)
    {
        if (new[] { line.GetValue(_run), line.GetValue(_job), line.GetValue(_index) }.Count(given => given is not null) > 1 || (line.GetValue(_index) is not null && line.GetValue(_html) is not null))
        {
            throw CommandLine.Usage("A run, --job and --index exclude each other, and --index takes no --html.", this);
        }

        using CatalogReader reader = CatalogReader.Open(DefaultPaths.Catalog(line.GetValue(_catalog), environment));
        if (line.GetValue(_index) is { } folder)
        {
            return Show(WriteIndex(reader, folder, environment), line, environment);
        }

        if (line.GetValue(_job) is { } name)
        {
            JobReport job = JobReport.All(reader).FirstOrDefault(job => job.Job == name) ?? throw NoSuchJob(name);
            return Tell(line, environment, $"job {name}", () => JobPage.Write(job, environment.Clock.GetUtcNow(), environment.Clock.LocalTimeZone), () => Write(job, environment));
        }

        long run = reader.ResolveRun(line.GetValue(_run) ?? "last");
        return Tell(line, environment, $"run {run}", () => RunPage.Write(RunReport.Read(reader, run), environment.Clock.LocalTimeZone), () => Write(reader.Show(run), environment));
    }

    /// <summary>Writes the overview of all jobs and returns the path of its first page.</summary>
    /// <exception cref="SnapBackException">A page can't be written.</exception>
    public static string WriteIndex(CatalogReader reader, string folder, CliEnvironment environment)
    {
        string full = Path.GetFullPath(folder);
        foreach ((string name, string html) in IndexPages.Write(reader, environment.Clock.GetUtcNow(), environment.Clock.LocalTimeZone))
        {
            PageFile.Write(Path.Join(full, name), html);
        }

        return Path.Join(full, "index.html");
    }

    private int Tell(ParseResult line, CliEnvironment environment, string what, Func<string> page, Action write)
    {
        if (line.GetValue(_html) is null && !line.GetValue(_open))
        {
            write();
            environment.Out.Flush();
            return 0;
        }

        string file = line.GetValue(_html) is { } named
            ? Path.GetFullPath(named)
            : Path.Join(Path.GetDirectoryName(DefaultPaths.Catalog(line.GetValue(_catalog), environment)), "reports", $"{Guid.NewGuid():N}.html");
        PageFile.Write(file, page());
        environment.Out.WriteLine($"The report of {DisplayText.Escape(what)}: {DisplayText.Escape(file)}");
        return Show(file, line, environment);
    }

    private int Show(string file, ParseResult line, CliEnvironment environment)
    {
        if (!line.GetValue(_open))
        {
            return 0;
        }

        try
        {
            using Process? browser = Process.Start(
                OperatingSystem.IsWindows() ? new ProcessStartInfo(file) { UseShellExecute = true } : new ProcessStartInfo("xdg-open", [file]) { UseShellExecute = false });
        }
        catch (Win32Exception)
        {
            environment.Error.WriteLine($"No browser could be started. Open {DisplayText.Escape(file)} yourself.");
        }

        return 0;
    }

    private static void Write(Catalog.RunDetails details, CliEnvironment environment)
    {
        TextWriter output = environment.Out;
        Ink ink = new(environment.CanColour);
        Verdict verdict = Verdict.Of(details);
        output.WriteLine($"{DisplayText.Escape(details.Run.Job)}, run {details.Run.Id} ({details.Run.Mode} {details.Run.Kind}) on {DisplayText.Escape(details.Host)}");
        output.WriteLine(Coloured(ink, verdict.Level, verdict.Text) + ". " + DisplayText.Escape(verdict.More));
        foreach (Catalog.RunTreeRow tree in details.Trees)
        {
            output.WriteLine($"  {DisplayText.Escape(tree.Source)} -> {DisplayText.Escape(tree.Destination)} ({tree.View ?? "not read"})");
        }

        foreach (Runs.Notice notice in details.Notices.OrderByDescending(notice => notice.IsWarning))
        {
            output.WriteLine($"{(notice.IsWarning ? "WARNING" : "Note")} ({notice.Code}): {DisplayText.Escape(notice.Text)}");
        }

        foreach (Catalog.FileRow failure in details.Failures.Take(FailuresShown))
        {
            output.WriteLine($"FAILED  {DisplayText.Escape(failure.Path)}: {DisplayText.Escape(failure.Error ?? "no reason is recorded")}");
        }

        if (details.Failures.Count > FailuresShown)
        {
            output.WriteLine($"        and {details.Failures.Count - FailuresShown} more: 'snapback catalog show {details.Run.Id}'");
        }

        if (details.Totals is { } totals)
        {
            output.WriteLine();
            RobocopyTable.Write(output, totals, TimeZoneInfo.ConvertTime(details.Run.Ended ?? details.Run.Started, environment.Clock.LocalTimeZone));
        }
    }

    private static void Write(JobReport job, CliEnvironment environment)
    {
        TimeZoneInfo zone = environment.Clock.LocalTimeZone;
        environment.Out.WriteLine($"{DisplayText.Escape(job.Job)}: {Words.Count(job.Backups.Count, "backup")}");
        environment.Out.WriteLine(job.LastSuccess is { Ended: { } ended } ? $"Last success {TimeZoneInfo.ConvertTime(ended, zone):yyyy-MM-dd HH:mm}" : "It never succeeded.");
        Ink ink = new(environment.CanColour);
        foreach (Catalog.RunRow run in job.Backups.TakeLast(RunsShown))
        {
            Verdict verdict = Verdict.Of(run);
            environment.Out.WriteLine($"{run.Id,8}  {TimeZoneInfo.ConvertTime(run.Started, zone):yyyy-MM-dd HH:mm}  {Coloured(ink, verdict.Level, verdict.Text)}, {Words.Count(run.FilesCopied ?? 0, "file")} copied, {run.FilesFailed ?? 0} failed");
        }
    }

    private static string Coloured(Ink ink, VerdictLevel level, string text) => level switch
    {
        VerdictLevel.Bad => ink.Red(text),
        VerdictLevel.Warning => ink.Yellow(text),
        _ => text,
    };

    private static SnapBackException NoSuchJob(string name) =>
        new(ErrorCode.NotInCatalog, $"The catalog knows no backup of a job '{DisplayText.Escape(name)}'. Nothing was written.", "'snapback catalog runs' shows the jobs.");
}
