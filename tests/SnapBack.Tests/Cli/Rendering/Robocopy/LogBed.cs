using System.Text.RegularExpressions;
using SnapBack.Catalog;
using SnapBack.Cli.Rendering.Robocopy;
using SnapBack.Jobs;
using SnapBack.Robocopy.Log;
using SnapBack.Runs;
using SnapBack.TestKit;
using SnapBack.Tests.Runs;
using SnapBack.Trees;
using SnapBack.Trees.Unix;

namespace SnapBack.Tests.Cli.Rendering.Robocopy;

/// <summary>Two real trees, whole runs between them, faults on purpose, and the log that is told of it. One thread unless a test says otherwise.</summary>
internal sealed partial class LogBed : IDisposable
{
    private readonly RuleBed _bed = new();

    public LogBed()
    {
        _bed.Job = _bed.Job with { Threads = 1, Listing = ListingDetail.Changes };
    }

    public Job Job
    {
        get => _bed.Job;
        set => _bed.Job = value;
    }

    public LogStyle Style { get; set; } = LogStyle.Default with { HasProgress = false };

    public Action<FaultyTree> SetUpSource { get; set; } = _ => { };

    public Action<FaultyTree> SetUpDestination { get; set; } = _ => { };

    /// <summary>What the last run was.</summary>
    public RunResult? Result { get; private set; }

    /// <summary>What the last run wrote to standard error.</summary>
    public string Error { get; private set; } = string.Empty;

    public string Root => _bed.Root;

    /// <summary>The source with a slash at its end, as the log has it.</summary>
    public string Source => _bed.InSource(string.Empty) + "/";

    public string Destination => _bed.InDestination(string.Empty) + "/";

    public string InSource(string path) => _bed.InSource(path);

    public string InDestination(string path) => _bed.InDestination(path);

    public string Write(string path, string text = "text", DateTime? modified = null) => _bed.Write(path, text, modified);

    public string WriteAtDestination(string path, string text = "text", DateTime? modified = null) => _bed.WriteAtDestination(path, text, modified);

    /// <summary>Runs the job; the log as it is written, with <c>\n</c> at the end of lines.</summary>
    public string Run(CancellationToken cancellation = default)
    {
        using StringWriter text = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using (LogOutput output = new(null, null, text, error, TimeProvider.System))
        {
            using RobocopyEvents events = new(Style, Header(), output, error, TimeProvider.System, _bed.Root, hasWin32Codes: false);
            Result = new RunCoordinator(Ports()).Run(Job, events, cancellation);
        }

        Error = error.ToString();
        return text.ToString();
    }

    /// <summary>The lines between header and summary.</summary>
    public string[] Body() => BodyOf(Run());

    /// <summary>As <see cref="Body"/>, of a log.</summary>
    public static string[] BodyOf(string log)
    {
        string[] lines = log.Split('\n');
        int start = Array.IndexOf(lines, Dashes) + 2;
        int end = Array.LastIndexOf(lines, Dashes) - 1;
        return lines[start..end];
    }

    /// <summary>A log without what changes from run to run.</summary>
    public string Normal(string log)
    {
        log = log.Replace(_bed.Root, "ROOT", StringComparison.Ordinal);
        log = LongDate().Replace(log, "DATE");
        log = ShortDate().Replace(log, "DATE ERROR");
        log = Times().Replace(log, "TIMES");
        return Speed().Replace(log, "$1 SPEED");
    }

    public IReadOnlyList<FileRow> Files()
    {
        using CatalogReader reader = CatalogReader.Open(Job.Catalog!);
        return [.. reader.Files(Result!.RunId)];
    }

    public void Dispose() => _bed.Dispose();

    private static readonly string Dashes = new('-', 78);

    private LogHeader Header() => new()
    {
        Source = Job.Pairs[0].Source,
        Destination = Job.Pairs[0].Destination,
        Options = "*.* /S /E /DCOPY:DA /COPY:DAT /R:1 /W:0",
    };

    private RunPorts Ports()
    {
        RunPorts ports = _bed.Ports();
        return ports with
        {
            OpenSource = (path, view, order, security) => Faulty(UnixTree.OpenSource(path, view, order, security), SetUpSource),
            OpenDestination = (path, traits, security) => Faulty(UnixDestination.Open(path, traits, security), SetUpDestination),
        };
    }

    private static FaultyTree Faulty(ITree tree, Action<FaultyTree> setUp)
    {
        FaultyTree faulty = new(tree);
        setUp(faulty);
        return faulty;
    }

    [GeneratedRegex(@"[A-Z][a-z]+day, [A-Z][a-z]+ \d+, \d{4} \d+:\d\d:\d\d [AP]M")]
    private static partial Regex LongDate();

    [GeneratedRegex(@"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d ERROR")]
    private static partial Regex ShortDate();

    [GeneratedRegex(@"(?<=   Times :).*")]
    private static partial Regex Times();

    [GeneratedRegex(@"(   Speed :).*(?= Bytes| MegaBytes)")]
    private static partial Regex Speed();
}
